// What an earlier page of this case could not save (the server was dead, the session over, the tab crashed) goes
// back into its fields, is told, and is saved over the version that it was typed over.
(() => {
  const fields = window.vinculo.caseFields;
  if (!fields) return;
  const { kept, tell, announce, sendAlone } = window.vinculo;
  const { root, unsaved, controlsOf } = fields;

  const note = (key, text) => {
    const cell = fields.cellOf(key);
    if (!cell) return;
    const made = cell.querySelector(".kept-note") ?? document.createElement("p");
    made.className = "kept-note";
    made.dataset.of = key;
    made.textContent = text;
    cell.append(made);
  };

  const restore = (entry) => {
    const { key } = entry;
    unsaved.set(key, { base: entry.base, sent: entry.sent ?? [] });
    fields.setValue(key, entry.raw);
    note(key, `Texto de ${kept.when(entry)}, recuperado deste navegador.`);
    window.vinculo.caseSaving.queue(key, true);
    kept.remove(entry.id);
  };

  // Its field is gone or closed: what the server keeps of it, or the text itself, to be copied.
  const sendHomeless = async (entry) => {
    const answer = await sendAlone(entry).catch(() => null);
    if (answer && answer.fate !== "conflicting") {
      kept.remove(entry.id);
      tell(`${entry.label}: ${answer.message ?? "o texto que faltava salvar foi salvo."}`, { tone: "warning" });
      return;
    }
    const panel = document.getElementById("homeless");
    const item = panel.querySelector("template").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-label]").textContent = `${entry.label}, ${kept.when(entry)}`;
    item.querySelector("textarea").value = entry.raw;
    item.querySelector("textarea").setAttribute("aria-label", entry.label);
    item.querySelector("button").addEventListener("click", () => {
      kept.remove(entry.id);
      item.remove();
      panel.hidden = panel.querySelector("li") === null;
      document.getElementById("main").focus();
    });
    panel.querySelector("ul").append(item);
    panel.hidden = false;
  };

  const tellRestored = (labels) => {
    const names = [...new Set(labels)].join(", ");
    tell(`Recuperado o texto que não tinha sido salvo: ${names}. Ele está nos campos e está sendo salvo.`, { tone: "warning" });
    announce(`Recuperado o texto que não tinha sido salvo: ${names}.`);
  };

  // The newest text of a field goes into it; older ones (of other tabs) go to its history.
  const restoreAll = async () => {
    const found = (await kept.abandoned()).filter((entry) => entry.case === root.dataset.case && entry.body);
    const restored = [];
    for (const [index, entry] of found.entries()) {
      const isNewest = !found.slice(index + 1).some((later) => later.key === entry.key);
      if (controlsOf(entry.key).length && fields.valueOf(entry.key) === entry.raw) kept.remove(entry.id);
      else if (isNewest && controlsOf(entry.key).length && !fields.isClosed(entry.key) && !unsaved.has(entry.key)) {
        restore(entry);
        restored.push(fields.labelOf(entry.key));
      } else await sendHomeless(entry);
    }
    if (restored.length) tellRestored(restored);
  };

  document.addEventListener("vinculo:saved", (event) => {
    const made = fields.cellOf(event.detail.key)?.querySelector(".kept-note");
    if (made && !made.dataset.saved) {
      made.dataset.saved = "";
      made.textContent = `${made.textContent} Salvo.`;
    }
  });
  root.addEventListener("input", (event) => {
    event.target.closest(".cell")?.querySelector(".kept-note[data-saved]")?.remove();
  });
  document.addEventListener("DOMContentLoaded", restoreAll);
  // A page that crashed a moment ago may still pass for a living one.
  for (const wait of [3000, 8000, 20_000]) setTimeout(restoreAll, wait);
})();
