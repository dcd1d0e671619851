// What every screen does: "/" goes to the search box, messages can be dismissed, failed requests are told.
(() => {
  const isTyping = (element) =>
    element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const box = document.querySelector("main [data-search-box]") ?? document.querySelector("[data-search-box]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-dismiss]");
    if (close) close.closest(".notice")?.remove();
  });

  // What only confirms goes by itself; what asks for attention stays until it is closed.
  const retire = () => {
    for (const notice of document.querySelectorAll("#messages .notice--success:not([data-leaving])")) {
      notice.dataset.leaving = "";
      setTimeout(() => notice.remove(), 8000);
    }
  };
  document.addEventListener("DOMContentLoaded", retire);
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

  const tell = (sentence) => {
    const template = document.getElementById("message-template");
    const messages = document.getElementById("messages");
    if (!template || !messages) return;
    if ([...messages.querySelectorAll(".notice__body")].some((body) => body.textContent === sentence)) return;
    const notice = template.content.firstElementChild.cloneNode(true);
    notice.querySelector(".notice__body").textContent = sentence;
    messages.append(notice);
  };
  window.vinculo = { tell };

  document.addEventListener("htmx:sendError", () => {
    tell("Sem conexão com o Vínculo. O que você digitou continua na tela; tente de novo em instantes.");
  });
  document.addEventListener("htmx:timeout", () => {
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
