// The list of cases: the panel of filters opens and closes, a list of options closes by Esc or elsewhere.
(() => {
  const button = document.getElementById("more-filters");
  const panel = document.getElementById("filter-panel");
  button?.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
  });

  // Leaving the search box changes nothing that typing has not asked for already.
  document.getElementById("list-query")?.addEventListener("change", (event) => event.stopPropagation());

  const floating = () => document.querySelectorAll(".list-form__line > .pick[open]");
  document.addEventListener("click", (event) => {
    for (const pick of floating()) if (!pick.contains(event.target)) pick.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const pick = event.target.closest?.(".pick[open]");
    if (!pick) return;
    pick.open = false;
    pick.querySelector("summary").focus();
  });
})();
