// The page of a case: new contact by one key, links to missing points, copying, files.
(() => {
  const isTyping = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const form = document.getElementById("new-contact");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "contact-list") return;
    document.querySelector("[data-no-contacts]")?.remove();
    const added = document.querySelector("#contact-list > .contact:last-of-type");
    added?.scrollIntoView({ block: "center" });
    added?.querySelector("textarea")?.focus();
  });

  // A link to a missing point goes into the control itself.
  const goTo = (anchor) => {
    const target = document.getElementById(anchor);
    const control = target?.matches("input, select, textarea") ? target : (target?.querySelector("input, textarea") ?? target);
    control?.focus();
    target?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => {
    const point = event.target.closest("[data-point]");
    if (point) {
      event.preventDefault();
      goTo(point.getAttribute("href").slice(1));
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) copyText(document.getElementById(copy.dataset.copy));
    const use = event.target.closest("[data-use-last-note]");
    if (use) useLastNote(document.getElementById(use.dataset.useLastNote));
  });

  const copyText = async (source) => {
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      source.select();
      document.execCommand("copy");
    }
    window.vinculo.tell("Resumo copiado. Cole no sistema da operadora.");
  };

  const useLastNote = (target) => {
    const notes = [...document.querySelectorAll(".contact:not(.contact--voided) textarea[data-save='note']")];
    const text = notes.map((note) => note.value.trim()).filter(Boolean).pop();
    if (!text) {
      window.vinculo.tell("Nenhum contato tem observação para copiar.");
      return;
    }
    target.value = target.value.trim() ? `${target.value.trimEnd()}\n${text}` : text;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]") && event.target.files.length) event.target.form.requestSubmit();
  });

  document.querySelector("[data-focus-first]")?.focus();
})();
