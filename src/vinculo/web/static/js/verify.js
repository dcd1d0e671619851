// The public page: a file is hashed here and only its hash is compared, where the browser can do that.
(() => {
  const form = document.querySelector("[data-verify-file]");
  const input = form && form.querySelector("input[type=file]");
  if (!form || !window.crypto || !crypto.subtle) return;

  const hashOf = async (file) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const show = (name) => {
    const place = document.getElementById("verify-result");
    place.replaceChildren(document.getElementById(name).content.cloneNode(true));
  };

  // Without a document to compare it with, the server is asked whose hash that is.
  const askFor = (sha256) => {
    const asked = document.createElement("form");
    asked.method = "post";
    asked.action = form.action;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "sha256", value: sha256 });
    asked.append(field);
    document.body.append(asked);
    asked.submit();
  };

  const compare = async (file) => {
    if (!file) return;
    const sha256 = await hashOf(file);
    if (form.dataset.expected) show(sha256 === form.dataset.expected ? "verify-same" : "verify-other");
    else askFor(sha256);
  };

  const hint = form.querySelector("[data-private]");
  hint.textContent = hint.dataset.private;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    compare(input.files[0]);
  });
  input.addEventListener("change", () => compare(input.files[0]));
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("drop--over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("drop--over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop--over");
    compare(event.dataTransfer.files[0]);
  });
})();
