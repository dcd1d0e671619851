// Who leaves: a tick means some dentists, the whole provider means no ticks; what follows is shown at once.
(() => {
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("[data-leavers]");
    if (!form || !target.matches("[data-leaver], [data-leavers-scope]")) return;
    const whole = form.querySelector('[data-leavers-scope][value="provider"]');
    const some = form.querySelector('[data-leavers-scope][value="dentists"]');
    const boxes = [...form.querySelectorAll("[data-leaver]")];
    if (target.matches("[data-leaver]")) {
      const isAny = boxes.some((box) => box.checked);
      some.checked = isAny;
      whole.checked = !isAny;
    } else if (target === whole) {
      for (const box of boxes) box.checked = false;
    }
    form.dispatchEvent(new Event("leavers-changed"));
  });

  // Ticks that came back from before are shown like those that somebody just made.
  document.addEventListener("form-filled", ({ target }) => {
    if (target.matches("[data-leavers]")) target.dispatchEvent(new Event("leavers-changed"));
  });
})();
