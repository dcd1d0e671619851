// What every screen does: messages come, go and can be taken back, failed requests are told, and what a
// screen reader should say goes through one place.
(() => {
  const UNDO_STAYS = 20_000;
  const DONE_STAYS = 8_000;

  // The same sentence twice is said twice: the region is emptied in between.
  let said = null;
  const announce = (sentence) => {
    const region = document.getElementById("announcements");
    if (!region) return;
    clearTimeout(said);
    region.textContent = "";
    said = setTimeout(() => { region.textContent = sentence; }, 60);
  };

  // Signing in again in another tab changes the token; the cookie always has the one that counts.
  const csrf = () =>
    /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ??
    JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ??
    "";
  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrf(); });
  document.addEventListener("submit", (event) => {
    const field = event.target.elements?.namedItem?.("csrfmiddlewaretoken");
    if (field && csrf()) field.value = csrf();
  }, true);

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "link-button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  // tone: danger, warning, success. `undo` takes back what was done; `link` is {label, url}, `act` {label, act}.
  const tell = (sentence, { tone = "danger", undo, link, act } = {}) => {
    const template = document.getElementById(`message-${tone}`);
    const messages = document.getElementById("messages");
    if (!template || !messages) return null;
    for (const body of messages.querySelectorAll(".notice__body")) {
      if (body.textContent === sentence) body.closest(".notice").remove();
    }
    const notice = template.content.firstElementChild.cloneNode(true);
    const body = notice.querySelector(".notice__body");
    body.textContent = sentence;
    if (link) body.after(Object.assign(document.createElement("a"), { href: link.url, textContent: link.label }));
    const does = undo ? { label: "Desfazer", act: undo } : act;
    if (does) body.after(button(does.label, () => { notice.remove(); does.act(); }));
    if (undo) notice.dataset.undo = "";
    messages.append(notice);
    retire();
    return notice;
  };

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-dismiss]");
    if (!close) return;
    const notice = close.closest(".notice");
    const next = notice.nextElementSibling ?? notice.previousElementSibling;
    notice.remove();
    (next?.querySelector("[data-dismiss]") ?? document.getElementById("main"))?.focus({ preventScroll: true });
  });

  // What only confirms goes by itself, but never from under the pointer or the focus, and what can be taken
  // back stays longer; what asks for attention stays until it is closed.
  const retire = () => {
    for (const notice of document.querySelectorAll("#messages .notice--success:not([data-leaving])")) {
      notice.dataset.leaving = "";
      const stays = notice.matches("[data-undo], :has([data-undo])") ? UNDO_STAYS : DONE_STAYS;
      const leave = () => {
        if (notice.matches(":hover, :focus-within")) setTimeout(leave, 2000);
        else notice.remove();
      };
      setTimeout(leave, stays);
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    retire();
    // What stood there when the page came is no change, and would stay unsaid.
    const bodies = [...document.querySelectorAll("#messages .notice__body")];
    if (bodies.length) setTimeout(() => announce(bodies.map((body) => body.textContent.trim()).join(" ")), 300);
  });
  document.addEventListener("htmx:afterSettle", retire);

  // The same message twice is one message.
  document.addEventListener("htmx:afterSettle", () => {
    const seen = new Set();
    for (const notice of [...document.querySelectorAll("#messages .notice")].reverse()) {
      const text = notice.textContent.trim();
      if (seen.has(text)) notice.remove();
      seen.add(text);
    }
  });

  // Of a row of tabs that is wider than the screen, the current one is seen.
  const showCurrentTabs = () => {
    for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
      const row = tab.closest(".tabs");
      const [here, seen] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
      if (here.left < seen.left || here.right > seen.right) row.scrollLeft += here.left - seen.left - (seen.width - here.width) / 2;
    }
  };
  document.addEventListener("DOMContentLoaded", showCurrentTabs);
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.querySelector?.(".tabs")) showCurrentTabs(); });

  // A zone over which files are dropped: what was dropped is given on.
  const takesDrops = (zone, take) => {
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("drop--over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("drop--over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("drop--over");
      take(event.dataTransfer);
    });
  };

  window.vinculo = { tell, announce, csrf, takesDrops };

  document.addEventListener("htmx:sendError", (event) => {
    tell("Sem conexão com o Vínculo. O que você digitou continua na tela; tente de novo em instantes.");
  });
  document.addEventListener("htmx:timeout", (event) => {
    tell("O Vínculo demorou demais a responder. O que você digitou continua na tela; tente de novo.");
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    tell(
      status === 404
        ? "Este registro não existe mais, ou não pertence à sua operadora."
        : `Não foi possível concluir (erro ${status}). O que você digitou continua na tela.`,
    );
  });
})();
