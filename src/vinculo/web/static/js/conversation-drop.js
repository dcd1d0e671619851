// A file of a conversation goes to its review as soon as it is chosen or dropped; on the page of a case, a
// dropped export is recognised by its name and goes the same way.
(() => {
  const form = document.querySelector("[data-conversation-form]");
  const link = document.querySelector("a[data-conversation-import]");
  const isExport = (file) => /\.zip$/i.test(file.name) || /^(_chat|conversa do whatsapp|whatsapp chat|chat de whatsapp).*\.txt$/i.test(file.name);

  if (form) {
    const drop = form.querySelector("[data-conversation-drop]");
    const picker = form.elements.file;
    const state = form.querySelector("[data-conversation-state]");
    const send = () => {
      const file = picker.files[0];
      if (!file) return;
      if (file.size > Number(form.dataset.largest)) {
        window.vinculo.tell(`O arquivo passa de ${Math.floor(form.dataset.largest / 1048576)} MB e não foi enviado. Exporte a conversa sem mídia.`);
        picker.value = "";
        return;
      }
      state.textContent = "Enviando e lendo a conversa…";
      form.requestSubmit();
    };
    picker.addEventListener("change", send);
    window.vinculo.takesDrops(drop, (dropped) => {
      picker.files = dropped.files;
      send();
    });
  }

  // Before anything else on the page takes the file as an attachment.
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const submitTo = (url, file) => {
    const sent = document.createElement("form");
    sent.method = "post";
    sent.enctype = "multipart/form-data";
    sent.action = url;
    sent.hidden = true;
    const picker = Object.assign(document.createElement("input"), { type: "file", name: "file" });
    const files = new DataTransfer();
    files.items.add(file);
    picker.files = files.files;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").cloneNode();
    sent.append(picker, token);
    document.body.append(sent);
    sent.requestSubmit();
  };
  if (link) {
    document.addEventListener("dragover", (event) => {
      if (hasFiles(event)) event.preventDefault();
    });
    document.addEventListener("drop", (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length !== 1 || !isExport(files[0])) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      window.vinculo.tell("Abrindo a conversa do WhatsApp…", { tone: "info" });
      submitTo(link.href, files[0]);
    }, true);
  }
})();
