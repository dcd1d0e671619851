// Every correction is sent as soon as its field is left, and stands in the browser until the server has it;
// accepting waits for what is still on its way.
(() => {
  const { kept } = window.vinculo;
  const root = document.querySelector("[data-review]");
  const form = document.getElementById("review");
  if (!root || !form) return;
  const token = form.elements.csrfmiddlewaretoken.value;
  const state = document.getElementById("save-state");
  const unsaved = new Set();
  let queue = Promise.resolve();

  const tell = (text, kind = "") => {
    if (!state) return;
    state.textContent = text;
    state.className = `save-mark ${kind && `save-mark--${kind}`}`;
  };
  const controlsOf = (field) => form.querySelectorAll(`[data-field="${CSS.escape(field)}"]`);
  const versionOf = (field) => form.elements.namedItem(`v.${field}`);
  const keyOf = (field) => field.replaceAll(".", "-");

  const placeOf = (field) => `${root.dataset.case}:${field}`;
  const labelOf = (field) =>
    controlsOf(field)[0]?.closest(".cell, .boxes")?.querySelector("label, legend")?.textContent.trim() ?? field;

  const bodyOf = (field) => {
    const sent = new FormData(form);
    const body = new URLSearchParams({ field, [`v.${field}`]: versionOf(field).value });
    for (const value of sent.getAll(field)) body.append(field, value);
    return body;
  };

  // Texts that no answer has confirmed: another page, or this one opened anew, sends them.
  const keep = (field) => {
    kept.put(placeOf(field), {
      kind: "field",
      case: root.dataset.case,
      caseName: document.querySelector("h1").textContent.trim(),
      url: location.pathname,
      saveUrl: root.dataset.correctUrl,
      field,
      label: labelOf(field),
      body: bodyOf(field).toString(),
    });
  };

  const send = async (field) => {
    tell("Guardando…");
    const sent = bodyOf(field).toString();
    try {
      const response = await fetch(root.dataset.correctUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token, "HX-Request": "true" },
        body: new URLSearchParams(sent),
      });
      if (!response.headers.get("Content-Type")?.includes("application/json")) throw await refusalIn(response);
      const answer = await response.json();
      const isWhole = bodyOf(field).toString() === sent;
      versionOf(field).value = answer.version;
      draw(answer);
      unsaved.delete(field);
      if (answer.fate !== "applied") told(field, answer);
      else if (isWhole) {
        kept.drop(placeOf(field));
        tell("Guardado.", "saved");
      }
    } catch (problem) {
      tell("Ainda não foi para o servidor; está guardado neste navegador.", "failed");
      window.vinculo.tell(
        problem instanceof TypeError ? "Sem conexão. O que você digitou está guardado neste navegador e será enviado assim que der." : problem.message,
      );
    }
  };

  const refusalIn = async (response) => {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const sentence = page.querySelector(".notice__body")?.textContent.trim();
    return new Error(sentence || `Não foi guardado (erro ${response.status}).`);
  };

  const draw = (answer) => {
    if (answer.doubts) document.getElementById("doubts").innerHTML = answer.doubts;
    for (const list of form.querySelectorAll(".findings[id^='f-']")) {
      const key = list.id.slice(2, -"-findings".length);
      const html = answer.findings[key] ?? "";
      if (list.innerHTML !== html) list.innerHTML = html;
      const control = document.getElementById(`f-${key}`);
      if (!control?.matches("input, select, textarea")) continue;
      if (list.querySelector(".finding--warning, .finding--blocking")) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  };

  // Somebody else typed here meanwhile: both texts are shown, and one is chosen.
  const told = (field, answer) => {
    tell("");
    const control = controlsOf(field)[0];
    const cell = control.closest(".cell, .boxes");
    kept.drop(placeOf(field));
    cell.querySelector(".conflict")?.remove();
    const box = document.createElement("div");
    box.className = "conflict";
    box.setAttribute("role", "alert");
    const sentence = document.createElement("p");
    sentence.textContent = answer.message;
    const theirs = document.createElement("blockquote");
    theirs.textContent = answer.raw || "(em branco)";
    box.append(sentence, theirs);
    if (answer.fate === "conflicting") box.append(choice("Ficar com o meu texto", box, () => save(field)));
    const reload = choice("Usar o outro texto", box, () => window.location.reload());
    box.append(reload);
    cell.append(box);
  };
  const choice = (label, box, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.addEventListener("click", () => {
      box.remove();
      act();
    });
    return made;
  };

  // What could not be sent before goes along with the next.
  const save = (field) => {
    unsaved.add(field);
    keep(field);
    queue = queue.then(async () => {
      for (const each of [...unsaved]) await send(each);
    });
    return queue;
  };
  window.addEventListener("online", () => {
    for (const field of unsaved) save(field);
  });

  form.addEventListener("input", (event) => {
    if (event.target.dataset.field) keep(event.target.dataset.field);
  });
  form.addEventListener("change", (event) => {
    if (event.target.dataset.field) save(event.target.dataset.field);
  });

  for (const control of form.querySelectorAll("[data-typed-early][data-field]")) save(control.dataset.field);

  // What this page, or one that is no more, could not send before it was closed.
  const restore = async () => {
    for (const entry of (await kept.abandoned()).filter((one) => one.case === root.dataset.case)) {
      const values = new URLSearchParams(entry.body).getAll(entry.field);
      for (const control of controlsOf(entry.field)) {
        if (control.matches("[type=checkbox], [type=radio]")) control.checked = values.includes(control.value);
        else control.value = values[0] ?? "";
      }
      kept.remove(entry.id);
      if (controlsOf(entry.field).length) save(entry.field);
    }
  };
  document.addEventListener("DOMContentLoaded", restore);

  // The whole form is sent with its buttons, so what could not be kept before goes along.
  let leaving = false;
  form.addEventListener("submit", async (event) => {
    if (leaving) {
      event.preventDefault();
      return;
    }
    if (!unsaved.size) {
      leaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    await queue;
    unsaved.clear();
    form.requestSubmit(button);
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size && !leaving) event.preventDefault();
  });

  // Leaves the field that is written in, and waits until all is sent; false where something could not be.
  const settle = async () => {
    const active = document.activeElement;
    if (active?.dataset?.field && form.contains(active)) {
      active.blur();
      active.focus({ preventScroll: true });
    }
    await queue;
    return unsaved.size === 0;
  };
  window.vinculo.review = { root, form, draw, refusalIn, settle, tell, token, controlsOf };
})();
