// Every field of a case saves itself: a pause in typing sends it, leaving it sends it at once. Until the server
// has confirmed it, what was typed stands in the browser too, and is sent again by itself.
(() => {
  const fields = window.vinculo.caseFields;
  if (!fields) return;
  const { root, unsaved, keyOf, controlsOf, valueOf } = fields;
  const { kept, csrf, tell } = window.vinculo;
  const conflicts = window.vinculo.caseConflict;
  const PAUSE = 700;
  const RETRY = 4000;
  // What tells who leaves: the page looks again for records that may be the same.
  const IDENTITY = new Set(["dentist_name", "cro", "cro_state", "cnpj", "cpf", "city"]);
  const tellsWho = (key) => IDENTITY.has(key) || /^dentists-\d+-/.test(key);
  const PATIENCE = 15_000;
  const state = document.getElementById("save-state");
  const placeOf = (key) => `${root.dataset.case}:${key}`;

  const say = (text, kind = "") => {
    if (state.textContent === text) return;
    state.textContent = text;
    state.className = `save-state ${kind && `save-state--${kind}`}`;
  };
  const saySaved = () => {
    if (unsaved.size === 0) say("Tudo salvo.", "saved");
    else if ([...unsaved.values()].every((entry) => entry.conflict)) say("Falta escolher entre dois textos.", "failed");
  };

  // Where a control is sent to, and with what beside its value.
  const requestOf = (key) => {
    const [control] = controlsOf(key);
    if (!control) return null;
    const data = control.dataset;
    if (data.tick) return { url: root.dataset.tickUrl, fields: { list: data.tick, code: control.value } };
    if ("primary" in data) {
      const seen = [...controlsOf(key)].find((box) => box.defaultChecked)?.value ?? "";
      return { url: root.dataset.primaryUrl, fields: { seen } };
    }
    const sent = { field: data.save, key };
    for (const place of ["contact", "offer", "dentist"]) if (data[place]) sent[place] = data[place];
    return { url: root.dataset.saveUrl, fields: sent };
  };
  const bodyOf = (request, raw, entry) => {
    const body = new URLSearchParams({ ...request.fields, raw, base_version: entry.base });
    if (request.url === root.dataset.tickUrl) body.set("ticked", raw);
    if (request.url === root.dataset.primaryUrl) body.set("code", raw);
    for (const text of entry.sent) if (text !== raw) body.append("sent_before", text);
    return body;
  };

  const keep = (key) => {
    const entry = unsaved.get(key);
    const request = requestOf(key);
    if (!request) return;
    kept.put(placeOf(key), {
      kind: request.url === root.dataset.saveUrl ? "field" : "box",
      case: root.dataset.case,
      caseName: root.dataset.caseName,
      url: location.pathname,
      saveUrl: request.url,
      key,
      label: fields.labelOf(key),
      raw: valueOf(key),
      body: bodyOf(request, valueOf(key), entry).toString(),
      base: entry.base,
      sent: entry.sent,
    });
  };

  const post = async (url, body) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
      body,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.headers.get("Content-Type")?.includes("application/json")) {
      throw Object.assign(new Error("refused"), { response });
    }
    return response.json();
  };

  const send = async (key) => {
    const entry = unsaved.get(key);
    const request = requestOf(key);
    if (!entry || entry.sending || !request) return;
    clearTimeout(entry.timer);
    entry.sending = true;
    entry.dirty = false;
    const raw = valueOf(key);
    const body = bodyOf(request, raw, entry);
    // Whether an answer that gets lost had been a save is found out by the next one.
    entry.sent = [...new Set([...entry.sent, raw])].slice(-20);
    keep(key);
    say("Salvando…");
    try {
      const answer = await post(request.url, body);
      entry.sending = false;
      take(key, entry, answer, raw);
    } catch (problem) {
      entry.sending = false;
      if (problem.response) {
        await refused(key, problem.response);
        return;
      }
      say("Sem conexão: o que você digitou está guardado neste navegador e será enviado assim que der.", "failed");
      again(key);
    }
  };
  const again = (key) => {
    const entry = unsaved.get(key);
    clearTimeout(entry?.timer);
    if (entry) entry.timer = setTimeout(() => send(key), RETRY);
  };

  const take = (key, entry, answer, raw) => {
    if (answer.fate === "conflicting") {
      entry.conflict = true;
      fields.draw(answer);
      conflicts.show(key, answer);
      if (!answer.conflict) tell(answer.message);
      if (entry.dirty) queueAgain(key);
      saySaved();
      return;
    }
    entry.sent = [];
    entry.conflict = false;
    conflicts.hide(key);
    if ("version" in answer) {
      entry.base = answer.version;
      fields.setVersion(key, answer.version);
    }
    if (!entry.dirty) {
      unsaved.delete(key);
      kept.drop(placeOf(key));
      if (answer.fate === "applied" && "raw" in answer && answer.raw !== raw) fields.setValue(key, answer.raw);
    }
    fields.draw(answer);
    if (tellsWho(key)) document.body.dispatchEvent(new Event("identity-saved"));
    if (answer.message) tell(answer.message, { tone: "warning" });
    document.dispatchEvent(new CustomEvent("vinculo:saved", { detail: { key } }));
    if (entry.dirty) send(key);
    saySaved();
  };

  // Whatever the server says against it, the text stays on the page and in the browser, unsaved and marked.
  const refused = async (key, response) => {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const hasEnded = page.querySelector("[data-session-ended]") !== null;
    if (hasEnded || response.status >= 500 || response.status === 403) again(key);
    if (hasEnded) {
      say("Sua sessão terminou. Entre de novo em outra aba: o que está na tela será enviado.", "failed");
      return;
    }
    const sentence = page.querySelector(".notice__body, main h1")?.textContent.trim();
    if (response.status < 500 && controlsOf(key)[0]?.matches("[data-tick], [data-primary]")) putBack(key);
    say("Não foi salvo. O texto continua na tela.", "failed");
    tell(sentence || `Não foi salvo (erro ${response.status}). O texto continua na tela.`);
  };

  // A box that the server will not have goes back to what it said.
  const putBack = (key) => {
    fields.setValue(key, valueOf(key) === "yes" ? "" : "yes");
    unsaved.delete(key);
    kept.drop(placeOf(key));
  };

  // One entry for a field, changed in place: a save under way must see what is typed meanwhile. The version it
  // is typed over is that of the first keystroke.
  const queue = (key, now = false) => {
    if (!unsaved.has(key)) unsaved.set(key, { base: controlsOf(key)[0]?.dataset.version ?? "0", sent: [] });
    const entry = unsaved.get(key);
    entry.dirty = true;
    keep(key);
    // From the first letter on it would not be true any more.
    if (state.matches(".save-state--saved")) say("Salvando…");
    if (now) send(key);
    else queueAgain(key);
  };
  const queueAgain = (key) => {
    const entry = unsaved.get(key);
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => send(key), PAUSE);
  };

  // The end of a conflict: `raw` over the version that stood. Theirs, there is nothing to send.
  const settle = (key, raw, version, isTheirs = false) => {
    const entry = unsaved.get(key) ?? {};
    clearTimeout(entry.timer);
    unsaved.delete(key);
    kept.drop(placeOf(key));
    fields.setValue(key, raw);
    fields.setVersion(key, version);
    if (isTheirs) saySaved();
    else queue(key, true);
  };

  root.addEventListener("input", (event) => {
    const control = event.target;
    if (control.dataset.save && !control.readOnly && control.type !== "radio") queue(control.dataset.key);
  });
  root.addEventListener("change", (event) => {
    const control = event.target;
    const key = control.dataset ? keyOf(control) : "";
    if (!key || control.readOnly) return;
    const wasPrimary = control.dataset.tick === "reason" && root.querySelector("[data-primary]:checked")?.value === control.value;
    if (control.matches("select, [type=radio], [type=checkbox]") || unsaved.has(key)) queue(key, true);
    if (control.dataset.tick && !control.checked) offerUndo(key, wasPrimary);
  });
  root.addEventListener("focusout", (event) => {
    const key = event.target.dataset?.key;
    if (key && unsaved.get(key)?.dirty) send(key);
  });
  root.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-clear]");
    if (!clear) return;
    const key = clear.dataset.clear;
    const before = valueOf(key);
    if (!before) return;
    fields.setValue(key, "");
    queue(key, true);
    tell(`${fields.labelOf(key)}: marcação retirada.`, { tone: "success", undo: () => putBackAndGo(key, before) });
  });
  const put = (key, raw) => {
    fields.setValue(key, raw);
    queue(key, true);
  };
  const putBackAndGo = (key, raw) => {
    put(key, raw);
    controlsOf(key)[0]?.focus();
  };
  const offerUndo = (key, wasPrimary) => {
    const undo = () => {
      putBackAndGo(key, "yes");
      if (!wasPrimary) return;
      document.addEventListener("vinculo:saved", () => put("primary_reason", key.split(".")[1]), { once: true });
    };
    tell(`“${fields.labelOf(key)}” desmarcado.`, { tone: "success", undo });
  };

  window.addEventListener("online", () => { for (const key of unsaved.keys()) send(key); });
  // A lid that closes, a tab that goes: what waits for its pause goes at once, and what is under way goes on.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const [key, entry] of unsaved) if (entry.dirty) send(key);
  });
  window.addEventListener("pagehide", () => {
    for (const [key, entry] of unsaved) {
      const request = requestOf(key);
      if (!request || !entry.dirty) continue;
      fetch(request.url, {
        method: "POST",
        headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
        body: bodyOf(request, valueOf(key), entry),
        keepalive: true,
      }).catch(() => {});
    }
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size && !kept.works()) event.preventDefault(); });

  // A button that moves the case waits until everything typed has been saved.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || unsaved.size === 0 || !form.closest("[data-case]") || form.matches("[hx-post], [hx-get]")) return;
    event.preventDefault();
    for (const key of [...unsaved.keys()]) send(key);
    for (let waited = 0; unsaved.size && waited < 5000; waited += 50) {
      if ([...unsaved.values()].every((entry) => entry.conflict)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (unsaved.size === 0) {
      form.submit();
      return;
    }
    root.querySelector(".conflict")?.focus();
    tell("Ainda há texto por salvar. Resolva o que está marcado, ou espere a conexão voltar, e tente de novo.");
  });

  for (const control of root.querySelectorAll("[data-typed-early]")) {
    if (keyOf(control) && !control.readOnly) queue(keyOf(control), control !== document.activeElement);
  }

  window.vinculo.caseSaving = { queue, send, settle, say, saySaved, unsaved, placeOf };
})();
