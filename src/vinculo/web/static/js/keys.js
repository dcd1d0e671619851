// Single keys: never while typing, none of them needed, and they can be switched off. "?" shows them all.
(() => {
  const OFF = "vinculo-keys-off";
  const CHORD = 1500;
  const known = []; // {keys, label, group, act, when}
  let first = null;

  const isTyping = (element) =>
    element.isContentEditable ||
    element.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])");
  const isOff = () => {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return false;
    }
  };
  const switchTo = (isOn) => {
    try {
      if (isOn) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      window.vinculo.tell("Este navegador não guarda a sua escolha: ela vale até você sair desta página.", { tone: "warning" });
    }
    document.documentElement.toggleAttribute("data-keys-off", !isOn);
  };

  const add = (keys, label, act, { group = "Em todas as páginas", when = () => true } = {}) => {
    known.push({ keys, label, act, group, when });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && leaveField(event)) return;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (isOff() || document.querySelector("dialog[open]") || event.key.length > 1) return;
    const pressed = first ? `${first} ${event.key}` : event.key;
    first = null;
    const found = known.find((item) => item.keys === pressed && item.when());
    if (found) {
      event.preventDefault();
      found.act();
    } else if (known.some((item) => item.keys.startsWith(`${pressed} `))) {
      first = pressed;
      setTimeout(() => { first = null; }, CHORD);
    }
  });

  // Esc leaves a field for the part of the page that it stands in, where single keys work again.
  const leaveField = (event) => {
    const field = event.target;
    if (event.defaultPrevented || !isTyping(field) || field.type === "search" || field.closest("dialog, [popover]")) return false;
    const around = field.closest("[tabindex='-1']") ?? document.getElementById("main");
    around?.focus({ preventScroll: true });
    return true;
  };

  const card = document.getElementById("keys-card");
  const draw = () => {
    const list = card.querySelector("[data-keys]");
    list.replaceChildren();
    const shown = known.filter((item) => item.when());
    for (const group of [...new Set(shown.map((item) => item.group))]) {
      const heading = Object.assign(document.createElement("h3"), { textContent: group });
      const lines = document.createElement("dl");
      for (const item of shown.filter((one) => one.group === group)) {
        const term = document.createElement("dt");
        term.append(...item.keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
        lines.append(term, Object.assign(document.createElement("dd"), { textContent: item.label }));
      }
      list.append(heading, lines);
    }
  };
  const open = () => {
    draw();
    card.querySelector("#keys-on").checked = !isOff();
    card.showModal();
  };
  if (card) {
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-open-keys]")) open();
      if (event.target.closest("[data-close-keys]") || event.target === card) card.close();
    });
    card.querySelector("#keys-on").addEventListener("change", (event) => switchTo(event.target.checked));
    add("?", "Mostrar estas teclas", open);
  }
  document.documentElement.toggleAttribute("data-keys-off", isOff());

  const search = () => document.querySelector("main [data-search-box]") ?? document.querySelector("[data-search-box]");
  add("/", "Procurar", () => { search().focus(); search().select(); }, { when: search });
  for (const link of document.querySelectorAll("[data-goto]")) {
    add(`g ${link.dataset.goto}`, `Ir para ${link.textContent.trim()}`, () => link.click(), { group: "Ir para uma página" });
  }

  // In a list the focus goes from row to row; Enter opens, as on every link.
  const rows = () => [...document.querySelectorAll("main .row-link")].filter((row) => row.offsetParent !== null);
  const step = (by) => {
    const all = rows();
    const here = all.indexOf(document.activeElement.closest?.(".row-link, tr, li")?.matches(".row-link") ? document.activeElement : null);
    const next = all[here === -1 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const inLists = { group: "Nas listas", when: () => rows().length > 0 };
  add("j", "Linha de baixo", () => step(1), inLists);
  add("k", "Linha de cima", () => step(-1), inLists);
  add("o", "Abrir a linha (ou Enter)", () => { if (document.activeElement.matches(".row-link")) document.activeElement.click(); }, inLists);

  window.vinculo.keys = { add, isTyping };
})();
