// What is typed in a form that is sent as a whole (form[data-keep]) stands in the browser until the form has
// been taken. Passwords, files and searches are not kept.
(() => {
  const { kept, tell } = window.vinculo;
  const NOT_KEPT = "[type=hidden], [type=password], [type=file], [type=search], [data-keep-not]";

  const placeOf = (form) => `form:${form.getAttribute("action") || location.pathname}#${form.dataset.keep}`;
  const controlsOf = (form) => [...form.elements].filter((item) => item.name && !item.matches(NOT_KEPT));
  const isTicked = (control) => control.matches("[type=checkbox], [type=radio]");
  const isChanged = (control) => {
    if (isTicked(control)) return control.checked !== control.defaultChecked;
    if (control.matches("select")) return [...control.options].some((option) => option.selected !== option.defaultSelected);
    return control.value !== control.defaultValue;
  };
  const valuesOf = (form) =>
    controlsOf(form)
      .filter((control) => control.matches("input, textarea, select"))
      .map((control) => [control.name, isTicked(control) ? control.value : null, isTicked(control) ? control.checked : control.value]);

  const keep = (form, isSent = false) => {
    if (!controlsOf(form).some(isChanged)) {
      kept.drop(placeOf(form));
      return;
    }
    kept.put(placeOf(form), { kind: "form", place: placeOf(form), url: location.pathname, values: valuesOf(form), isSent });
  };
  const onTyping = (event) => {
    const form = event.target.form;
    if (form?.matches("[data-keep]") && !event.target.matches(NOT_KEPT)) keep(form);
  };
  document.addEventListener("input", onTyping);
  document.addEventListener("change", onTyping);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-keep]") && !event.defaultPrevented) keep(event.target, true);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("form[data-keep]");
    // What only shows how it would be has sent nothing.
    if (form && event.detail.requestConfig.triggeringEvent?.type === form.dataset.previews) return;
    if (form && event.detail.successful && event.detail.requestConfig.verb !== "get") kept.drop(placeOf(form));
  });

  // A form that was sent from this tab has been taken where the answer led on to another page.
  const wasTaken = (entry) => {
    const [navigation] = performance.getEntriesByType("navigation");
    return entry.isSent && entry.page === kept.previous && navigation?.redirectCount > 0 && (navigation.responseStatus ?? 200) < 400;
  };

  const fill = (form, entry) => {
    for (const [name, value, standing] of entry.values) {
      for (const control of controlsOf(form).filter((item) => item.name === name)) {
        if (value === null) control.value = standing;
        else if (control.value === value) control.checked = standing;
      }
    }
    form.closest("details")?.setAttribute("open", "");
    form.dispatchEvent(new Event("form-filled", { bubbles: true }));
    // A refused form comes back with what was typed: nothing was recovered there.
    if (!controlsOf(form).some(isChanged)) return;
    const note = document.createElement("p");
    note.className = "kept-note";
    note.textContent = `Rascunho de ${kept.when(entry)}, recuperado deste navegador. `;
    const discard = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: "Descartar" });
    discard.addEventListener("click", () => {
      form.reset();
      form.dispatchEvent(new Event("form-filled", { bubbles: true }));
      kept.drop(placeOf(form));
      note.remove();
      controlsOf(form)[0]?.focus();
    });
    note.append(discard);
    form.prepend(note);
    window.vinculo.announce("Um rascunho que não tinha sido enviado foi recuperado.");
  };

  const restore = async () => {
    const found = (await kept.abandoned()).filter((entry) => entry.kind === "form");
    for (const entry of found.filter(wasTaken)) kept.remove(entry.id);
    for (const form of document.querySelectorAll("form[data-keep]")) {
      const [newest] = found.filter((entry) => entry.place === placeOf(form) && !wasTaken(entry)).reverse();
      if (!newest || controlsOf(form).some(isChanged)) continue;
      fill(form, newest);
      keep(form);
      for (const entry of found) if (entry.place === newest.place) kept.remove(entry.id);
    }
  };
  document.addEventListener("DOMContentLoaded", restore);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt.querySelector?.("form[data-keep]") || event.detail.elt.matches?.("form[data-keep]")) restore();
  });

  // Texts of cases that are not on this page are sent from here; what cannot be is told, with the way there.
  const sendAlone = async (entry) => {
    const headers = { "X-CSRFToken": window.vinculo.csrf(), "HX-Request": "true" };
    const body = new URLSearchParams(entry.body);
    const response = await fetch(entry.saveUrl, { method: "POST", headers, body });
    return response.headers.get("Content-Type")?.includes("application/json") ? response.json() : null;
  };
  window.vinculo.sendAlone = sendAlone;
  const tellOf = (entry, sentence) =>
    tell(sentence, { tone: "warning", link: { label: `Abrir ${entry.caseName}`, url: entry.url } });
  const tellLeft = (left) => {
    for (const url of new Set(left.map((entry) => entry.url))) {
      const ofCase = left.filter((entry) => entry.url === url);
      const labels = [...new Set(ofCase.map((entry) => entry.label))].join(", ");
      tellOf(ofCase[0], `Há texto não salvo em ${ofCase[0].caseName}: ${labels}.`);
    }
  };
  const lookAround = async () => {
    const here = document.querySelector("[data-case]")?.dataset.case;
    const left = [];
    for (const entry of await kept.abandoned()) {
      if (!entry.case || entry.case === here) continue;
      const answer = entry.body ? await sendAlone(entry).catch(() => null) : null;
      if (answer && answer.fate !== "conflicting") {
        kept.remove(entry.id);
        if (answer.message) tellOf(entry, `${entry.label}: ${answer.message}`);
      } else {
        left.push(entry);
      }
    }
    tellLeft(left);
  };
  document.addEventListener("DOMContentLoaded", lookAround);
  // A page that crashed a moment ago may still pass for a living one.
  for (const wait of [3000, 8000, 20_000]) setTimeout(lookAround, wait);
})();
