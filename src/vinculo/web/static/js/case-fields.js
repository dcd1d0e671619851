// The controls of a case's page: which is which, what they say, and drawing anew what a save changed.
(() => {
  const root = document.querySelector("[data-case]");
  if (!root) return;
  const unsaved = new Map(); // key -> {timer, sending, dirty, sent, conflict}; see case-saving.js

  // Fields are named by their keys, boxes by list and code, the primary reason by its name.
  const keyOf = (control) => {
    if (control.dataset.save) return control.dataset.key;
    if (control.dataset.tick) return `${control.dataset.tick}.${control.value}`;
    return "primary" in control.dataset ? "primary_reason" : "";
  };
  const controlsOf = (key) => {
    if (key === "primary_reason") return root.querySelectorAll("[data-primary]");
    const [list, code] = key.split(".");
    if (code) return root.querySelectorAll(`[data-tick="${CSS.escape(list)}"][value="${CSS.escape(code)}"]`);
    return root.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  };
  const valueOf = (key) => {
    const controls = [...controlsOf(key)];
    if (controls[0]?.type === "radio") return controls.find((control) => control.checked)?.value ?? "";
    if (controls[0]?.type === "checkbox") return controls[0].checked ? "yes" : "";
    return controls[0]?.value ?? "";
  };
  const setValue = (key, raw) => {
    for (const control of controlsOf(key)) {
      if (control.type === "radio") control.checked = control.value === raw;
      else if (control.type === "checkbox") control.checked = raw === "yes";
      else if (control.value !== raw) control.value = raw;
    }
  };
  const setVersion = (key, version) => {
    for (const control of controlsOf(key)) control.dataset.version = version;
  };
  const labelOf = (key) => {
    const [control] = controlsOf(key);
    if (!control) return "";
    const words = control.labels?.[0]?.textContent ?? "";
    const boxes = control.closest(".boxes, .section")?.querySelector("legend, h2")?.textContent ?? "";
    const own = control.type === "radio" ? boxes : words;
    const contact = control.closest(".contact")?.querySelector("h3")?.textContent;
    return `${own.trim()}${contact ? ` (${contact.trim()})` : ""}`;
  };
  const isClosed = (key) => [...controlsOf(key)].every((control) => control.readOnly || control.disabled);
  // Where a note about the field goes.
  const cellOf = (key) => controlsOf(key)[0]?.closest(".cell, .boxes, .offer, .reason");

  const draw = (answer) => {
    for (const list of root.querySelectorAll("[data-findings]")) {
      const html = answer.findings[list.dataset.findings] ?? "";
      if (list.innerHTML !== html) list.innerHTML = html;
      const isInvalid = list.querySelector(".finding--warning, .finding--blocking") !== null;
      for (const control of controlsOf(list.dataset.findings)) {
        if (isInvalid) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      }
    }
    for (const [id, html] of Object.entries(answer.pieces)) replacePiece(document.getElementById(id), html);
    drawDerived(answer.derived);
    for (const mark of root.querySelectorAll("[data-mark]")) mark.textContent = answer.marks?.[mark.dataset.mark] ?? mark.textContent;
  };

  // A piece drawn anew keeps what is being typed in it, the caret, and the version that it was typed over.
  const replacePiece = (piece, html) => {
    if (!piece || piece.innerHTML === html) return;
    const focused = piece.contains(document.activeElement) ? document.activeElement : null;
    const caret = focused?.matches("textarea, input[type='text']") ? focused.selectionStart : null;
    const typed = [...piece.querySelectorAll("[data-key], [data-tick], [data-primary]")].filter(
      (control) => unsaved.has(keyOf(control)) || (control === focused && control.dataset.save),
    );
    const notes = [...piece.querySelectorAll(".conflict, .kept-note")].map((note) => [note, note.dataset.of]);
    piece.innerHTML = html;
    for (const old of typed) {
      const fresh = document.getElementById(old.id);
      if (!fresh) continue;
      if (fresh.matches("[type=radio], [type=checkbox]")) fresh.checked = old.checked;
      else fresh.value = old.value;
      if (old.dataset.version) fresh.dataset.version = old.dataset.version;
    }
    for (const [note, key] of notes) if (key) cellOf(key)?.append(note);
    const again = focused && (document.getElementById(focused.id) ?? piece.closest("[tabindex], section")?.querySelector("[tabindex]"));
    again?.focus({ preventScroll: true });
    if (again && caret !== null) again.setSelectionRange(caret, caret);
  };

  // What a save changed in other fields (the case's next contact, said by a contact).
  const drawDerived = (derived) => {
    for (const [key, standing] of Object.entries(derived ?? {})) {
      if (unsaved.has(key) || controlsOf(key)[0] === document.activeElement) continue;
      setValue(key, standing.raw);
      setVersion(key, standing.version);
    }
  };

  window.vinculo.caseFields = { root, unsaved, keyOf, controlsOf, valueOf, setValue, setVersion, labelOf, isClosed, cellOf, draw };
})();
