// Formats what is typed in controls with data-format: date, money, reais, cpf, cnpj, document, phone, number.
//
// While typing, it acts only where the caret stands at the end and something was added, so it never fights
// a correction in the middle. On leaving, it formats the whole value. A value that is not wholly of the
// format's kind stays exactly as typed: the server reads any common form and says what it cannot read.
(() => {
  const groups = (characters, sizes, marks) => {
    let text = "";
    let at = 0;
    sizes.forEach((size, index) => {
      if (at >= characters.length) return;
      text += (index ? marks[index - 1] : "") + characters.slice(at, at + size);
      at += size;
    });
    return text + characters.slice(at);
  };
  const bare = (value, extra = "") => value.replace(new RegExp(`[\\s./\\-()+${extra}]`, "g"), "");
  const digitsOnly = (value) => (/^[\d\s./\-()+]*$/.test(value) ? value.replace(/\D/g, "") : null);

  const partial = {
    date(value) {
      // Strokes that the person types are theirs: one is added only when the next digit needs it.
      const isRun = /^\d{3,8}$/.test(value) || /^\d{2}\/\d{3,6}$/.test(value);
      return isRun ? groups(value.replace("/", ""), [2, 2, 4], ["/", "/"]) : null;
    },
    cpf(value) {
      const digits = digitsOnly(value);
      return digits === null || digits.length > 11 ? null : groups(digits, [3, 3, 3, 2], [".", ".", "-"]);
    },
    cnpj(value) {
      const characters = bare(value).toUpperCase();
      if (!/^[0-9A-Z]{0,14}$/.test(characters)) return null;
      return groups(characters, [2, 3, 3, 4, 2], [".", ".", "/", "-"]);
    },
    phone(value) {
      const digits = digitsOnly(value);
      if (digits === null || digits.length < 3 || digits.length > 11 || /^[+0]/.test(value.trim())) return null;
      const rest = digits.slice(2);
      const cut = rest.length > 8 ? 5 : 4;
      return `(${digits.slice(0, 2)}) ${rest.length > cut ? `${rest.slice(0, cut)}-${rest.slice(cut)}` : rest}`;
    },
  };

  const money = (value) => {
    const plain = value.replace(/^\s*R\s?\$\s?/i, "").trim();
    let match = /^(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,(\d{1,4}))?$/.exec(plain);
    let whole = match?.[1].replaceAll(".", "");
    let cents = match?.[2];
    if (!match) {
      match = /^(\d{1,12})\.(\d{1,2}|\d{4})$/.exec(plain);
      if (!match) return null;
      [, whole, cents] = match;
    }
    const grouped = whole.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
    return `${grouped},${(cents ?? "").padEnd(2, "0")}`;
  };

  const whole = {
    ...partial,
    money,
    // As the registry's own values stand beside it.
    reais(value) {
      const plain = money(value);
      return plain === null ? null : `R$ ${plain}`;
    },
    date(value) {
      const match = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/.exec(value) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(value);
      if (!match) return null;
      const [, day, month, year] = match;
      return `${day.padStart(2, "0")}/${month.padStart(2, "0")}/${year.length === 2 ? `20${year}` : year}`;
    },
    cpf: (value) => (digitsOnly(value)?.length === 11 ? partial.cpf(value) : null),
    cnpj: (value) => (/^[0-9A-Z]{12}\d{2}$/i.test(bare(value)) ? partial.cnpj(value) : null),
    document: (value) => whole.cpf(value) ?? whole.cnpj(value),
    phone(value) {
      const digits = digitsOnly(value)?.replace(/^(?:00)?55(?=\d{10,11}$)/, "").replace(/^0(?=\d{10,11}$)/, "");
      return digits && /^\d{10,11}$/.test(digits) ? partial.phone(digits) : null;
    },
    number: (value) => (/^\d{4,12}$/.test(value) ? value.replace(/\B(?=(\d{3})+$)/g, ".") : null),
  };

  const put = (input, text) => {
    if (text === null || text === undefined || text === input.value) return;
    input.value = text;
  };

  document.addEventListener("input", (event) => {
    const input = event.target;
    const format = partial[input.dataset?.format];
    if (!format || event.isComposing || !event.inputType?.startsWith("insertText")) return;
    if (input.selectionStart !== input.value.length) return;
    put(input, format(input.value));
  });

  // In the capture phase, so that whoever saves on "change" sees the formatted value.
  document.addEventListener(
    "change",
    (event) => {
      const format = whole[event.target.dataset?.format];
      const value = event.target.value?.trim();
      if (format && value) put(event.target, format(value));
    },
    true,
  );
})();
