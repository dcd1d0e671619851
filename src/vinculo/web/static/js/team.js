// One box ticks all the others of its list.
(() => {
  const box = document.querySelector("[data-all]");
  if (!box) return;
  const others = () => [...document.querySelectorAll(`input[name="${box.dataset.all}"]`)];
  const follow = () => {
    const ticked = others().filter((each) => each.checked).length;
    box.checked = ticked === others().length;
    box.indeterminate = ticked > 0 && !box.checked;
  };
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => { for (const each of others()) each.checked = box.checked; });
  document.addEventListener("change", (event) => { if (event.target.name === box.dataset.all) follow(); });
})();
