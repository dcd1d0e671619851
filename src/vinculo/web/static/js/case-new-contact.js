// A new contact stands in the browser at once, with the focus in its note: no letter waits for the server. It is
// sent with the token of its first try, again and again until it is taken; the same token twice is the same
// contact. Until then it counts as unsaved.
(() => {
  const fields = window.vinculo.caseFields;
  const form = document.getElementById("new-contact");
  if (!fields || !form) return;
  const { kept, csrf, announce } = window.vinculo;
  const { root } = fields;
  const RETRY = 4000;
  const NO_ANSWER = "Sem conexão: o que você digitou está guardado neste navegador e será enviado assim que der.";
  const SESSION_ENDED = "Sua sessão terminou. Entre de novo em outra aba: o que está na tela será enviado.";
  const sending = new WeakSet();
  const composing = new WeakSet();
  const list = document.getElementById("contact-list");

  const newToken = () =>
    crypto.randomUUID?.() ??
    [8, 4, 4, 4, 12].map((size) => Array.from({ length: size }, () => Math.floor(Math.random() * 16).toString(16)).join("")).join("-");
  const today = () => new Date().toLocaleDateString("pt-BR", { timeZone: "America/Sao_Paulo" });
  const placeOf = (token) => `${root.dataset.case}:contact.${token}`;
  const keyOf = (block) => `contact.${block.dataset.token}`;

  const keep = (block) => {
    const { token, day } = block.dataset;
    const raw = block.querySelector("textarea").value;
    kept.put(placeOf(token), {
      kind: "contact", case: root.dataset.case, caseName: root.dataset.caseName, url: location.pathname,
      label: "contato novo", token, day, raw,
    });
  };

  const noteOf = (block) => block.querySelector("textarea");
  const sayOf = (block, text) => {
    const line = block.querySelector("[data-state]");
    if (line.textContent !== text) line.textContent = text;
  };

  const write = ({ token, day = today(), raw = "" }, hasFocus) => {
    if (document.getElementById(`contact-local-${token}`)) return;
    const block = document.getElementById("contact-local").content.firstElementChild.cloneNode(true);
    block.id = `contact-local-${token}`;
    Object.assign(block.dataset, { token, day });
    const note = noteOf(block);
    note.id = `local-note-${token}`;
    block.querySelector("label").htmlFor = note.id;
    note.value = raw;
    note.addEventListener("input", () => keep(block));
    list.append(block);
    document.querySelector("[data-no-contacts]")?.remove();
    fields.unsaved.set(keyOf(block), {});
    if (hasFocus) {
      block.scrollIntoView({ block: "center" });
      note.focus();
    }
    send(block);
  };

  const send = async (block) => {
    if (sending.has(block) || !block.isConnected) return;
    sending.add(block);
    window.vinculo.caseSaving.say("Salvando…");
    try {
      const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
        body: new URLSearchParams({ token: block.dataset.token }),
        signal: AbortSignal.timeout(15_000),
      });
      const answer = document.createRange().createContextualFragment(await response.text());
      const contact = answer.querySelector(".contact");
      if (response.ok && contact) {
        await composed(noteOf(block));
        arrived(block, contact);
        return;
      }
      const hasEnded = answer.querySelector("[data-session-ended]") !== null;
      if (response.status < 500 && response.status !== 403 && !hasEnded) {
        refused(block, answer.querySelector(".notice__body")?.textContent.trim());
        return;
      }
      waits(block, hasEnded ? SESSION_ENDED : NO_ANSWER);
    } catch {
      waits(block, NO_ANSWER);
    } finally {
      sending.delete(block);
    }
  };

  // Still no server: the text waits here and in the browser.
  const waits = (block, sentence) => {
    sayOf(block, sentence);
    window.vinculo.caseSaving.say(sentence, "failed");
    setTimeout(() => send(block), RETRY);
  };

  // Nothing was written yet: nothing is left standing. What was written stays, to be copied.
  const refused = (block, sentence = "O servidor não aceitou este contato.") => {
    if (noteOf(block).value) {
      sayOf(block, `${sentence} O texto continua aqui.`);
      window.vinculo.caseSaving.say("Não foi salvo. O texto continua na tela.", "failed");
      return;
    }
    block.remove();
    fields.unsaved.delete(keyOf(block));
    window.vinculo.caseSaving.saySaved();
    window.vinculo.tell(sentence);
  };

  // A letter half composed (an accent waiting for its vowel) would be lost with its field.
  const composed = (note) =>
    composing.has(note) ? new Promise((resolve) => note.addEventListener("compositionend", resolve, { once: true })) : null;
  list.addEventListener("compositionstart", (event) => composing.add(event.target));
  list.addEventListener("compositionend", (event) => composing.delete(event.target));

  // The contact's own fields take over what was typed: from here they save themselves. All in one go: no key
  // can come between.
  const arrived = (block, contact) => {
    const local = noteOf(block);
    const hadFocus = local === document.activeElement;
    const { selectionStart, selectionEnd } = local;
    const standing = document.getElementById(contact.id);
    if (standing) block.remove();
    else block.replaceWith(contact);
    const own = standing ?? contact;
    window.htmx.process(own);
    const note = own.querySelector("[data-save=note]");
    const day = own.querySelector("[data-save=on]");
    const { queue, saySaved } = window.vinculo.caseSaving;
    fields.unsaved.delete(keyOf(block));
    if (local.value) fields.setValue(note.dataset.key, local.value);
    if (local.value) queue(note.dataset.key, true);
    if (day && day.value !== block.dataset.day) {
      fields.setValue(day.dataset.key, block.dataset.day);
      queue(day.dataset.key, true);
    }
    kept.drop(placeOf(block.dataset.token));
    saySaved();
    announce("O contato foi registrado no servidor.");
    if (!hadFocus) return;
    note.focus();
    note.setSelectionRange(selectionStart, selectionEnd);
  };

  // Asked for twice before anything was typed, it is one contact.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const empty = [...list.querySelectorAll(".contact--local textarea")].find((note) => !note.value);
    if (empty) {
      empty.focus();
      return;
    }
    const token = document.getElementById("contact-token");
    write({ token: token.value }, true);
    token.value = newToken();
  });
  window.addEventListener("online", () => { for (const block of list.querySelectorAll(".contact--local")) send(block); });

  document.addEventListener("DOMContentLoaded", async () => {
    for (const entry of await kept.abandoned()) {
      if (entry.kind !== "contact" || entry.case !== root.dataset.case) continue;
      if (entry.raw?.trim()) {
        write(entry, false);
        keep(document.getElementById(`contact-local-${entry.token}`));
        window.vinculo.tell("Recuperado um contato que ainda não tinha sido enviado. Ele está na lista de contatos.", { tone: "warning" });
      }
      kept.remove(entry.id);
    }
  });
})();
