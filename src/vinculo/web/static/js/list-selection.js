// Choosing rows of the list for work in bulk: one by one, a stretch with Shift, a page, or all that match.
(() => {
  let lastPicked = null;

  const boxes = () => [...document.querySelectorAll("[data-pick]")];
  const part = (name) => document.querySelector(`#bulk-bar [data-${name}]`);
  const formatted = (number) => number.toLocaleString("pt-BR");

  const tell = () => {
    const bar = document.getElementById("bulk-bar");
    if (!bar) return;
    const all = boxes();
    const picked = all.filter((box) => box.checked).length;
    const everything = part("everything");
    if (picked < all.length) everything.checked = false;
    bar.hidden = picked === 0;
    part("picked-count").textContent = everything.checked
      ? `Todos os que combinam com os filtros: ${bar.dataset.summary.toLowerCase()}`
      : `${formatted(picked)} ${picked === 1 ? "processo selecionado" : "processos selecionados"}`;
    const hasMore = bar.dataset.total === "" || Number(bar.dataset.total) > all.length;
    part("pick-everything").hidden = everything.checked || !hasMore;
    const head = document.querySelector("[data-pick-all]");
    head.checked = picked === all.length;
    head.indeterminate = picked > 0 && picked < all.length;
    for (const box of all) box.closest("tr").classList.toggle("is-picked", box.checked);
  };

  const pickAll = (checked) => {
    for (const box of boxes()) box.checked = checked;
    lastPicked = null;
  };

  // The row's link covers the row; a click on the box must not be taken for one with Shift on a link.
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-pick]");
    if (!box) return;
    const all = boxes();
    const from = all.indexOf(lastPicked);
    if (event.shiftKey && from >= 0) {
      const to = all.indexOf(box);
      for (const between of all.slice(Math.min(from, to), Math.max(from, to) + 1)) between.checked = box.checked;
    }
    lastPicked = box;
    tell();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      pickAll(event.target.checked);
      tell();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-pick-everything]")) {
      pickAll(true);
      part("everything").checked = true;
      tell();
      part("pick-none").focus();
    } else if (event.target.closest("[data-pick-none]")) {
      pickAll(false);
      tell();
      document.querySelector("[data-pick-all]").focus();
    }
  });

  // A list that comes anew, or from the browser's memory, begins with what is ticked in it.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "results") tell();
  });
  window.addEventListener("pageshow", tell);
})();
