// The page of a batch while it is read: drawn anew every other second, it stays as somebody left it.
(() => {
  // Tells who cannot see the bar how far the reading is, at each quarter of it.
  let told = document.querySelector("[data-quarter]")?.dataset.quarter;
  document.addEventListener("htmx:afterSwap", () => {
    const sentence = document.querySelector("[data-quarter]");
    if (!sentence || sentence.dataset.quarter === told) return;
    told = sentence.dataset.quarter;
    vinculo.announce(sentence.textContent);
  });

  // What was unfolded, or folded, stays so.
  const folds = () => [...document.querySelectorAll("#batch details[id]")];
  let left = new Map();
  document.addEventListener("htmx:beforeSwap", () => {
    left = new Map(folds().map((fold) => [fold.id, fold.open]));
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const fold of folds()) fold.open = left.get(fold.id) ?? fold.open;
  });

  // What is asked before an import is undone stands at the foot of the page, and its button below that.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.matches?.(".batch__undo") && target.open) target.scrollIntoView({ block: "end" });
    },
    true,
  );
})();
