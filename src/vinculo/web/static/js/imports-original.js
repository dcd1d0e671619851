// Beside the fields stands the original: the words that a field was read from light up while it has the focus.
// Keys: F8 goes from doubt to doubt, Ctrl+Enter accepts, Alt+Page Down and Alt+Page Up change the form.
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

  const goTo = (anchor) => {
    const target = document.getElementById(anchor);
    const control = target?.matches("input, select, textarea") ? target : (target?.querySelector("input, textarea") ?? target);
    control?.focus();
    target?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => {
    const point = event.target.closest("[data-point]");
    if (!point) return;
    event.preventDefault();
    goTo(point.getAttribute("href").slice(1));
  });

  let last = -1;
  const nextDoubt = (step) => {
    const points = [...document.querySelectorAll("#doubts > ol [data-point]")];
    if (!points.length) return;
    last = (last + step + points.length) % points.length;
    goTo(points[last].getAttribute("href").slice(1));
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "F8") {
      event.preventDefault();
      nextDoubt(event.shiftKey ? -1 : 1);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      document.activeElement?.blur();
      form.querySelector("[data-accept]")?.click();
    } else if (event.altKey && (event.key === "PageDown" || event.key === "PageUp")) {
      event.preventDefault();
      document.activeElement?.blur();
      document.querySelector(`a[rel=${event.key === "PageDown" ? "next" : "prev"}]`)?.click();
    }
  });
})();
