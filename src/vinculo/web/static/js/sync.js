// Files can be dropped on the field, what is too large is told before it is sent, and a screen reader hears
// what step a run is at and how it ended.
(() => {
  for (const form of document.querySelectorAll(".sync-send")) {
    const drop = form.querySelector("[data-drop]");
    const picker = form.querySelector("input[type=file]");
    vinculo.takesDrops(drop, (dropped) => {
      picker.files = dropped.files;
    });
    form.addEventListener("submit", (event) => {
      const size = [...picker.files].reduce((sum, file) => sum + file.size, 0);
      if (size < Number(form.dataset.largest)) return;
      event.preventDefault();
      vinculo.tell("Os arquivos são grandes demais para um envio só. Compacte-os em um ZIP e envie de novo.");
    });
  }

  const told = () => [...document.querySelectorAll("[data-told]")].map((part) => part.textContent).join(". ");
  let said = told();
  document.addEventListener("htmx:afterSwap", () => {
    const now = told();
    if (now === said) return;
    said = now;
    vinculo.announce(now);
  });
})();
