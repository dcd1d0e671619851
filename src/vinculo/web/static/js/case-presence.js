// Who else is on the case, and what they save meanwhile: fields that nobody here is writing in follow.
(() => {
  const fields = window.vinculo.caseFields;
  if (!fields || !fields.root.dataset.presenceUrl) return;
  const { csrf, tell, announce } = window.vinculo;
  const { root, unsaved, controlsOf } = fields;
  const EVERY = 18_000;
  const place = document.getElementById("presence");
  let since = root.dataset.since;
  let present = "";
  let timer = null;

  const writingIn = () => {
    const control = document.activeElement;
    return root.contains(control) && control.dataset?.save && !control.readOnly ? control.dataset.key : "";
  };

  const report = async () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") return;
    timer = setTimeout(report, EVERY);
    try {
      const response = await fetch(root.dataset.presenceUrl, {
        method: "POST",
        headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
        body: new URLSearchParams({ field: writingIn(), since }),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.headers.get("Content-Type")?.includes("application/json")) return;
      take(await response.json());
    } catch {
      // Saving says that the connection is gone; the next report comes by itself.
    }
  };

  const take = (answer) => {
    since = answer.since;
    show(answer.others);
    if (answer.fields) follow(answer);
    if (answer.news) {
      tell(`${answer.news} Atualize a página para ver.`, {
        tone: "warning",
        act: { label: "Atualizar", act: () => location.reload() },
      });
    }
  };

  const show = (others) => {
    const lines = others.map((other) => {
      const label = other.field ? fields.labelOf(other.field) : "";
      return { ...other, sentence: `${other.name} está neste processo${label ? `, escrevendo em “${label}”` : ""}` };
    });
    place.replaceChildren(
      ...lines.map((line) => {
        const item = document.createElement("li");
        const avatar = Object.assign(document.createElement("span"), { className: "avatar", textContent: line.initials });
        avatar.setAttribute("aria-hidden", "true");
        item.append(avatar, line.sentence);
        return item;
      }),
    );
    // A name is said when somebody comes; where they write is there to be read.
    const names = lines.map((line) => line.name).join(", ");
    if (names && names !== present) announce(`Também neste processo: ${names}.`);
    present = names;
  };

  const follow = (answer) => {
    fields.draw(answer);
    const changed = [];
    for (const [key, standing] of Object.entries(answer.fields)) {
      const [control] = controlsOf(key);
      if (!control || unsaved.has(key) || writingIn() === key) continue;
      if (Number(control.dataset.version) >= standing.version) continue;
      fields.setValue(key, standing.raw);
      fields.setVersion(key, standing.version);
      changed.push(fields.labelOf(key));
      mark(fields.cellOf(key));
    }
    if (changed.length) announce(`Mudou agora, por outra pessoa: ${changed.join(", ")}.`);
  };
  const mark = (cell) => {
    cell?.classList.add("cell--news");
    setTimeout(() => cell?.classList.remove("cell--news"), 6000);
  };

  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") report(); });
  root.addEventListener("focusin", (event) => {
    if (!event.target.dataset?.save) return;
    clearTimeout(timer);
    timer = setTimeout(report, 2500);
  });
  window.addEventListener("pagehide", () => {
    const body = new FormData();
    body.set("leaving", "yes");
    body.set("csrfmiddlewaretoken", csrf());
    navigator.sendBeacon(root.dataset.presenceUrl, body);
  });
  report();
})();
