"""Why a value is not taken, and what stands for nothing."""

from __future__ import annotations

_BLANKS = frozenset(
    {"", "-", "--", "null", "\\n", "n/a", "n/d", "#n/a", "#n/d", "nan", "none", "(null)", "nulo", "vazio"}
)
_SHEET_ERRORS = frozenset(
    {
        *("#ref!", "#name?", "#nome?", "#value!", "#valor!", "#div/0!", "#num!", "#núm!", "#null!", "#nulo!"),
        *("#spill!", "#despejar!", "#calc!", "#getting_data", "#field!", "#campo!"),
    }
)


class WrongValue(ValueError):
    """`reason` goes on after the name of the column, and never quotes what may be personal."""

    def __init__(self, reason: str, *, is_month_first: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_month_first = is_month_first


def is_blank(plain: str) -> bool:
    """What systems write where there is nothing; `plain` has no space around it."""
    return len(plain) <= 6 and plain.lower() in _BLANKS


def refuse_sheet_error(plain: str) -> None:
    """#REF!, and ##### where the column was too narrow: a clinic would be called that.

    Raises:
        WrongValue: see there.
    """
    if plain[:1] == "#" and (plain.lower() in _SHEET_ERRORS or (len(plain) > 2 and not plain.strip("#"))):
        raise WrongValue(
            "traz um erro de fórmula da planilha em vez do valor: corrija a célula e exporte de novo"
        )


def is_nought(plain: str) -> bool:
    """00/00/0000, 000.000.000-00: what fixed columns write where there is nothing."""
    return plain[:1] == "0" and not plain.strip("0./- ")
