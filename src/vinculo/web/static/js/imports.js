// Files are sent as soon as they are chosen or dropped, some at once, folders with all that is in them.
// What is read of them is told by the page of the import. Without this script the form sends them all at once.
(() => {
  const form = document.getElementById("intake");
  if (!form) return;
  const AT_ONCE = 3;
  const drop = document.getElementById("intake-drop");
  const lines = document.getElementById("intake-lines");
  const bar = document.getElementById("intake-bar");
  const title = document.getElementById("intake-progress-title");
  const go = document.getElementById("intake-go");
  const queue = [];
  const count = { all: 0, sent: 0, failed: 0, under: 0 };
  let batch = null;

  const post = async (url, body) => {
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(url, { method: "POST", headers: { "HX-Request": "true" }, body });
    if (response.ok && !response.redirected) return response;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const sentence = page.querySelector(".notice__body")?.textContent.trim();
    throw new Error(sentence || `O envio falhou (erro ${response.status}).`);
  };

  const openBatch = async () => {
    const body = new FormData();
    for (const name of ["operator", "as_history", "token"]) {
      const value = new FormData(form).get(name);
      if (value !== null) body.set(name, value);
    }
    const response = await post(form.dataset.openUrl, body);
    // Operator and history are the batch's: once it is open they cannot change under it.
    for (const control of form.querySelectorAll("#intake-operator, #intake-history")) control.disabled = true;
    return response.json();
  };

  const showProgress = () => {
    document.getElementById("intake-progress").hidden = false;
    bar.max = count.all;
    bar.value = count.sent + count.failed;
    document.getElementById("intake-count").textContent = `${count.sent} de ${count.all} arquivos`;
    lines.hidden = lines.childElementCount === 0;
  };

  const largestOf = (file) =>
    Number(file.name.toLowerCase().endsWith(".zip") ? form.dataset.largestArchive : form.dataset.largest);

  const send = async ({ file, name }) => {
    const largest = largestOf(file);
    if (file.size > largest) {
      failed({ file, name }, `O arquivo passa de ${Math.floor(largest / 1e6)} MB e não foi enviado.`, false);
      return;
    }
    try {
      // All wait for the one batch.
      batch ??= openBatch();
      const body = new FormData();
      body.set("files", file, file.name);
      body.set("name", name);
      await post((await batch).files, body);
      count.sent += 1;
    } catch (problem) {
      if (count.sent === 0) batch = null;
      failed({ file, name }, problem instanceof TypeError ? "Sem conexão." : problem.message, true);
    }
  };

  const failed = (item, sentence, mayRetry) => {
    count.failed += 1;
    const line = document.getElementById("intake-line").content.firstElementChild.cloneNode(true);
    line.querySelector("[data-name]").textContent = item.name;
    const state = line.querySelector("[data-state]");
    state.textContent = `${sentence} `;
    if (mayRetry) state.append(againButton(item, line));
    lines.append(line);
  };

  const againButton = (item, line) => {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "link-button";
    again.textContent = "Enviar de novo";
    again.addEventListener("click", () => {
      count.failed -= 1;
      line.remove();
      queue.push(item);
      work();
    });
    return again;
  };

  const work = () => {
    while (count.under < AT_ONCE && queue.length) {
      count.under += 1;
      send(queue.shift()).finally(() => {
        count.under -= 1;
        showProgress();
        if (queue.length) work();
        else if (count.under === 0) finish();
      });
    }
  };

  const finish = async () => {
    title.textContent = "Enviados";
    if (count.failed === 0 && batch) {
      window.location.assign((await batch).done);
      return;
    }
    vinculo.announce(`${count.failed} arquivos não foram enviados.`);
    if (!count.sent) return;
    go.href = (await batch).batch;
    go.hidden = false;
    go.focus();
  };

  const take = (items) => {
    if (!items.length) {
      vinculo.tell("A pasta não tem arquivos.", { tone: "warning" });
      return;
    }
    count.all += items.length;
    title.textContent = "Enviando";
    go.hidden = true;
    queue.push(...items);
    showProgress();
    work();
  };

  // Whether a form is in a file its content tells, not its name; of a folder only what a system, or an open
  // Word, left there for itself stays behind.
  const LEFT_BEHIND = /(^|\/)(__MACOSX\/.*|\.[^/]*|~\$[^/]*|thumbs\.db|desktop\.ini)$/i;
  const isWanted = ({ name }) => !LEFT_BEHIND.test(name);

  const named = (file) => ({ file, name: file.webkitRelativePath || file.name });

  const within = async (entry, path) => {
    if (entry.isFile) {
      const file = await new Promise((done, fail) => entry.file(done, fail));
      const item = { file, name: path + file.name };
      return !path || isWanted(item) ? [item] : [];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      // A folder is told in portions; an empty one is the end.
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) break;
      for (const each of some) found.push(...(await within(each, `${path}${entry.name}/`)));
    }
    return found;
  };

  const takeDropped = async (transfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) {
      take([...transfer.files].map(named));
      return;
    }
    try {
      const found = [];
      for (const entry of entries) found.push(...(await within(entry, "")));
      take(found);
    } catch {
      vinculo.tell("A pasta não pôde ser lida. Escolha-a pelo botão.", { tone: "danger" });
    }
  };

  for (const [id, isFolder] of [["intake-files", false], ["intake-folder", true]]) {
    const picker = document.getElementById(id);
    picker.addEventListener("change", () => {
      const files = [...picker.files];
      if (files.length) take(files.map(named).filter((item) => !isFolder || isWanted(item)));
      picker.value = "";
    });
  }
  vinculo.takesDrops(drop, takeDropped);
  form.addEventListener("submit", (event) => {
    const text = form.elements.text.value;
    event.preventDefault();
    if (text.trim()) {
      take([named(new File([text], "texto colado.txt", { type: "text/plain" }))]);
      form.elements.text.value = "";
    } else {
      document.getElementById("intake-files").click();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (queue.length || count.under) event.preventDefault();
  });
})();
