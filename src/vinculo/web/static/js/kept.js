// Texts that the server has not confirmed stand in the browser, each under the person's own id: what another
// person types in the same browser is never read. What is confirmed is taken out at once.
(() => {
  const user = document.body.dataset.user;
  const OF_ALL = "vinculo:kept:";
  const PREFIX = `${OF_ALL}${user}:`;
  const LONGEST = 30 * 24 * 60 * 60 * 1000;
  const page = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  let works = Boolean(user);
  let isTold = false;

  // A page holds its lock as long as it lives: the texts of a living page are not somebody's lost ones.
  let previous = null;
  try {
    previous = sessionStorage.getItem("vinculo:page");
    sessionStorage.setItem("vinculo:page", page);
  } catch {
    // A browser that keeps nothing has nothing to give back either.
  }
  navigator.locks?.request(`vinculo:${page}`, () => new Promise(() => {}));

  const put = (place, entry) => {
    if (!user) return false;
    try {
      localStorage.setItem(`${PREFIX}${place}:${page}`, JSON.stringify({ ...entry, page, at: Date.now() }));
      works = true;
    } catch {
      works = false;
      if (!isTold) {
        window.vinculo.tell(
          "Este navegador não está guardando rascunhos: a memória dele está cheia ou bloqueada. O Vínculo continua " +
            "salvando no servidor; não feche a página antes de ver “Tudo salvo.”",
          { tone: "warning" },
        );
      }
      isTold = true;
    }
    return works;
  };
  const remove = (id) => {
    try {
      localStorage.removeItem(id);
    } catch {
      // Nothing was kept, nothing is to be taken out.
    }
  };
  const drop = (place) => remove(`${PREFIX}${place}:${page}`);

  // What stands under a beginning of names. A damaged entry is passed over: it holds back none of the others.
  const readable = (beginning) => {
    const found = [];
    try {
      for (const id of Object.keys(localStorage).filter((name) => name.startsWith(beginning))) {
        try {
          const entry = JSON.parse(localStorage.getItem(id));
          if (entry && typeof entry === "object") found.push({ ...entry, id });
        } catch {
          // Nobody can read it, and the next one may be whole.
        }
      }
    } catch {
      works = false;
    }
    return found;
  };
  const entries = () => (user ? readable(PREFIX).sort((one, other) => one.at - other.at) : []);

  // What is too old goes, whoever wrote it: somebody who never comes back leaves nothing for good.
  const forget = () => {
    for (const entry of readable(OF_ALL)) if (!(Date.now() - entry.at < LONGEST)) remove(entry.id);
  };
  forget();

  // What pages left behind that are no more: closed, crashed, reloaded. The oldest first.
  const abandoned = async () => {
    const found = entries().filter((entry) => entry.page !== page);
    if (!found.length) return found;
    const held = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
    return found.filter((entry) => entry.page === previous || !held.has(`vinculo:${entry.page}`));
  };

  const when = (entry) =>
    new Date(entry.at).toLocaleString("pt-BR", { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" });

  window.vinculo.kept = { put, drop, remove, entries, abandoned, when, previous, page, works: () => works };

  // Leaving with a text that is nowhere else is asked about once; the text stays for its writer alone.
  let isWarned = false;
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]") || isWarned) return;
    if (!entries().some((entry) => entry.kind !== "form")) return;
    event.preventDefault();
    isWarned = true;
    window.vinculo.tell(
      "Ainda há texto por salvar. Ele fica guardado neste navegador, só para você, e volta quando você entrar. " +
        "Para sair assim mesmo, toque em Sair de novo.",
      { tone: "warning" },
    );
  });
})();
