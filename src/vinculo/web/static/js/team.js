// A box at the head of a list ticks all the others, and tells whether some are ticked.
(() => {
  for (const box of document.querySelectorAll("[data-all]")) {
    const name = box.dataset.all;
    const others = () => [...document.querySelectorAll(`input[name="${name}"]`)];
    const follow = () => {
      const ticked = others().filter((each) => each.checked).length;
      box.checked = ticked === others().length;
      box.indeterminate = ticked > 0 && !box.checked;
    };
    box.closest("[hidden]").hidden = false;
    box.addEventListener("change", () => { for (const each of others()) each.checked = box.checked; });
    document.addEventListener("change", (event) => { if (event.target.name === name) follow(); });
    follow();
  }
})();
