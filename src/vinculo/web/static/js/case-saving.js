// Every field of a case saves itself: a pause in typing sends it, leaving it sends it at once. What could not
// be sent stays on the page, is marked, and is sent again by itself.
(() => {
  const root = document.querySelector("[data-case]");
  if (!root) return;
  const PAUSE = 700;
  const RETRY = 4000;
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const unsaved = new Map(); // key -> {control, timer, sending, dirty}
  const state = document.getElementById("save-state");

  const tell = (text, kind = "") => {
    state.textContent = text;
    state.className = `save-state ${kind && `save-state--${kind}`}`;
  };
  const valueOf = (control) =>
    control.type === "radio"
      ? (root.querySelector(`[data-key="${control.dataset.key}"]:checked`)?.value ?? "")
      : control.value;
  const controlsOf = (key) => root.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);

  const post = async (url, fields) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token, "HX-Request": "true" },
      body: new URLSearchParams(fields),
    });
    if (!response.headers.get("Content-Type")?.includes("application/json")) {
      throw Object.assign(new Error("refused"), { response });
    }
    return response.json();
  };

  const draw = (answer) => {
    for (const list of root.querySelectorAll("[data-findings]")) {
      const html = answer.findings[list.dataset.findings] ?? "";
      if (list.innerHTML !== html) list.innerHTML = html;
      const invalid = list.querySelector(".finding--warning, .finding--blocking") !== null;
      for (const control of controlsOf(list.dataset.findings)) control.toggleAttribute("aria-invalid", invalid);
      for (const control of controlsOf(list.dataset.findings)) if (invalid) control.setAttribute("aria-invalid", "true");
    }
    for (const [id, html] of Object.entries(answer.pieces)) replacePiece(document.getElementById(id), html);
    drawDerived(answer.derived);
  };

  // A piece drawn anew keeps what is being typed in it, the caret, and the version that it was typed over.
  const replacePiece = (piece, html) => {
    if (!piece || piece.innerHTML === html) return;
    const focused = piece.contains(document.activeElement) ? document.activeElement : null;
    const caret = focused?.matches("textarea, input[type='text']") ? focused.selectionStart : null;
    const typed = [...piece.querySelectorAll("[data-key]")].filter(
      (control) => control === focused || unsaved.has(control.dataset.key),
    );
    piece.innerHTML = html;
    for (const old of typed) {
      const fresh = document.getElementById(old.id);
      if (!fresh || old.type === "radio") continue;
      fresh.value = old.value;
      fresh.dataset.version = old.dataset.version;
      const entry = unsaved.get(old.dataset.key);
      if (entry) entry.control = fresh;
    }
    const again = focused && document.getElementById(focused.id);
    again?.focus();
    if (again && caret !== null) again.setSelectionRange(caret, caret);
  };

  // What a save changed in other fields (the case's next contact, said by a contact).
  const drawDerived = (derived) => {
    for (const [key, standing] of Object.entries(derived ?? {})) {
      if (unsaved.has(key)) continue;
      for (const control of controlsOf(key)) {
        if (control === document.activeElement && control.value !== standing.raw) continue;
        control.value = standing.raw;
        control.dataset.version = standing.version;
      }
    }
  };

  const showConflict = (control, answer) => {
    const cell = control.closest(".cell, .boxes");
    cell.querySelector(".conflict")?.remove();
    const box = document.createElement("div");
    box.className = "conflict";
    box.setAttribute("role", "alert");
    const sentence = document.createElement("p");
    sentence.textContent = answer.message;
    const theirs = document.createElement("blockquote");
    theirs.textContent = answer.raw || "(em branco)";
    const mine = button("Ficar com o meu texto", () => {
      box.remove();
      queue(control, true);
    });
    const other = button("Usar o texto acima", () => {
      control.value = answer.raw;
      box.remove();
      control.focus();
    });
    box.append(sentence, theirs, mine, other);
    cell.append(box);
  };
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const send = async (key) => {
    const entry = unsaved.get(key);
    if (!entry || entry.sending) return;
    clearTimeout(entry.timer);
    entry.sending = true;
    entry.dirty = false;
    const control = entry.control;
    const fields = { field: control.dataset.save, raw: valueOf(control), base_version: control.dataset.version };
    for (const place of ["contact", "offer", "dentist"]) {
      if (control.dataset[place]) fields[place] = control.dataset[place];
    }
    tell("Salvando…");
    try {
      const answer = await post(root.dataset.saveUrl, fields);
      for (const each of controlsOf(key)) each.dataset.version = answer.version;
      draw(answer);
      if (answer.fate === "conflicting") showConflict(control, answer);
      if (answer.message && answer.fate !== "conflicting") window.vinculo.tell(answer.message);
      entry.sending = false;
      if (entry.dirty) return send(key);
      unsaved.delete(key);
      if (unsaved.size === 0) tell("Tudo salvo.", "saved");
    } catch (problem) {
      entry.sending = false;
      if (problem.response) return refused(key, problem.response);
      tell("Sem conexão: o que você digitou continua na tela e será enviado assim que der.", "failed");
      entry.timer = setTimeout(() => send(key), RETRY);
    }
  };

  // Whatever the server says against it, the text stays on the page, unsaved and marked.
  const refused = async (key, response) => {
    const entry = unsaved.get(key);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const ended = page.querySelector("[data-session-ended]") !== null;
    if (ended || response.status >= 500) entry.timer = setTimeout(() => send(key), RETRY);
    if (ended) {
      tell("Sua sessão terminou. Entre de novo em outra aba: o que está na tela será enviado.", "failed");
      return;
    }
    const sentence = page.querySelector(".notice__body, main h1")?.textContent.trim();
    tell("Não foi salvo. O texto continua na tela.", "failed");
    window.vinculo.tell(sentence || `Não foi salvo (erro ${response.status}). O texto continua na tela.`);
  };

  // One entry for a field, changed in place: a save under way must see what is typed meanwhile.
  const queue = (control, now = false) => {
    const key = control.dataset.key;
    if (!unsaved.has(key)) unsaved.set(key, {});
    const entry = unsaved.get(key);
    clearTimeout(entry.timer);
    entry.control = control;
    entry.dirty = true;
    if (now) send(key);
    else entry.timer = setTimeout(() => send(key), PAUSE);
  };

  root.addEventListener("input", (event) => {
    const control = event.target;
    if (control.dataset.save && !control.readOnly && control.type !== "radio") queue(control);
  });
  root.addEventListener("change", (event) => {
    const control = event.target;
    if (control.dataset.save) queue(control, true);
    else if (control.dataset.tick) tick(control);
    else if ("primary" in control.dataset) choosePrimary(control);
  });
  root.addEventListener("focusout", (event) => {
    const key = event.target.dataset?.key;
    if (key && unsaved.has(key)) send(key);
  });
  root.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-clear]");
    if (!clear) return;
    const boxes = controlsOf(clear.dataset.clear);
    for (const box of boxes) box.checked = false;
    queue(boxes[0], true);
  });

  const write = async (url, fields, undo) => {
    tell("Salvando…");
    try {
      const answer = await post(url, fields);
      draw(answer);
      if (answer.message) {
        undo();
        window.vinculo.tell(answer.message);
      }
      if (unsaved.size === 0) tell("Tudo salvo.", "saved");
    } catch {
      undo();
      tell("Não foi salvo.", "failed");
      window.vinculo.tell("Não foi possível salvar a marcação. Confira a conexão e marque de novo.");
    }
  };
  const tick = (box) => {
    const fields = { list: box.dataset.tick, code: box.value, ticked: box.checked ? "yes" : "" };
    write(root.dataset.tickUrl, fields, () => { box.checked = !box.checked; });
  };
  const choosePrimary = (box) => write(root.dataset.primaryUrl, { code: box.value }, () => { box.checked = false; });

  window.addEventListener("online", () => { for (const key of unsaved.keys()) send(key); });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

  // A button that moves the case waits until everything typed has been saved.
  document.addEventListener("submit", async (event) => {
    if (unsaved.size === 0 || !event.target.closest("[data-case]") || event.target.id === "new-contact") return;
    event.preventDefault();
    for (const key of [...unsaved.keys()]) send(key);
    for (let waited = 0; unsaved.size && waited < 5000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (unsaved.size === 0) event.target.submit();
    else window.vinculo.tell("Ainda há texto por salvar. Espere a conexão voltar e tente de novo.");
  });
})();
