// Divergências: filters that answer by themselves, and the bar over the marked rows.
(() => {
  const boxes = () => [...document.querySelectorAll("[data-mark]")];
  const bar = document.querySelector("[data-marked-bar]");

  const tell = () => {
    if (!bar) return;
    const all = boxes();
    const marked = all.filter((box) => box.checked).length;
    bar.hidden = marked === 0;
    bar.querySelector("[data-marked-count]").textContent = marked === 1 ? "1 divergência marcada" : `${marked} divergências marcadas`;
    bar.querySelector("[data-mark-all]").hidden = marked === all.length;
    bar.querySelector("[data-mark-none]").hidden = false;
  };

  const markAll = (checked) => {
    for (const box of boxes()) box.checked = checked;
    tell();
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-mark]")) tell();
    const filters = event.target.closest("[data-divergence-filters]");
    if (filters) filters.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-mark-all]")) {
      markAll(true);
      bar.querySelector("[data-mark-none]").focus();
    } else if (event.target.closest("[data-mark-none]")) {
      markAll(false);
      boxes()[0]?.focus();
    }
  });

  window.addEventListener("pageshow", tell);
})();
