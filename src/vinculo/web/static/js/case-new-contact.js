// A new contact when the server does not answer: it is written in the browser and sent, with the token of its
// first try, as soon as the server is back. The same token twice is the same contact.
(() => {
  const fields = window.vinculo.caseFields;
  const form = document.getElementById("new-contact");
  if (!fields || !form) return;
  const { kept, csrf, announce } = window.vinculo;
  const { root } = fields;
  const RETRY = 4000;
  const list = document.getElementById("contact-list");

  const newToken = () =>
    crypto.randomUUID?.() ??
    [8, 4, 4, 4, 12].map((size) => Array.from({ length: size }, () => Math.floor(Math.random() * 16).toString(16)).join("")).join("-");
  const today = () => new Date().toLocaleDateString("pt-BR", { timeZone: "America/Sao_Paulo" });
  const placeOf = (token) => `${root.dataset.case}:contact.${token}`;

  const keep = (block) => {
    const { token, day } = block.dataset;
    const raw = block.querySelector("textarea").value;
    kept.put(placeOf(token), {
      kind: "contact", case: root.dataset.case, caseName: root.dataset.caseName, url: location.pathname,
      label: "contato novo", token, day, raw,
    });
  };

  const write = ({ token, day = today(), raw = "" }, hasFocus) => {
    if (document.getElementById(`contact-local-${token}`)) return;
    const block = document.getElementById("contact-local").content.firstElementChild.cloneNode(true);
    block.id = `contact-local-${token}`;
    Object.assign(block.dataset, { token, day });
    const note = block.querySelector("textarea");
    note.id = `local-note-${token}`;
    block.querySelector("label").htmlFor = note.id;
    note.value = raw;
    note.addEventListener("input", () => keep(block));
    list.append(block);
    document.querySelector("[data-no-contacts]")?.remove();
    if (hasFocus) {
      block.scrollIntoView({ block: "center" });
      note.focus();
    }
    setTimeout(() => send(block), hasFocus ? RETRY : 0);
  };

  const send = async (block) => {
    try {
      const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
        body: new URLSearchParams({ token: block.dataset.token }),
        signal: AbortSignal.timeout(15_000),
      });
      const answer = document.createRange().createContextualFragment(await response.text());
      const contact = answer.querySelector(".contact");
      if (response.ok && contact) return arrived(block, contact);
      if (response.status < 500 && !answer.querySelector("[data-session-ended]") && response.status !== 403) {
        block.querySelector("[data-state]").textContent =
          answer.querySelector(".notice__body")?.textContent.trim() ?? "O servidor não aceitou este contato. O texto continua aqui.";
        return;
      }
    } catch {
      // Still no server: the text waits.
    }
    setTimeout(() => send(block), RETRY);
  };

  // The contact's own fields take over what was typed: from here they save themselves.
  const arrived = (block, contact) => {
    const local = block.querySelector("textarea");
    const caret = local === document.activeElement ? local.selectionStart : null;
    const standing = document.getElementById(contact.id);
    if (standing) block.remove();
    else block.replaceWith(contact);
    const own = standing ?? contact;
    window.htmx.process(own);
    const note = own.querySelector("[data-save=note]");
    const day = own.querySelector("[data-save=on]");
    const { queue } = window.vinculo.caseSaving;
    if (local.value) fields.setValue(note.dataset.key, local.value);
    if (local.value) queue(note.dataset.key, true);
    if (day && day.value !== block.dataset.day) {
      fields.setValue(day.dataset.key, block.dataset.day);
      queue(day.dataset.key, true);
    }
    kept.drop(placeOf(block.dataset.token));
    announce("O contato foi registrado no servidor.");
    if (caret === null) return;
    note.focus();
    note.setSelectionRange(caret, caret);
  };

  const instead = (event) => {
    const asked = event.detail.elt === form || event.detail.requestConfig?.elt === form;
    if (!asked || (event.type === "htmx:responseError" && event.detail.xhr.status < 500)) return;
    const token = document.getElementById("contact-token");
    write({ token: token.value }, true);
    token.value = newToken();
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, instead);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === form && event.detail.xhr?.responseText.includes("data-session-ended")) instead(event);
  });

  document.addEventListener("DOMContentLoaded", async () => {
    for (const entry of await kept.abandoned()) {
      if (entry.kind !== "contact" || entry.case !== root.dataset.case) continue;
      if (entry.raw.trim()) {
        write(entry, false);
        keep(document.getElementById(`contact-local-${entry.token}`));
        window.vinculo.tell("Recuperado um contato que ainda não tinha sido enviado. Ele está na lista de contatos.", { tone: "warning" });
      }
      kept.remove(entry.id);
    }
  });
})();
