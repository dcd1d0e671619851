// What the registry says of a case today: one press uses it or leaves it, and both can be taken back.
(() => {
  const fields = window.vinculo.caseFields;
  if (!fields) return;
  const { root, unsaved } = fields;
  const { csrf, tell, keys } = window.vinculo;
  const PATIENCE = 5000;

  // What is being typed in the field goes before: the registry's text is written over it, not under it.
  const untilSaved = async (key) => {
    for (let waited = 0; unsaved.has(key) && waited < PATIENCE; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return !unsaved.has(key);
  };

  const ask = async (asked) => {
    const post = asked && { method: "POST", headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, body: new URLSearchParams(asked) };
    const response = await fetch(root.dataset.registryUrl, post || undefined);
    if (response.headers.get("Content-Type")?.includes("application/json")) return response.json();
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    throw new Error(page.querySelector(".notice__body, main h1")?.textContent.trim() || "Nada foi alterado. Tente de novo.");
  };

  const lineOf = (field) => root.querySelector(`[data-difference="${CSS.escape(field)}"]`);
  const drawDifferences = (lines) => {
    for (const line of root.querySelectorAll("[data-difference]")) if (!(line.dataset.difference in lines)) line.remove();
    for (const [field, html] of Object.entries(lines)) {
      const line = lineOf(field);
      if (line && line.outerHTML !== html) line.outerHTML = html;
      if (!line) root.querySelector(`[data-mark="${CSS.escape(field)}"]`)?.insertAdjacentHTML("afterend", html);
    }
  };

  const take = (field, answer) => {
    const written = Object.fromEntries((answer.written ?? []).map((key) => [key, answer.derived[key]]));
    if ("version" in answer && answer.fate !== "conflicting") written[field] = answer;
    for (const [key, standing] of Object.entries(written)) {
      if (unsaved.has(key)) continue;
      fields.setValue(key, standing.raw);
      fields.setVersion(key, standing.version);
    }
    fields.draw(answer);
    drawDifferences(answer.differences);
    if (answer.message) tell(answer.message, { tone: "warning" });
  };

  // Never into the field itself: there the next press of "d" would be written over its value.
  const standAt = (field) => {
    const place = lineOf(field)?.querySelector("button") ?? root.querySelector(`[data-mark="${CSS.escape(field)}"]`);
    if (!place) return;
    if (!place.matches("button")) place.tabIndex = -1;
    place.focus();
  };

  const choose = async (field, act, seen) => {
    if (!(await untilSaved(field))) {
      tell("Este campo ainda tem texto por salvar. Nada foi alterado.");
      return;
    }
    const [control] = fields.controlsOf(field);
    try {
      const answer = await ask({ field, act, seen, base_version: control.dataset.version });
      take(field, answer);
      standAt(field);
      if (act === "undo" || answer.fate !== "applied") return;
      const label = fields.labelOf(field).replace(/\?$/, "");
      const done = act === "use" ? `${label}: agora como no cadastro.` : `${label}: mantido como está no processo.`;
      tell(done, { tone: "success", undo: () => choose(field, "undo", "") });
    } catch (problem) {
      tell(problem instanceof TypeError ? "Sem conexão. Nada foi alterado; tente de novo em instantes." : problem.message);
    }
  };

  // All that is blank at once; what stands in a field is never written over.
  const several = async (asked) => {
    const answer = await ask(asked);
    take("", answer);
    return answer.written;
  };
  const fill = async () => {
    try {
      const written = await several({ act: "fill" });
      const undo = new URLSearchParams([["act", "undo"], ...written.map((field) => ["field", field])]);
      const done = `${written.length} campos preenchidos como no cadastro.`;
      tell(done, { tone: "success", undo: () => several(undo).catch((problem) => tell(problem.message)) });
      standAt(written[0]);
    } catch (problem) {
      tell(problem instanceof TypeError ? "Sem conexão. Nada foi alterado; tente de novo em instantes." : problem.message);
    }
  };

  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-registry-fill]")) fill();
    const press = event.target.closest("[data-registry]");
    if (press) choose(press.dataset.field, press.dataset.registry, press.dataset.seen);
  });
  // What is typed may say the same as the registry now, or no longer.
  document.addEventListener("vinculo:saved", async ({ detail }) => {
    if (!root.querySelector(`[data-mark="${CSS.escape(detail.key)}"]`) || !root.querySelector("[data-difference]")) return;
    const answer = await ask().catch(() => null);
    if (!answer) return;
    drawDifferences(answer.differences);
    fields.draw(answer);
  });

  const goTo = (line) => {
    (line.querySelector("button, a") ?? line).focus();
    line.scrollIntoView({ block: "center" });
  };
  const next = () => {
    const lines = [...root.querySelectorAll("[data-difference]")];
    const here = document.activeElement;
    const isAfter = (line) => !line.contains(here) && here.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING;
    goTo((root.contains(here) && lines.find(isAfter)) || lines[0]);
  };
  keys.add("d", "Próxima diferença com o cadastro", next, {
    group: "No processo",
    when: () => root.querySelector("[data-difference] :is(button, a)"),
  });
  // Who leaves is chosen in its own place, which is read when it is opened.
  const leavers = document.getElementById("who-leaves");
  const chooseLeavers = () => {
    leavers.open = true;
    (leavers.querySelector("input:checked") ?? leavers.querySelector("summary")).focus();
    leavers.scrollIntoView({ block: "center" });
  };
  leavers?.addEventListener("htmx:afterSettle", chooseLeavers);
  keys.add("q", "Escolher quem sai", chooseLeavers, { group: "No processo", when: () => leavers });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-choose-dentists]")) {
      event.preventDefault();
      chooseLeavers();
      return;
    }
    const link = event.target.closest("[data-point-registry]");
    const line = link && lineOf(link.hash.slice("#f-".length));
    if (!line) return;
    event.preventDefault();
    goTo(line);
  });
})();
