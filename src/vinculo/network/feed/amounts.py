"""Money, quantities of US and counts, as a mapping's forms say."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from vinculo.kernel.money import parse_money
from vinculo.network.rules import LARGEST_PRODUCTION, LARGEST_US_VALUE
from vinculo.network.values import CENTS

from .days import REMEMBERED
from .wrong_value import WrongValue, is_blank

# What nearly all cells hold; which mark it is does not matter with two decimals.
_SIMPLE = {
    "auto": re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,2})?"),
    ",": re.compile(r"-?[0-9]{1,9}(?:,[0-9]{1,12})?"),
    ".": re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?"),
}
_USUAL = {
    "auto": _SIMPLE["auto"],
    ",": re.compile(r"-?[0-9]{1,9}(?:,[0-9]{1,2})?"),
    ".": re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,2})?"),
}
_PRINTED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3}){0,2},[0-9]{2}")
_THOUSANDS = {
    ",": re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3}){1,3}(?:,[0-9]{1,12})?"),
    ".": re.compile(r"[0-9]{1,3}(?:[, ][0-9]{3}){1,3}(?:\.[0-9]{1,12})?"),
}
_MANY_DECIMALS = re.compile(r"[0-9]{1,12}[.,][0-9]{5,15}")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_SIGN = re.compile(r"R ?\$|BRL", re.IGNORECASE)
_COUNT = re.compile(r"([0-9]{1,10}|[0-9]{1,3}(?:[. ][0-9]{3}){1,3})(?:[,.]0{1,2})?")


def is_scientific(plain: str) -> bool:
    """1,23E+13: a spreadsheet took a number for a quantity, and its last digits are gone."""
    return bool(_SCIENTIFIC.fullmatch(plain))


def scientific_told(what: str) -> WrongValue:
    return WrongValue(
        f"traz {what} em notação científica (como 1,23E+13): a planilha cortou os algarismos."
        " Formate a coluna como texto e exporte de novo"
    )


def amount_reader(decimal_mark: str) -> Callable[[str], Decimal | None]:
    """Reads one column of produced amounts, in cents. What was taken back is below nought."""
    simple, usual = _SIMPLE[decimal_mark], _USUAL[decimal_mark]

    def read(text: str) -> Decimal | None:
        # Nothing in this form is too large, or has more than cents.
        return Decimal(text.replace(",", ".")) if usual.fullmatch(text) else read_other(text)

    @lru_cache(maxsize=REMEMBERED)
    def read_other(text: str) -> Decimal | None:
        if simple.fullmatch(text):
            value = Decimal(text.replace(",", "."))
        elif decimal_mark != "." and _PRINTED.fullmatch(text):
            value = Decimal(text.replace(".", "").replace(",", "."))
        else:
            plain = _unsigned(text)
            if is_blank(plain):
                return None
            is_below = plain[:1] == "-" or (plain[:1] == "(" and plain[-1:] == ")")
            value = _amount(plain.strip("-() "), decimal_mark)
            value = -value if is_below else value
        if not -LARGEST_PRODUCTION < value < LARGEST_PRODUCTION:
            raise WrongValue("traz um valor que não é possível")
        exponent = value.as_tuple().exponent
        return value if isinstance(exponent, int) and exponent >= -2 else value.quantize(CENTS)

    return read


def us_value_reader(decimal_mark: str) -> Callable[[str], Decimal | None]:
    """Reads one column of what a US is paid with: four decimals at most."""

    @lru_cache(maxsize=REMEMBERED)
    def read(text: str) -> Decimal | None:
        plain = _unsigned(text)
        if is_blank(plain):
            return None
        value = _amount(plain, decimal_mark)
        if not 0 <= value < LARGEST_US_VALUE:
            raise WrongValue("traz um valor de US que não é possível")
        if value != round(value, 4):
            raise WrongValue("traz um valor de US com mais de quatro casas decimais")
        return round(value, 4)

    return read


def count_reader(largest: int) -> Callable[[str], int | None]:
    @lru_cache(maxsize=REMEMBERED)
    def read(text: str) -> int | None:
        plain = text.strip()
        if is_blank(plain):
            return None
        found = _COUNT.fullmatch(plain)
        if found is None:
            raise (
                scientific_told("o número")
                if is_scientific(plain)
                else WrongValue("não traz um número inteiro")
            )
        value = int(re.sub(r"[. ]", "", found[1]))
        if value > largest:
            raise WrongValue("traz um número grande demais")
        return value

    return read


def _unsigned(text: str) -> str:
    return " ".join(_SIGN.sub("", text).split())


def _amount(plain: str, decimal_mark: str) -> Decimal:
    """What is not below nought, in any form that the mark allows."""
    if is_scientific(plain):
        raise scientific_told("o valor")
    if decimal_mark == "auto":
        if _MANY_DECIMALS.fullmatch(plain):
            return Decimal(plain.replace(",", "."))
        if (value := parse_money(plain)) is not None:
            return value
    elif _SIMPLE[decimal_mark].fullmatch(plain) or _THOUSANDS[decimal_mark].fullmatch(plain):
        other = "," if decimal_mark == "." else "."
        return Decimal(plain.replace(other, "").replace(" ", "").replace(",", "."))
    raise WrongValue("não traz um valor em reais")
