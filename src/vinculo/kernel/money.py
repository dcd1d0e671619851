"""Amounts in Brazilian reais, as written and as printed."""

from __future__ import annotations

import re
from decimal import Decimal

# Twelve digits before the mark: more is no amount that anybody pays.
_BRAZILIAN = re.compile(
    r"([1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}|[1-9][0-9]{0,2}(?: [0-9]{3}){1,3}|[0-9]{1,12})(?:,([0-9]{1,4}))?"
)
_POINT = re.compile(r"([0-9]{1,12})\.([0-9]{1,2}|[0-9]{4})|(0)\.([0-9]{3})")
_ENGLISH = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})\.([0-9]{2})")
# Markdown escapes the sign: R\$.
_CURRENCY = re.compile(r"^(?:R ?\\?\$|BRL) ?[:.]? ?|(?: ?(?:reais|BRL))$", re.IGNORECASE)


def parse_money(text: str) -> Decimal | None:
    """The amount that `text` names, its decimals as printed (but never fewer than two), or None.

    The comma is the decimal mark and the point parts thousands: "1.234" is 1234.00. A point is taken
    as the decimal mark only where it cannot part thousands ("58.80", "0.8670", "1,234.56").
    """
    plain = _CURRENCY.sub("", " ".join(text.split()).rstrip(" .;"))
    if match := _BRAZILIAN.fullmatch(plain):
        return _amount(match[1], match[2] or "")
    if _POINT.fullmatch(plain) or _ENGLISH.fullmatch(plain):
        return _amount(*plain.rsplit(".", 1))
    return None


def format_money(value: Decimal, symbol: bool = True) -> str:
    """R$ 1.234,56: two to four decimals as they are, never fewer than two."""
    exponent = value.as_tuple().exponent
    places = min(max(-exponent, 2), 4) if isinstance(exponent, int) else 2
    text = f"{abs(value):,.{places}f}".translate(str.maketrans(",.", ".,"))
    sign = "-" if value < 0 else ""
    return f"{sign}R$ {text}" if symbol else f"{sign}{text}"


def _amount(whole: str, decimals: str) -> Decimal:
    digits = re.sub(r"[., ]", "", whole)
    return Decimal(f"{int(digits)}.{decimals.ljust(2, '0')}")
