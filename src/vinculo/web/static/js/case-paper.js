// A field that came from paper shows its crop on demand: Alt+P in the field, or the button that stands in it then.
(() => {
  const root = document.querySelector("[data-case]");
  if (!root) return;
  const peeks = () => JSON.parse(document.getElementById("paper-peeks")?.textContent ?? "{}");
  let known = {};
  document.addEventListener("htmx:afterSettle", () => {
    known = peeks();
  });

  const button = Object.assign(document.createElement("button"), { type: "button", className: "paper-peek", tabIndex: -1, textContent: "Ver no papel" });
  const figure = document.createElement("figure");
  figure.className = "paper-shown";

  const cellOf = (control) => control?.closest?.(".cell, .boxes");
  // A list of boxes is one field of the paper.
  const keyOf = (control) => control?.dataset?.key ?? { offers: "actions" }[control?.dataset?.tick] ?? control?.dataset?.tick;

  const show = (cell, peek) => {
    if (figure.parentElement === cell) {
      figure.remove();
      return;
    }
    const picture = Object.assign(document.createElement("img"), { src: peek.url, width: peek.width, height: peek.height, alt: "Recorte do papel" });
    const words = Object.assign(document.createElement("figcaption"), { textContent: peek.said });
    figure.replaceChildren(picture, words);
    cell.append(figure);
    window.vinculo.announce(peek.said);
  };

  root.addEventListener("focusin", (event) => {
    const control = event.target;
    if (control === button || !keyOf(control)) return;
    const peek = known[keyOf(control)];
    if (!peek) {
      button.remove();
      return;
    }
    button.onclick = () => show(cellOf(control), peek);
    cellOf(control)?.append(button);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.altKey || event.code !== "KeyP") return;
    const peek = known[keyOf(event.target)];
    if (!peek) return;
    event.preventDefault();
    show(cellOf(event.target), peek);
  });
})();
