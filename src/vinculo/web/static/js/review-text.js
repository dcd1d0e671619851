// Beside the fields stands the original: the words that a field was read from light up while it has the focus.
(() => {
  const original = document.getElementById("original");
  const form = document.getElementById("review");
  if (!original || !form) return;

  const plain = (text) =>
    [...text].map((char) => char.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase().slice(0, 1));

  // The letters and digits of the original, each with where it stands.
  const letters = [];
  for (const line of original.querySelectorAll(".original__line")) {
    const node = line.firstChild;
    if (!node) continue;
    let offset = 0;
    for (const char of node.data) {
      const letter = plain(char)[0];
      if (letter) letters.push({ letter, node, offset, end: offset + char.length });
      offset += char.length;
    }
  }
  const text = letters.map((item) => item.letter).join("");

  const wordsOf = (control) => {
    if (control.matches("[type=checkbox], [type=radio]")) return control.parentElement.textContent;
    if (control.matches("select")) return "";
    if (control.dataset.format === "money") return control.value.replace(/\D/g, "");
    return control.value.slice(0, 300);
  };

  const find = (control) => {
    const words = plain(wordsOf(control)).join("");
    for (const length of [words.length, 40, 20]) {
      if (length > words.length || length < 3) continue;
      const at = text.indexOf(words.slice(0, length));
      if (at >= 0) return [letters[at], letters[at + length - 1]];
    }
    return null;
  };

  const light = (control) => {
    if (!window.CSS?.highlights) return;
    CSS.highlights.delete("read-here");
    const found = find(control);
    if (!found) return;
    const range = new Range();
    range.setStart(found[0].node, found[0].offset);
    range.setEnd(found[1].node, found[1].end);
    CSS.highlights.set("read-here", new Highlight(range));
    const line = found[0].node.parentElement;
    if (line.offsetTop < original.scrollTop || line.offsetTop > original.scrollTop + original.clientHeight - 60) {
      original.scrollTop = line.offsetTop - original.clientHeight / 3;
    }
  };
  form.addEventListener("focusin", (event) => {
    if (event.target.dataset.field) light(event.target);
  });
})();
