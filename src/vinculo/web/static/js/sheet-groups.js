// The sheets of a file are put into forms: chosen in a list, split off, joined, moved, turned. What is sent is the
// order on the page and the form that each sheet names, so that the page works without this script, too.
(() => {
  const folder = document.querySelector("[data-folder]");
  if (!folder) return;
  const none = folder.querySelector("[data-form='0']");
  const formsOf = () => [...folder.querySelectorAll("[data-form]:not([data-form='0'])")];
  const listOf = (form) => form.querySelector("ol");
  const nameOf = (sheet) => sheet.getAttribute("aria-label");

  const shown = () => {
    for (const form of folder.querySelectorAll("[data-form]")) {
      for (const sheet of listOf(form).children) {
        const choice = sheet.querySelector("[data-place]");
        drawChoices(choice, form.dataset.form);
      }
    }
    const filled = formsOf().filter((form) => listOf(form).children.length);
    for (const form of formsOf()) {
      const join = form.querySelector("[data-join]");
      if (join) join.hidden = form === filled[0];
    }
  };
  // Every form that there is, and a new one.
  const drawChoices = (choice, chosen) => {
    const options = formsOf().map((form) => new Option(form.querySelector("h2").textContent, form.dataset.form));
    choice.replaceChildren(...options, new Option("Formulário novo", "new"), new Option("Não é formulário", "0"));
    choice.value = chosen;
  };

  const newForm = (after) => {
    const number = Math.max(0, ...formsOf().map((form) => Number(form.dataset.form))) + 1;
    const made = document.createElement("section");
    made.className = "folder__form";
    made.dataset.form = number;
    const head = Object.assign(document.createElement("div"), { className: "section__head" });
    const title = Object.assign(document.createElement("h2"), { id: `form-${number}`, textContent: "Formulário novo" });
    const join = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: "Juntar ao anterior" });
    join.dataset.join = "";
    head.append(title, join);
    made.append(head, Object.assign(document.createElement("ol"), { className: "folder__sheets" }));
    made.setAttribute("aria-labelledby", title.id);
    after.after(made);
    return made;
  };
  // Forms are counted as they stand on the page: what is sent keeps their order.
  const count = () => {
    formsOf().forEach((form, place) => {
      form.dataset.form = place + 1;
      form.querySelector("h2").textContent = `${place + 1}º formulário`;
    });
    shown();
  };
  const put = (sheet, form) => {
    listOf(form).append(sheet);
    count();
    sheet.querySelector("[data-place]").focus();
    window.vinculo.announce(`${nameOf(sheet)}: ${form.querySelector("h2").textContent}.`);
  };

  folder.addEventListener("change", (event) => {
    const sheet = event.target.closest("[data-sheet]");
    if (event.target.matches("[data-turn-by]")) sheet.querySelector("img").dataset.turn = event.target.value;
    if (!event.target.matches("[data-place]")) return;
    const chosen = event.target.value;
    const last = formsOf().at(-1) ?? none;
    const form = chosen === "0" ? none : chosen === "new" ? newForm(last) : folder.querySelector(`[data-form="${chosen}"]`);
    put(sheet, form);
  });

  const split = (sheet) => {
    const from = sheet.closest("[data-form]");
    const moving = [...listOf(from).children].slice([...listOf(from).children].indexOf(sheet));
    const made = newForm(from);
    listOf(made).append(...moving);
    count();
    sheet.focus();
    window.vinculo.announce(`Separado: ${nameOf(sheet)} começa o ${made.querySelector("h2").textContent}.`);
  };
  const join = (form) => {
    const before = formsOf()[formsOf().indexOf(form) - 1];
    const first = form.querySelector("[data-sheet]");
    listOf(before).append(...listOf(form).children);
    form.remove();
    count();
    first?.focus();
    window.vinculo.announce(`Juntado ao ${before.querySelector("h2").textContent}.`);
  };
  const move = (sheet, by, button) => {
    const neighbour = by < 0 ? sheet.previousElementSibling : sheet.nextElementSibling;
    if (!neighbour) return;
    if (by < 0) neighbour.before(sheet);
    else neighbour.after(sheet);
    button.focus();
    window.vinculo.announce(`${nameOf(sheet)}: ${[...sheet.parentElement.children].indexOf(sheet) + 1}ª do formulário.`);
  };
  folder.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const sheet = event.target.closest("[data-sheet]");
    if (!button) return;
    if ("split" in button.dataset) split(sheet);
    if ("join" in button.dataset) join(button.closest("[data-form]"));
    if (button.dataset.move) move(sheet, Number(button.dataset.move), button);
  });

  for (const hidden of folder.querySelectorAll("[data-split], [data-moves], [data-join]")) hidden.hidden = false;
  shown();
})();
