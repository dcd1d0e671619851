// Fields that ask for a look, one after the other: each is confirmed as it stands, or put right and confirmed.
(() => {
  const review = window.vinculo.review;
  if (!review) return;
  const { root, form, draw, refusalIn, settle, tell, token, controlsOf } = review;

  const all = () => [...form.querySelectorAll("[data-check]")];
  const waiting = () => all().filter((card) => !card.matches(".check--done"));
  const controlOf = (card) =>
    card.querySelector("input[type=text], textarea, select, input:checked") ??
    card.querySelector("input[type=checkbox], input[type=radio]") ??
    card.querySelector(".cell[tabindex]") ??
    card;

  const goTo = (card) => {
    if (!card) return;
    const control = controlOf(card);
    control.focus({ preventScroll: true });
    if (control.matches("input[type=text]")) control.select();
    card.scrollIntoView({ block: "center" });
  };
  const here = () => document.activeElement?.closest?.("[data-check]");

  // The next one that waits, from where the focus is; round to the first behind the last.
  const step = (by) => {
    const cards = all();
    const at = cards.indexOf(here());
    const ahead = by > 0 ? [...cards.slice(at + 1), ...cards.slice(0, at + 1)] : [...cards.slice(0, Math.max(at, 0)).reverse(), ...cards.slice(Math.max(at, 0)).reverse()];
    goTo(ahead.find((card) => waiting().includes(card) && card !== here()));
  };

  const valueOf = (card) => {
    const chosen = [...card.querySelectorAll("input:checked")].map((box) => box.closest("label").textContent.trim());
    if (card.querySelector(".boxes")) return chosen.join(", ") || "nada marcado";
    const control = controlsOf(card.dataset.check)[0];
    if (control?.matches("select")) return control.selectedOptions[0]?.textContent ?? "";
    return (control?.value ?? card.querySelector(".cell__value")?.textContent.trim()) || "em branco";
  };
  const close = (card, isDone) => {
    card.classList.toggle("check--done", isDone);
    card.querySelector("[data-done]").hidden = !isDone;
    card.querySelector("[data-done-value]").textContent = isDone ? valueOf(card) : "";
    const place = document.querySelector(`[data-to-check="${CSS.escape(card.id.slice(2))}"]`);
    if (place) place.textContent = isDone ? "conferido, acima" : "a conferir, acima";
  };

  const post = async (card, confirmed) => {
    const body = new URLSearchParams({ field: card.dataset.check, confirmed: confirmed ? "yes" : "no" });
    const response = await fetch(root.dataset.confirmUrl, {
      method: "POST",
      headers: { "X-CSRFToken": window.vinculo.csrf() || token, "HX-Request": "true", Accept: "application/json" },
      body,
    });
    if (!response.headers.get("Content-Type")?.includes("application/json")) throw await refusalIn(response);
    return response.json();
  };

  const confirm = async (card, confirmed = true) => {
    if (!(await settle())) return;
    try {
      const answer = await post(card, confirmed);
      draw(answer);
      close(card, confirmed);
      tell(confirmed ? "Conferido." : "", confirmed ? "saved" : "");
      window.vinculo.announce(`${card.dataset.title}: ${confirmed ? "conferido" : "a conferir de novo"}. ${answer.said}`);
      if (!confirmed) goTo(card);
      else if (waiting().length) goTo([...all().slice(all().indexOf(card) + 1), ...all()].find((one) => waiting().includes(one)));
      else end();
    } catch (problem) {
      window.vinculo.tell(problem instanceof TypeError ? "Sem conexão: este campo ainda não foi conferido." : problem.message);
    }
  };
  // All has been looked at: what is left is to accept.
  const end = () => {
    const accept = form.querySelector("[data-accept]") ?? form.querySelector(".review__end button");
    accept?.focus();
  };

  form.addEventListener("click", (event) => {
    const card = event.target.closest("[data-check]");
    if (!card) return;
    if (event.target.closest("[data-confirm]")) {
      event.preventDefault();
      confirm(card);
    } else if (event.target.closest("[data-reopen]")) {
      confirm(card, false);
    }
  });

  // Enter confirms a field that asks for a look; in any other it only keeps what was typed.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    const card = event.target.closest("[data-check]");
    const isLine = event.target.matches("input, select, .check, .cell");
    if (card && (event.altKey || isLine)) {
      event.preventDefault();
      if (!card.matches(".check--done")) confirm(card);
    } else if (event.target.matches("input")) {
      event.preventDefault();
      event.target.blur();
      event.target.focus();
    }
  });

  Object.assign(review, { step, confirmHere: () => { const card = here(); if (card) confirm(card); }, hasChecks: () => waiting().length > 0, here });
})();
