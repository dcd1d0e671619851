// On a slow connection people type before the scripts have come that save what they type. It is marked here, so that
// those take it for typed; what a browser puts back by itself into a page is not.
(() => {
  const mark = (event) => event.target.setAttribute("data-typed-early", "");
  document.addEventListener("input", mark, true);
  document.addEventListener("DOMContentLoaded", () => document.removeEventListener("input", mark, true));
})();
