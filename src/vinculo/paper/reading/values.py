"""From what is written in a field to its value, how sure it is, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vinculo.kernel.dates import parse_date
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.identifiers import cnpj, cpf, cro, protocol_number
from vinculo.kernel.money import parse_money
from vinculo.kernel.numbers import parse_count
from vinculo.kernel.places.states import UFS, clean_uf

from ..form import COUNT_FIELDS, DATE_FIELDS, MONEY_FIELDS
from .flat import flat, squeezed
from .notes import FILL, PLACEHOLDER, is_blank
from .shapes import ANSWERS, PRINTED_BLANK

EXACT, WORDED, ODD, DOUBTFUL, UNREADABLE = 0.99, 0.97, 0.85, 0.6, 0.2

_TIME_BEHIND = re.compile(r"[ T,]+(?:às )?[0-9]{1,2}[:h][0-9:.hmin]*Z?$")
_DAY_ORDINAL = re.compile(r"(?<=[0-9])[º°ªoa](?=[ /.-])")
_UNIT_BEHIND = re.compile(
    r"(?<=[0-9])[ ]?(?:vidas?|cros?(?:\(s\))?|dias?(?:\(s\))?(?: (?:uteis|corridos))?|d)?[.]?$"
)
_UNIT_ALONE = re.compile(r"(?:r ?\$|dias?(?:\(s\))?|vidas?|cro(?:\(s\)|s)?)\.?")
# Nothing in it that could have been printed: no fill, no flourish, no first letter of a placeholder.
_ORDINARY = re.compile(r"(?:[^\W_cCtTeEsS]|SAD(?=[0-9])|S[AÃ]O )[^_.*`~|…]*(?:\.[^_.*`~|…]+)*\.?")
_FLOURISH = re.compile(r"^[*_~`]{1,2}(?=\S)(.*\S)[*_~`]{1,2}$")
# A day has eight.
_DIGITS_OF_NOBODY = 8
# What stands for a whole cell is nothing that was written.
_SIGNS = re.compile(f"[{PRINTED_BLANK}{''.join(sorted(ANSWERS))}]")
_LEGAL_ENTITY = re.compile(r"p\.? ?j\.?|(?:pessoa )?juridica")
_NATURAL_PERSON = re.compile(r"p\.? ?f\.?|(?:pessoa )?fisica")


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value; None is blank, or unreadable where there is a finding."""

    value: Any
    sure: float
    finding: Finding | None = None
    unread: str = ""  # What stands there, where no value could be made of it.


def parse_field(field: str, label: str, text: str) -> Value:
    """The value of a field of the head from the text that stands in it."""
    plain = _plain(text)
    if not plain:
        return Value(None, WORDED)
    return _PARSERS.get(field, _words)(field, label, plain)


def parse_contact_date(number: int, label: str, text: str) -> Value:
    plain = _plain(text)
    if not plain:
        return Value(None, WORDED)
    found = _date("contacts", label, plain)
    if found.finding is None:
        return found
    message = f"{number}º contato: {found.finding.message}"
    field = f"contacts.{number}.on"
    return Value(None, UNREADABLE, Finding(found.finding.code, Severity.WARNING, field, message), plain)


def unreadable(code: str, field: str, label: str, text: str, why: str) -> Value:
    """Null, and a finding that quotes what stands there."""
    message = f"{label}: não foi possível ler “{quoted(text)}” {why}."
    return Value(None, UNREADABLE, Finding(code, Severity.WARNING, field, message), text)


def quoted(text: str) -> str:
    """What stands on paper, short; of a long number only the end, for it may be a person's."""
    words = squeezed(_SIGNS.sub(" ", text))
    if sum(map(str.isdigit, words)) > _DIGITS_OF_NOBODY:
        words = re.sub(r"[0-9](?=(?:[^0-9\n]{0,2}[0-9]){4})", "*", words)
    return words[:60]


