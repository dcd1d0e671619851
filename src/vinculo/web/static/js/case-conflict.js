// Two people on one field: the second is shown what differs, and keeps mine, theirs, or both in one.
(() => {
  const fields = window.vinculo.caseFields;
  if (!fields) return;
  const { announce } = window.vinculo;

  const boxOf = (key) => document.getElementById(`conflict-${key}`);

  // Drawn again after more was typed, it leaves alone the merged text that somebody is mending.
  const show = (key, answer) => {
    const before = boxOf(key);
    const merging = before?.querySelector(".conflict__merge:not([hidden])");
    if (merging) return;
    const box = document.createRange().createContextualFragment(answer.conflict ?? "").querySelector(".conflict");
    if (!box) return;
    box.dataset.of = key;
    box.dataset.version = answer.version;
    box.dataset.theirs = answer.raw;
    if (before) before.replaceWith(box);
    else fields.cellOf(key)?.append(box);
    if (!before) announce(`${fields.labelOf(key)}: ${answer.message} Escolha qual texto fica, ao lado do campo.`);
  };
  const hide = (key) => boxOf(key)?.remove();

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-conflict]");
    if (!chosen) return;
    const box = chosen.closest(".conflict");
    const key = box.dataset.of;
    const merged = box.querySelector(".conflict__merge");
    if (chosen.dataset.conflict === "merge") {
      merged.hidden = false;
      merged.querySelector("textarea, input").focus();
      return;
    }
    box.remove();
    const { settle } = window.vinculo.caseSaving;
    if (chosen.dataset.conflict === "mine") settle(key, fields.valueOf(key), box.dataset.version);
    if (chosen.dataset.conflict === "save-merged") settle(key, merged.querySelector("textarea, input").value, box.dataset.version);
    if (chosen.dataset.conflict === "theirs") settle(key, box.dataset.theirs, box.dataset.version, true);
    fields.controlsOf(key)[0]?.focus();
  });

  window.vinculo.caseConflict = { show, hide };
})();
