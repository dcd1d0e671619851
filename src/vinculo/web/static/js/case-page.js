// The page of a case: new contact by one key, links to missing points, copying, files.
(() => {
  const { keys } = window.vinculo;
  const onCase = { group: "No processo" };
  const newContact = () => document.getElementById("new-contact");
  keys.add("c", "Novo contato", () => newContact().requestSubmit(), { ...onCase, when: newContact });

  // A link to a missing point goes into the control itself.
  const goTo = (anchor) => {
    const target = document.getElementById(anchor);
    const control = target?.matches("input, select, textarea") ? target : (target?.querySelector("input, textarea") ?? target);
    control?.focus();
    target?.scrollIntoView({ block: "center" });
  };
  const points = () => [...document.querySelectorAll("[data-point]")];
  let visited = "";
  const nextPoint = (by) => {
    const anchors = points().map((point) => point.getAttribute("href").slice(1));
    const at = anchors.indexOf(visited);
    visited = anchors[at === -1 ? (by > 0 ? 0 : anchors.length - 1) : (at + by + anchors.length) % anchors.length];
    goTo(visited);
  };
  const withPoints = { ...onCase, when: () => points().length > 0 };
  keys.add("n", "Próxima pendência", () => nextPoint(1), withPoints);
  keys.add("p", "Pendência anterior", () => nextPoint(-1), withPoints);
  const nextStep = () => document.querySelector(".steps .button--primary") ?? document.querySelector(".steps .button");
  keys.add("s", "Ir ao próximo passo", () => nextStep().focus(), { ...onCase, when: nextStep });
  const askSector = () => document.querySelector("[data-ask-sector]");
  keys.add("t", "Pedir ao setor", () => askSector().click(), { ...onCase, when: askSector });
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
  // A refused step leaves the address of its form, which nobody can open again: reloading goes to the case.
  const page = document.querySelector(".case")?.dataset.caseUrl;
  if (page && location.pathname !== page) history.replaceState(history.state, "", page);
})();