def _plain(text: str) -> str:
    """What was written in a field, without what was printed there; empty if nothing was."""
    plain = squeezed(_SIGNS.sub(" ", text))
    if _ORDINARY.fullmatch(plain):
        return "" if _UNIT_ALONE.fullmatch(plain.lower()) else plain
    if found := _FLOURISH.fullmatch(plain):
        plain = found[1]
    if is_blank(plain) or _UNIT_ALONE.fullmatch(FILL.sub("", flat(plain)).strip(" _")):
        return ""
    printed = PLACEHOLDER.search(flat(plain))
    if printed:
        plain = plain[: printed.start()] + plain[printed.end() :]
    return squeezed(FILL.sub(" ", plain)).strip("|").strip()


def _date(field: str, label: str, text: str) -> Value:
    plain = _DAY_ORDINAL.sub("", _TIME_BEHIND.sub("", text)).strip(" .;,|")
    day = parse_date(plain) or parse_date(plain.replace(" ", ""))
    if day is None:
        return unreadable("unreadable-date", field, label, text, "como data")
    return Value(day, EXACT)


def _count(field: str, label: str, text: str) -> Value:
    number = parse_count(_UNIT_BEHIND.sub("", flat(text)))
    if number is None:
        return unreadable("unreadable-number", field, label, text, "como número inteiro")
    return Value(number, EXACT)


def _money(field: str, label: str, text: str) -> Value:
    amount = parse_money(text.rstrip(" .;"))
    if amount is not None and _decimals(amount) > (4 if field == "us_value" else 2):
        amount = None
    if amount is None:
        return unreadable("unreadable-money", field, label, text, "como valor em reais")
    return Value(amount, EXACT)


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _checked(
    clean: Callable[[str], str | None], is_valid: Callable[[str], bool], name: str, code: str
) -> Callable[[str, str, str], Value]:
    """The reader of an identifier with check digits: a wrong one is kept, for the paper says so."""

    def parse(field: str, label: str, text: str) -> Value:
        number = clean(text.strip(" .;"))
        if number is None:
            return unreadable(f"unreadable-{code}", field, label, text, f"como {name}")
        if is_valid(number):
            return Value(number, EXACT)
        message = f"{label}: os dígitos verificadores do {name} não conferem."
        return Value(number, DOUBTFUL, Finding(f"{code}-check-digits", Severity.WARNING, field, message))

    return parse


def _cro(field: str, label: str, text: str) -> Value:
    number = cro.clean_number(text.strip(" .;"))
    if number is None:
        return unreadable("unreadable-cro", field, label, text, "como número de CRO")
    return Value(number, EXACT if text.replace(".", "").isdigit() else ODD)


def _state(field: str, label: str, text: str) -> Value:
    letters = text.strip(" .;-/()").upper()
    if letters in UFS:
        return Value(letters, EXACT)
    if named := clean_uf(text):
        return Value(named, ODD)
    if re.fullmatch(r"[A-Z]{2}", letters):
        message = f"{label}: “{letters}” não é uma UF."
        return Value(letters, DOUBTFUL, Finding("unknown-state", Severity.WARNING, field, message))
    return unreadable("unreadable-state", field, label, text, "como UF")


def _provider_type(field: str, label: str, text: str) -> Value:
    plain = flat(text).strip(" .;:,|")
    if _LEGAL_ENTITY.fullmatch(plain):
        return Value("PJ", EXACT)
    if _NATURAL_PERSON.fullmatch(plain):
        return Value("PF", EXACT)
    return unreadable("unreadable-choice", field, label, text, "como PJ ou PF")


def _protocol(field: str, label: str, text: str) -> Value:
    if number := protocol_number.clean(text):
        return Value(number, EXACT)
    return Value(text, ODD)


def _words(field: str, label: str, text: str) -> Value:
    return Value(text, WORDED)


_PARSERS: dict[str, Callable[[str, str, str], Value]] = {
    **dict.fromkeys(DATE_FIELDS, _date),
    **dict.fromkeys(COUNT_FIELDS, _count),
    **dict.fromkeys(MONEY_FIELDS, _money),
    "cpf": _checked(cpf.clean, cpf.is_valid, "CPF", "cpf"),
    "cnpj": _checked(cnpj.clean, cnpj.is_valid, "CNPJ", "cnpj"),
    "cro": _cro,
    "cro_state": _state,
    "state": _state,
    "provider_type": _provider_type,
    "protocol_number": _protocol,
}
