// Beside the list: menus close by Esc or elsewhere, columns are put in order, the open view keeps its mark.
(() => {
  const menus = () => document.querySelectorAll(".list-menu[open], .card__moves[open]");

  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.(".list-menu[open], .card__moves[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-column-choices] [data-move]");
    if (!button) return;
    const item = button.closest("li");
    const other = button.dataset.move === "-1" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "-1") other.before(item);
    else other.after(item);
    button.focus();
  });

  document.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-fill]");
    if (!pick) return;
    const field = document.getElementById(pick.dataset.fill);
    field.value = pick.dataset.value;
    field.focus();
  });

  const markTab = () => {
    const current = document.getElementById("results")?.dataset.tab;
    for (const link of document.querySelectorAll("#list-tabs [data-tab]")) {
      if (link.dataset.tab === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  document.addEventListener("htmx:afterSettle", markTab);
})();
