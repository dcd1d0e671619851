// Walking through the messages with the arrow keys; i begins the chosen part at a message, f ends it there.
(() => {
  const bubbles = () => [...document.querySelectorAll("[data-bubbles] > .bubble")];

  // One stop for the Tab key: the message that was last looked at, else the first chosen one.
  const ready = () => {
    const all = bubbles();
    for (const bubble of all) {
      for (const mark of bubble.querySelectorAll(".bubble__mark")) mark.tabIndex = -1;
    }
    const stop = all.find((bubble) => bubble === document.activeElement) ?? document.querySelector(".bubble--chosen") ?? all[0];
    if (stop) stop.tabIndex = 0;
  };

  const go = (from, step) => {
    const all = bubbles();
    const next = all[all.indexOf(from) + step];
    if (!next) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };

  document.addEventListener("keydown", (event) => {
    const bubble = event.target.closest?.(".bubble");
    if (!bubble || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = {
      ArrowDown: () => go(bubble, 1),
      ArrowUp: () => go(bubble, -1),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  // Both keys are those of the message that has the focus; the card of keys shows them.
  const press = (name) => () => document.activeElement.closest?.(".bubble")?.querySelector(`[name=${name}]`)?.click();
  const here = { group: "Na conversa", when: () => document.querySelector("[data-bubbles]") !== null };
  window.vinculo.keys?.add("i", "A parte escolhida começa nesta mensagem", press("set_first"), here);
  window.vinculo.keys?.add("f", "A parte escolhida termina nesta mensagem", press("set_last"), here);

  // htmx sends the pressed button's name only where it stands inside its form: these stand beside messages.
  const forget = () => {
    for (const input of document.querySelectorAll("#choice > [data-pressed]")) input.remove();
  };
  document.addEventListener("change", forget, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[name]");
    const form = document.getElementById("choice");
    if (!form || button?.form !== form) return;
    forget();
    if (form.contains(button)) return;
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    input.dataset.pressed = "";
    form.append(input);
  }, true);

  // A click on a message makes its buttons reachable on a telephone, where nothing hovers.
  document.addEventListener("click", (event) => {
    const bubble = event.target.closest?.(".bubble");
    if (bubble && !event.target.closest("button, a")) bubble.focus();
  });

  // The chosen part changes under the reader: the place in the page stays.
  let kept = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "conversation") return;
    const focused = document.activeElement?.closest?.(".bubble");
    kept = focused ? { id: focused.id, top: focused.getBoundingClientRect().top } : null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "conversation" && event.target.id !== "conversation") return;
    const bubble = kept && document.getElementById(kept.id);
    if (bubble) {
      bubble.focus({ preventScroll: true });
      window.scrollBy(0, bubble.getBoundingClientRect().top - kept.top);
    }
    kept = null;
    ready();
    const title = document.getElementById("cards-title");
    if (title) window.vinculo?.announce?.(title.textContent);
  });

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "take") return;
    const button = event.target.querySelector("[data-take]");
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    document.querySelector("[data-take-state]").textContent = "Incluindo os contatos e os arquivos…";
  });

  ready();
  document.querySelector(".bubble--chosen")?.scrollIntoView({ block: "center" });
  window.scrollTo(0, 0);
})();
