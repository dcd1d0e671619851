// A provider's page: a form that was opened in place can be left again, and what it covered comes back.
(() => {
  const covered = new WeakMap();

  document.addEventListener("htmx:beforeSwap", (event) => {
    const place = event.detail.target;
    const opens = event.detail.requestConfig?.elt?.matches?.("a[hx-get]");
    if (opens && !place.querySelector(".registry-form")) {
      covered.set(place, { content: [...place.childNodes], opener: event.detail.requestConfig.elt });
    }
  });

  const leave = (form) => {
    const place = form.parentElement;
    const before = covered.get(place);
    if (!before) return false;
    place.replaceChildren(...before.content);
    covered.delete(place);
    before.opener.focus();
    return true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-leave-form]");
    if (link && leave(link.closest("form"))) event.preventDefault();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const first = event.target.querySelector?.(".registry-form [aria-invalid=true]") ?? event.target.querySelector?.(".registry-form :is(input:not([type=hidden]), select, textarea)");
    first?.focus();
  });
})();
