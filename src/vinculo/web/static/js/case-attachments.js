// Files of a case, or of a sector's answer: pasted, dropped, chosen or photographed; several at once, each with its
// own progress and its own refusal. And pictures in their whole size, over the page.
(() => {
  const root = document.querySelector("[data-case], [data-takes-files]");
  if (!root) return;
  const { csrf, tell, announce } = window.vinculo;
  const LARGEST = Number(document.querySelector("[data-attach]")?.dataset.largest ?? Infinity);
  const AT_ONCE = 2;
  const waiting = [];
  let under = 0;
  let held = null;

  const zoneOf = (element) => element?.closest?.("[data-drop-files]");
  const ofCase = () => document.querySelector("#attachments[data-drop-files]");
  let lastZone = null;
  document.addEventListener("focusin", (event) => {
    const contact = event.target.closest?.(".contact");
    if (contact) lastZone = contact.matches("[data-drop-files]") ? contact : null;
    else if (event.target.closest?.(".case__beside, .paper")) lastZone = null;
  });

  // A line for each file, from the moment it is let go of.
  const lineFor = (zone, file) => {
    const line = document.createElement("li");
    line.className = "file file--sending";
    const name = Object.assign(document.createElement("span"), { className: "file__name", textContent: file.name });
    const progress = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    progress.setAttribute("aria-label", `Enviando ${file.name}`);
    line.append(name, progress);
    zone.querySelector("[data-files]").append(line);
    return line;
  };
  const refuse = (line, sentence) => {
    line.className = "file file--refused";
    const said = Object.assign(document.createElement("span"), { textContent: sentence });
    said.setAttribute("role", "alert");
    const close = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: "Fechar" });
    close.addEventListener("click", () => line.remove());
    line.replaceChildren(said, close);
  };

  const attach = (zone, files) => {
    if (!zone || !files.length) return;
    for (const file of files) {
      const line = lineFor(zone, file);
      if (file.size > LARGEST) refuse(line, `“${file.name}” passa de ${Math.floor(LARGEST / 1048576)} MB e não foi enviado. Reduza o arquivo ou divida-o em partes.`);
      else if (file.size === 0) refuse(line, `“${file.name}” está vazio e não foi enviado. Escolha outro arquivo.`);
      else waiting.push({ zone, file, line });
    }
    next();
  };
  const next = () => {
    while (under < AT_ONCE && waiting.length) {
      under += 1;
      send(waiting.shift());
    }
  };
  const done = () => {
    under -= 1;
    next();
    if (!under && held) goOn();
  };

  const send = ({ zone, file, line }) => {
    const form = zone.querySelector("[data-attach]");
    const body = new FormData();
    body.set("file", file, file.name);
    if (form.elements.contact) body.set("contact", form.elements.contact.value);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      const bar = line.querySelector("progress");
      if (bar && event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
    });
    request.addEventListener("load", () => arrived(request, line, file));
    request.addEventListener("error", () => refuse(line, `“${file.name}” não foi enviado: o Vínculo não respondeu. Anexe de novo quando a conexão voltar.`));
    request.addEventListener("loadend", done);
    request.send(body);
  };

  const arrived = (request, line, file) => {
    let told = null;
    try {
      [told] = JSON.parse(request.responseText).files;
    } catch {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const said = page.querySelector(".notice__body, main h1")?.textContent.trim();
      refuse(line, said || `“${file.name}” não foi enviado (erro ${request.status}).`);
      return;
    }
    if (!told.html) {
      if (told.tone === "error") refuse(line, told.message);
      else {
        line.remove();
        tell(told.message, { tone: told.tone });
      }
      return;
    }
    const drawn = document.createRange().createContextualFragment(told.html).firstElementChild;
    line.replaceWith(drawn);
    announce?.(told.message);
  };

  // An answer that is sent while its files are on their way would leave them behind: it follows them.
  document.addEventListener("submit", (event) => {
    if (!under || !event.target.matches("[data-takes-files] [data-attach]")) return;
    event.preventDefault();
    held = { form: event.target, button: event.submitter };
    tell("A resposta segue assim que os anexos chegarem.");
  });
  const goOn = () => {
    const { form, button } = held;
    held = null;
    if (!form.closest("[data-drop-files]").querySelector(".file--refused")) form.requestSubmit(button);
    else tell("Um anexo não chegou, e a resposta não foi enviada. Veja por quê e responda de novo.", { tone: "warning" });
  };

  // A screenshot from the clipboard. Where text is pasted into a field, text it stays.
  const nameOf = (file) => {
    if (file.name && !/^image\.\w+$/.test(file.name)) return file;
    const moment = new Date().toLocaleString("pt-BR").replace(/[/:]/g, "-").replace(",", "");
    return new File([file], `captura ${moment}.${(file.type.split("/")[1] ?? "png").replace("jpeg", "jpg")}`, { type: file.type });
  };
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const hasText = event.clipboardData?.types.includes("text/plain");
    if (!files.length || (hasText && event.target.matches?.("input, textarea")) || document.querySelector("dialog[open]")) return;
    const zone = zoneOf(event.target) ?? (lastZone?.isConnected ? lastZone : null) ?? ofCase();
    if (!zone) return;
    event.preventDefault();
    attach(zone, files.map(nameOf));
  });

  // Files held over the page: every place that takes one shows itself.
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = (zone) => {
    for (const each of document.querySelectorAll(".drop--over[data-drop-files]")) if (each !== zone) each.classList.remove("drop--over");
    zone?.classList.add("drop--over");
  };
  const leave = () => {
    mark(null);
    document.body.classList.remove("is-dragging");
  };
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("is-dragging");
    mark(zoneOf(event.target) ?? ofCase());
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) leave(); });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    leave();
    attach(zoneOf(event.target) ?? ofCase(), [...event.dataTransfer.files]);
  });

  // Chosen files go the same way; without this script the form is sent as it is.
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-attach]");
    if (!form || event.target.type !== "file") return;
    event.stopImmediatePropagation();
    attach(form.closest("[data-drop-files]"), [...event.target.files]);
    event.target.value = "";
  }, true);

  const viewer = document.getElementById("picture-viewer");
  const pictures = () => [...root.querySelectorAll("a[data-view]")];
  let shown = null;
  const show = (link) => {
    shown = link;
    const name = link.querySelector(".file__name").textContent;
    viewer.querySelector("[data-viewer-name]").textContent = name;
    viewer.querySelector("[data-viewer-original]").href = link.href;
    Object.assign(viewer.querySelector("[data-viewer-picture]"), { src: link.href, alt: name });
    for (const button of viewer.querySelectorAll("[data-viewer-step]")) button.hidden = pictures().length < 2;
    if (!viewer.open) viewer.showModal();
  };
  const step = (by) => {
    const all = pictures();
    if (all.length) show(all[(all.indexOf(shown) + by + all.length) % all.length]);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      show(link);
    }
    const button = event.target.closest("[data-viewer-step]");
    if (button) step(Number(button.dataset.viewerStep));
  });
  viewer?.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") step(1);
    if (event.key === "ArrowLeft") step(-1);
  });
  viewer?.addEventListener("close", () => {
    viewer.querySelector("[data-viewer-picture]").removeAttribute("src");
    if (shown?.isConnected) shown.focus();
  });
})();
