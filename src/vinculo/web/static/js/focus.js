// The focus is never lost when a part of the page is replaced, and nobody waits without being told.
(() => {
  let before = null; // what had the focus in the part that is being replaced

  const signsOf = (element) => ({
    id: element.id,
    name: element.getAttribute("name"),
    value: element.matches("input[type=radio], input[type=checkbox], button") ? element.value : null,
    href: element.getAttribute("href"),
    words: element.textContent.trim(),
    tag: element.tagName,
  });
  const findAgain = (place, signs) => {
    const isSeen = (one) => one && one.getClientRects().length > 0;
    const same = signs.id && document.getElementById(signs.id);
    if (isSeen(same)) return same;
    const alike = [...place.querySelectorAll(signs.tag)].filter(isSeen);
    const likeness = (one) => {
      const now = signsOf(one);
      const isNamesake = signs.name && now.name === signs.name && now.value === signs.value;
      return (isNamesake ? 4 : 0) + (signs.words && now.words === signs.words ? 2 : 0) + (signs.href && now.href === signs.href ? 1 : 0);
    };
    const best = Math.max(0, ...alike.map(likeness));
    return best > 0 ? alike.find((one) => likeness(one) === best) : null;
  };
  // Nothing of the kind is there any more: the heading of the part, else the page itself.
  const headingOf = (place) => {
    const around = place.closest?.("section, article, main") ?? document.getElementById("main");
    const heading = place.querySelector?.("h2, h3") ?? around.querySelector("h2, h3, h1") ?? around;
    if (!heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
    return heading;
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const place = event.detail.target;
    const focused = document.activeElement;
    if (place?.contains(focused) && focused !== place) before = { place: place.id, signs: signsOf(focused) };
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!before) return;
    const { place, signs } = before;
    if (document.activeElement && document.activeElement !== document.body) {
      before = null;
      return;
    }
    before = null;
    const now = document.getElementById(place) ?? event.detail.target;
    if (!now?.isConnected) return;
    (findAgain(now, signs) ?? headingOf(now)).focus({ preventScroll: true });
  });

  // After a form was sent the page opens at the part it was about; the focus goes there too.
  document.addEventListener("DOMContentLoaded", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || document.querySelector("[data-focus-first], [autofocus]")) return;
    (target.matches("[tabindex]") ? target : headingOf(target)).focus({ preventScroll: true });
  });

  // A thin bar after 400 ms, a word to screen readers after a second and a half.
  const bar = document.getElementById("progress");
  const waits = new Map();
  const start = (what, place) => {
    if (!bar || waits.has(what)) return;
    waits.set(what, {
      place,
      shown: setTimeout(() => { bar.hidden = false; place?.setAttribute("aria-busy", "true"); }, 400),
      said: setTimeout(() => window.vinculo.announce("Aguarde…"), 1500),
      given: setTimeout(() => stop(what), 60_000),
    });
  };
  const stop = (what) => {
    const wait = waits.get(what);
    if (!wait) return;
    for (const timer of [wait.shown, wait.said, wait.given]) clearTimeout(timer);
    wait.place?.removeAttribute("aria-busy");
    waits.delete(what);
    if (waits.size === 0) bar.hidden = true;
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    // What the page asks by itself, now and then, keeps nobody waiting.
    if (event.detail.requestConfig.triggeringEvent) start(event.detail.xhr, event.detail.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => stop(event.detail.xhr));
  document.addEventListener("submit", (event) => {
    // Asked a moment later: another script may take the sending over.
    setTimeout(() => {
      if (!event.defaultPrevented && event.target.target !== "_blank") start("page", document.getElementById("main"));
    });
  });
  window.addEventListener("pageshow", () => stop("page"));
  window.vinculo.waiting = { start, stop };
})();
