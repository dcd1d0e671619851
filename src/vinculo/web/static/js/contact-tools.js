// A contact's tools: days for the next contact one click away, and messages for WhatsApp.
(() => {
  const fields = window.vinculo.caseFields;
  if (!fields) return;
  const { csrf, tell } = window.vinculo;

  // The days stand in the contact that is being written in, below the field that they fill.
  const picks = document.getElementById("next-contact-picks")?.content.firstElementChild.cloneNode(true);
  const bring = (contact) => {
    const cell = contact?.querySelector("input[data-save=next_contact_on]:not([readonly])")?.closest(".cells");
    if (picks && cell && cell.nextElementSibling !== picks) cell.after(picks);
  };
  document.addEventListener("focusin", (event) => bring(event.target.closest?.(".contact")));

  const fill = (control, day) => {
    if (!control || control.readOnly) return;
    control.value = day;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
    window.vinculo.announce?.(`Próximo contato em ${day}.`);
  };
  document.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-pick-day]");
    if (!pick) return;
    const contact = pick.closest(".contact");
    const control = contact
      ? contact.querySelector("input[data-save=next_contact_on]")
      : document.querySelector(".case__beside input[data-save=next_contact_on]");
    // What offers a day goes once the day is taken: the focus goes to the field.
    if (pick.closest(".noted")) control.focus();
    fill(control, pick.dataset.pickDay);
  });

  // Messages: picked, filled in on the server, looked over, sent from WhatsApp itself.
  const panel = document.getElementById("message-panel");
  let opener = null;
  const open = async (button) => {
    opener = button;
    const body = new URLSearchParams({ phone: button.dataset.phone, person: button.dataset.person });
    try {
      const answer = await fetch(panel.dataset.url, { method: "POST", headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, body });
      const html = await answer.text();
      if (!answer.ok || !html.includes("data-message-panel")) throw new Error("refused");
      panel.innerHTML = html;
    } catch {
      tell("Não foi possível abrir as mensagens agora. Use o link do WhatsApp ao lado.");
      return;
    }
    follow();
    panel.showModal();
    panel.querySelector("[data-message-text]").focus();
  };

  const part = (name) => panel.querySelector(`[data-message-${name}]`);
  const meanings = () => Object.fromEntries(part("missing").dataset.gaps.split(";").filter(Boolean).map((pair) => pair.split("=")));
  const follow = () => {
    const text = part("text").value;
    const known = meanings();
    const missing = [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]))];
    const said = missing.map((gap) => `{${gap}}${known[gap] ? ` (${known[gap]})` : ""}`).join(", ");
    const sentence = missing.length ? `Falta preencher ${said}.` : "";
    if (part("missing").textContent !== sentence) part("missing").textContent = sentence;
    part("send").href = `${part("panel").dataset.whatsapp}?text=${encodeURIComponent(text)}`;
    part("note").value = text;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-message]");
    if (button && panel) open(button);
    if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog").close();
  });
  panel?.addEventListener("close", () => opener?.isConnected && opener.focus());
  panel?.addEventListener("input", (event) => event.target.matches("[data-message-text]") && follow());
  panel?.addEventListener("change", (event) => {
    if (!event.target.matches("[data-message-template]")) return;
    part("text").value = event.target.value;
    follow();
  });
  panel?.addEventListener("click", async (event) => {
    if (!event.target.closest("[data-message-copy]")) return;
    try {
      await navigator.clipboard.writeText(part("text").value);
    } catch {
      part("text").select();
      document.execCommand("copy");
    }
    tell("Mensagem copiada.", { tone: "success" });
  });
})();
