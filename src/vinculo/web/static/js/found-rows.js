// A search whose answers stand below it: Enter opens the only one, the arrows go through several.
(() => {
  const box = document.querySelector("[data-found]");
  if (!box) return;
  const place = document.getElementById(box.dataset.found);
  const links = () => [...place.querySelectorAll("a.row-link")];
  const isAnswered = () => place.querySelector("[data-query]")?.dataset.query === box.value;
  let isAsked = false;

  const goOn = () => {
    const [first, second] = links();
    if (first && !second) first.click();
    else first?.focus();
  };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      if (isAnswered()) {
        event.preventDefault();
        goOn();
      } else {
        // The answer is on its way: it is gone on from when it is there.
        isAsked = true;
      }
    } else if (event.key === "ArrowDown" && links().length) {
      event.preventDefault();
      links()[0].focus();
    }
  });
  box.addEventListener("input", () => {
    isAsked = false;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== place || !isAsked || !isAnswered()) return;
    isAsked = false;
    goOn();
  });

  place.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = links();
    const here = all.indexOf(event.target);
    if (!by || here === -1) return;
    event.preventDefault();
    // Above the first stands the box itself.
    (all[here + by] ?? (by < 0 ? box : all[here])).focus();
  });
})();
