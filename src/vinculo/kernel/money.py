"""Amounts in Brazilian reais, as written and as printed."""

from __future__ import annotations

import re
from decimal import Decimal

# Twelve digits before the mark: more is no amount that anybody pays.
_BRAZILIAN = re.compile(r"([0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]{1,12})(?:,([0-9]{1,4}))?")
_POINT = re.compile(r"([0-9]{1,12})\.([0-9]{1,2}|[0-9]{4})|(0)\.([0-9]{3})")
_ENGLISH = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{2})")
_CURRENCY = re.compile(r"^(?:R ?\\?\$|BRL) ?:? ?|(?: ?(?:reais|BRL))$", re.IGNORECASE)


def parse_money(text: str) -> Decimal | None:
    """The amount that `text` names, its decimals as printed (but never fewer than two), or None.

    The comma is the decimal mark and the point parts thousands. A point is taken as the decimal mark
    only where it cannot part thousands ("58.80", "0.8670", "1,234.56").
    """
    plain = _CURRENCY.sub("", " ".join(text.split()))
    if match := _BRAZILIAN.fullmatch(plain):
        if re.match(r"0[. ]", plain):
            return _POINT.fullmatch(plain) and _amount(*plain.split("."))
        return _amount(match[1], match[2] or "")
    if match := _POINT.fullmatch(plain) or _ENGLISH.fullmatch(plain):
        whole, decimals = plain.rsplit(".", 1)
        return _amount(whole, decimals)
    return None


def format_money(value: Decimal, symbol: bool = True) -> str:
    """R$ 1.234,56: two to four decimals as they are, never fewer than two."""
    exponent = value.as_tuple().exponent
    places = min(max(-exponent, 2), 4) if isinstance(exponent, int) else 2
    text = f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"R$ {text}" if symbol else text


def _amount(whole: str, decimals: str) -> Decimal | None:
    digits = re.sub(r"[., ]", "", whole)
    if len(digits) > 12:
        return None
    return Decimal(f"{int(digits)}.{decimals.ljust(2, '0')}")
