// The search of every page, a combobox: what is typed is looked for, arrows walk through what is found,
// Enter opens it (or the list, where nothing is chosen), Escape closes.
(() => {
  const box = document.getElementById("frame-search");
  const panel = document.getElementById("frame-found-panel");
  if (!box || !panel) return;
  const { announce } = window.vinculo;

  const options = () => [...panel.querySelectorAll("[role=option]")];
  const chosen = () => panel.querySelector("[role=option][aria-selected=true]");
  const isOpen = () => panel.matches(":popover-open");

  const choose = (option) => {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const place = () => {
    const { bottom, left } = box.getBoundingClientRect();
    panel.style.top = `${bottom + 6}px`;
    if (matchMedia("(min-width: 60rem)").matches) panel.style.left = `${left}px`;
    else panel.style.removeProperty("left");
  };

  const open = () => {
    if (!isOpen()) panel.showPopover();
    place();
    box.setAttribute("aria-expanded", "true");
  };
  const close = () => {
    if (isOpen()) panel.hidePopover();
    box.setAttribute("aria-expanded", "false");
    choose(null);
  };

  const follow = (option) => {
    if (option.matches("[data-search-all]")) box.form.requestSubmit();
    else option.click();
  };

  const move = (by) => {
    const all = options();
    if (!all.length) return;
    const here = all.indexOf(chosen());
    // Beyond both ends stands the box itself, with nothing chosen.
    const next = here === -1 ? (by > 0 ? 0 : all.length - 1) : here + by;
    choose(all[next] ?? null);
  };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && isOpen()) { event.preventDefault(); event.stopPropagation(); close(); }
    if (event.key === "Enter" && isOpen() && chosen()) { event.preventDefault(); follow(chosen()); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    if (!isOpen() && panel.childElementCount && box.value.trim()) open();
    move(event.key === "ArrowDown" ? 1 : -1);
  });
  box.addEventListener("focus", () => { if (panel.childElementCount && box.value.trim()) open(); });
  box.addEventListener("input", () => { if (!box.value.trim()) close(); });

  // The pointer takes the focus neither from the box nor from under the panel.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-search-all]")) box.form.requestSubmit();
    const instead = event.target.closest("[data-search-instead]");
    if (instead) {
      box.value = instead.dataset.searchInstead;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (event.target.closest("[data-search-exactly]")) {
      htmx.ajax("POST", box.getAttribute("hx-post"), { target: panel, swap: "innerHTML", values: { q: box.value, exactly: "1" } });
    }
  });
  document.addEventListener("focusin", (event) => {
    if (event.target !== box && !panel.contains(event.target)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target !== box && !panel.contains(event.target)) close();
  });

  panel.addEventListener("htmx:afterSwap", () => {
    choose(null);
    const told = panel.querySelector("[data-announcement]")?.dataset.announcement;
    if (told && document.activeElement === box) { open(); announce(told); }
    else if (!told) close();
  });
})();
