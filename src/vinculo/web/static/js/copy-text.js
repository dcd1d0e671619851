// A button that copies the text of another element.
(() => {
  const copied = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    vinculo.tell("Texto copiado.", { tone: "success" });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-text]");
    if (button) copied(document.getElementById(button.dataset.copyText));
  });
})();
