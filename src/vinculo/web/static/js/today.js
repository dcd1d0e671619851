// Hoje: one small dialog marks the next contact of any case; then the focus goes on to the case that follows.
(() => {
  const dialog = () => document.getElementById("next-contact");
  let after = null;

  const rows = () => [...document.querySelectorAll("#day .case-line")];
  const buttonOf = (row) => row?.querySelector("[data-next-contact]") ?? row?.querySelector("a");

  const open = (button) => {
    const picker = dialog();
    for (const field of picker.querySelectorAll("[name=case]")) field.value = button.dataset.nextContact;
    picker.querySelector("[data-picker-name]").textContent = button.dataset.name;
    picker.querySelector("[name=on]").value = "";
    picker.querySelector("#next-contact-refused").textContent = "";
    const all = rows();
    const place = all.indexOf(button.closest(".case-line"));
    after = all.slice(place + 1).concat(all.slice(0, place).reverse()).map((row) => row.dataset.case);
    picker.showModal();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-next-contact]");
    if (button) open(button);
    if (event.target.closest("[data-picker-close]")) dialog().close();
  });

  // The list was drawn anew: the dialog is done with, and nobody starts from the top of the page again.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "day" && event.detail.elt?.id !== "day") return;
    if (dialog()?.open) dialog().close();
    const next = (after ?? []).map((id) => document.querySelector(`#day [data-case="${id}"]`)).find(Boolean);
    (buttonOf(next) ?? document.getElementById("day"))?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    after = null;
  });

  document.addEventListener("htmx:responseError", () => dialog()?.open && dialog().close());
})();
