// Beside a case that may be the form's: all that differs is marked to be taken over, or nothing.
(() => {
  for (const button of document.querySelectorAll("[data-take-all]")) {
    const boxes = [...button.closest("form").querySelectorAll("input[name=take]")];
    if (boxes.length < 2) continue;
    const tell = () => {
      button.textContent = boxes.every((box) => box.checked) ? "Desmarcar tudo" : "Marcar tudo o que difere";
    };
    button.addEventListener("click", () => {
      const wanted = !boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = wanted;
      tell();
    });
    for (const box of boxes) box.addEventListener("change", tell);
    button.hidden = false;
  }
})();
