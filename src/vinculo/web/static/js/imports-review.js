// Every correction is kept as soon as its field is left; accepting waits for what is still on its way.
(() => {
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

  const bodyOf = (field) => {
    const sent = new FormData(form);
    const body = new URLSearchParams({ field, [`v.${field}`]: versionOf(field).value });
    for (const value of sent.getAll(field)) body.append(field, value);
    return body;
  };

  const send = async (field) => {
    tell("Guardando…");
    try {
      const response = await fetch(root.dataset.correctUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token, "HX-Request": "true" },
        body: bodyOf(field),
      });
      if (!response.headers.get("Content-Type")?.includes("application/json")) throw await refusalIn(response);
      const answer = await response.json();
      versionOf(field).value = answer.version;
      draw(answer);
      unsaved.delete(field);
      if (answer.fate === "applied") tell("Guardado.", "saved");
      else told(field, answer);
    } catch (problem) {
      tell("Não foi guardado; o texto continua na tela.", "failed");
      window.vinculo.tell(problem instanceof TypeError ? "Sem conexão. O que você digitou continua na tela." : problem.message);
    }
  };

  const refusalIn = async (response) => {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const sentence = page.querySelector(".notice__body")?.textContent.trim();
    return new Error(sentence || `Não foi guardado (erro ${response.status}).`);
  };

  const draw = (answer) => {
    document.getElementById("doubts").innerHTML = answer.doubts;
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
    queue = queue.then(async () => {
      for (const each of [...unsaved]) await send(each);
    });
  };
  window.addEventListener("online", () => {
    for (const field of unsaved) save(field);
  });

  form.addEventListener("change", (event) => {
    if (event.target.dataset.field) save(event.target.dataset.field);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || !event.target.matches("input[type=text]")) return;
    event.preventDefault();
    const control = event.target;
    control.blur();
    control.focus();
  });

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
})();
