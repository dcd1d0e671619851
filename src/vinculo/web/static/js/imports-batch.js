// Tells who cannot see the bar how far the reading of a batch is, at each quarter of it.
(() => {
  let told = document.querySelector("[data-quarter]")?.dataset.quarter;
  document.addEventListener("htmx:afterSwap", () => {
    const sentence = document.querySelector("[data-quarter]");
    if (!sentence || sentence.dataset.quarter === told) return;
    told = sentence.dataset.quarter;
    vinculo.announce(sentence.textContent);
  });
})();
