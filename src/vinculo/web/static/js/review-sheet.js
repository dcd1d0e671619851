// The paper beside the fields: the place of the field that has the focus is outlined and comes into view.
(() => {
  const pane = document.getElementById("paper-pane");
  const sheets = document.getElementById("sheets");
  const form = document.getElementById("review");
  if (!sheets || !form) return;
  const ZOOMS = [0.6, 0.8, 1, 1.25, 1.5, 2, 2.6];
  const READABLE = 2;
  const NARROW = matchMedia("(max-width: 59.99rem)");
  let zoom = 1;
  let shown = null;

  const outline = Object.assign(document.createElement("div"), { className: "sheets__place", hidden: true });
  const pageOf = (number) => sheets.querySelector(`[data-sheet="${number}"]`);
  const percent = (value) => `${value * 100}%`;

  const show = (places, { always = false } = {}) => {
    if (!places.length) return;
    const [[number, left, top, right, bottom]] = places;
    const page = pageOf(number);
    if (!page) return;
    shown = places;
    page.append(outline);
    Object.assign(outline.style, { left: percent(left), top: percent(top), width: percent(right - left), height: percent(bottom - top) });
    outline.hidden = false;
    if (NARROW.matches && !pane.matches(".is-open") && !always) return;
    const at = page.offsetTop + outline.offsetTop;
    sheets.scrollTo({
      top: at - Math.max(20, (sheets.clientHeight - outline.offsetHeight) / 2.6),
      left: page.offsetLeft + outline.offsetLeft - Math.max(20, (sheets.clientWidth - outline.offsetWidth) / 2),
    });
  };
  const placesOf = (element) => JSON.parse(element?.closest("[data-places]")?.dataset.places ?? "[]");

  form.addEventListener("focusin", (event) => {
    const within = event.target.closest("[data-check]")?.querySelector("[data-places]");
    show(placesOf(event.target.closest("[data-places]") ?? within));
  });
  form.addEventListener("click", (event) => {
    const crop = event.target.closest("[data-show-place]");
    if (!crop) return;
    if (NARROW.matches) open(crop);
    show(placesOf(crop), { always: true });
  });

  const setZoom = (next) => {
    zoom = next;
    sheets.style.setProperty("--zoom", zoom);
    if (shown) show(shown);
  };
  const stepZoom = (by) => {
    const at = ZOOMS.findIndex((one) => one >= zoom);
    setZoom(by === 0 ? 1 : ZOOMS[Math.min(Math.max(at + by, 0), ZOOMS.length - 1)]);
  };
  const pages = [...sheets.querySelectorAll("[data-sheet]")];
  const count = document.getElementById("sheet-count");
  const current = () => {
    const middle = sheets.scrollTop + sheets.clientHeight / 3;
    return Math.max(0, pages.findLastIndex((page) => page.offsetTop <= middle));
  };
  const stepSheet = (by) => {
    const next = pages[Math.min(Math.max(current() + by, 0), pages.length - 1)];
    sheets.scrollTo({ top: next.offsetTop });
  };
  sheets.addEventListener("scroll", () => {
    if (pages.length > 1) count.textContent = `folha ${current() + 1} de ${pages.length}`;
  }, { passive: true });

  // On the phone the paper lies behind a button, and over the fields while it is looked at.
  const opener = pane.querySelector("[data-open-paper]");
  let opened = null;
  const open = (from) => {
    opened = from;
    pane.classList.add("is-open");
    opener.setAttribute("aria-expanded", "true");
    // A whole sheet is too small there to be read.
    if (zoom === 1) setZoom(READABLE);
    if (shown) show(shown, { always: true });
    sheets.focus({ preventScroll: true });
  };
  const close = () => {
    pane.classList.remove("is-open");
    opener.setAttribute("aria-expanded", "false");
    (opened?.matches("[tabindex='-1']") ? opened.closest("[data-check], .cell")?.querySelector("input, textarea, select") ?? opener : opener).focus();
  };
  pane.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.zoom) stepZoom(Number(button.dataset.zoom));
    if (button.dataset.sheetStep) stepSheet(Number(button.dataset.sheetStep));
    if ("openPaper" in button.dataset) open(button);
    if ("closePaper" in button.dataset) close();
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pane.matches(".is-open")) close();
  });
  pane.querySelector("[data-sheet-tools]").hidden = false;
  opener.hidden = false;

  const onPaper = { group: "Na folha" };
  window.vinculo.keys.add("+", "Aumentar a folha", () => stepZoom(1), onPaper);
  window.vinculo.keys.add("-", "Diminuir a folha", () => stepZoom(-1), onPaper);
  window.vinculo.keys.add("0", "Folha na largura do quadro", () => stepZoom(0), onPaper);
  window.vinculo.keys.add("[", "Folha anterior", () => stepSheet(-1), onPaper);
  window.vinculo.keys.add("]", "Próxima folha", () => stepSheet(1), onPaper);
})();
