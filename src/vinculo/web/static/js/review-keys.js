// Through a review by keys: F8 or j and k from doubt to doubt, Alt+Enter confirms, Ctrl+Enter accepts,
// Alt+Page Down and Alt+Page Up change the form.
(() => {
  const review = window.vinculo.review;
  const form = document.getElementById("review");
  if (!form) return;

  const goTo = (anchor) => {
    const target = document.getElementById(anchor);
    const control = target?.matches("input, select, textarea") ? target : (target?.querySelector("input, textarea") ?? target);
    control?.focus();
    target?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => {
    const point = event.target.closest("[data-point]");
    if (!point) return;
    event.preventDefault();
    goTo(point.getAttribute("href").slice(1));
  });

  const change = (rel) => {
    document.activeElement?.blur();
    document.querySelector(`a[rel=${rel}]`)?.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "F8") {
      event.preventDefault();
      review?.step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      document.activeElement?.blur();
      form.querySelector("[data-accept]")?.click();
    } else if (event.altKey && (event.key === "PageDown" || event.key === "PageUp")) {
      event.preventDefault();
      change(event.key === "PageDown" ? "next" : "prev");
    }
  });

  if (!review?.step) return;
  const onReview = { group: "Na conferência", when: () => review.hasChecks() };
  window.vinculo.keys.add("j", "Próximo campo a conferir (ou F8)", () => review.step(1), onReview);
  window.vinculo.keys.add("k", "Campo anterior a conferir", () => review.step(-1), onReview);
  window.vinculo.keys.add("e", "Este campo confere (digitando: Enter ou Alt + Enter)", review.confirmHere, {
    group: "Na conferência",
    when: () => review.here() !== null && review.here() !== undefined,
  });
})();
