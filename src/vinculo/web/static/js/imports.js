// Files are sent one by one as soon as they are chosen or dropped, and each says what was read in it.
// Without this script the form sends them all at once.
(() => {
  const form = document.getElementById("intake");
  if (!form) return;
  const drop = document.getElementById("intake-drop");
  const picker = document.getElementById("intake-files");
  const lines = document.getElementById("intake-lines");
  const bar = document.getElementById("intake-bar");
  const title = document.getElementById("intake-progress-title");
  const go = document.getElementById("intake-go");
  const largest = Number(form.dataset.largest);
  let batch = null;
  let sending = Promise.resolve();
  const count = { all: 0, done: 0, problems: 0 };

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
    lock();
    return response.json();
  };

  // Operator and history are the batch's: once it is open they cannot change under it.
  const lock = () => {
    for (const control of form.querySelectorAll("#intake-operator, #intake-history")) control.disabled = true;
  };

  const addLine = (name) => {
    const line = document.getElementById("intake-line").content.firstElementChild.cloneNode(true);
    line.querySelector("[data-name]").textContent = name;
    line.querySelector("[data-state]").textContent = "na fila";
    lines.append(line);
    return line;
  };

  const showProgress = () => {
    document.getElementById("intake-progress").hidden = false;
    bar.max = count.all;
    bar.value = count.done;
    document.getElementById("intake-count").textContent = `${count.done} de ${count.all} arquivos`;
    title.textContent = count.done === count.all ? "Lidos" : "Lendo";
  };

  const send = async (file, line) => {
    const state = line.querySelector("[data-state]");
    state.textContent = "lendo…";
    try {
      if (file.size > largest) throw new Error(`O arquivo passa de ${Math.floor(largest / 1048576)} MB e não foi enviado.`);
      batch ??= await openBatch();
      const body = new FormData();
      body.set("files", file, file.name);
      const response = await post(batch.files, body);
      const read = document.createRange().createContextualFragment(await response.text()).firstElementChild;
      if ("problem" in read.dataset) count.problems += 1;
      line.replaceWith(read);
    } catch (problem) {
      count.problems += 1;
      failed(file, line, problem instanceof TypeError ? "Sem conexão." : problem.message);
    }
    count.done += 1;
    showProgress();
  };

  const failed = (file, line, sentence) => {
    const state = line.querySelector("[data-state]");
    state.textContent = `${sentence} `;
    state.classList.add("late");
    if (file.size > largest) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "link-button";
    again.textContent = "Enviar de novo";
    again.addEventListener("click", () => {
      count.done -= 1;
      count.problems -= 1;
      state.classList.remove("late");
      enqueue([[file, line]]);
    });
    state.append(again);
  };

  // One after the other: the reader is quicker than the line, and the order stays.
  const enqueue = (pairs) => {
    sending = pairs.reduce((before, [file, line]) => before.then(() => send(file, line)), sending).then(finish);
  };

  const finish = () => {
    if (count.done < count.all || !batch) return;
    if (count.problems === 0) {
      window.location.assign(batch.done);
      return;
    }
    go.href = batch.batch;
    go.hidden = false;
    go.focus();
  };

  const take = (files) => {
    const chosen = [...files];
    if (!chosen.length) return;
    count.all += chosen.length;
    go.hidden = true;
    showProgress();
    enqueue(chosen.map((file) => [file, addLine(file.name)]));
  };

  picker.addEventListener("change", () => {
    take(picker.files);
    picker.value = "";
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("drop--over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("drop--over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("drop--over");
    take(event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => {
    const text = form.elements.text.value;
    event.preventDefault();
    if (text.trim()) {
      take([new File([text], "texto colado.txt", { type: "text/plain" })]);
      form.elements.text.value = "";
    } else {
      picker.click();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (count.done < count.all) event.preventDefault();
  });
})();
