// What the address names is open: a details element, or the one within what is named.
(() => {
  const open = () => {
    const named = location.hash && document.getElementById(location.hash.slice(1));
    const details = named && (named.matches("details") ? named : named.querySelector(":scope > details"));
    if (!details) return;
    details.open = true;
    details.querySelector("summary").focus();
  };
  open();
  addEventListener("hashchange", open);
})();
