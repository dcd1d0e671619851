"""Days, times of day and moments as Brazilians write them.

Nothing here reads a clock, and a missing year is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from vinculo.kernel.folding import fold

SAO_PAULO = ZoneInfo("America/Sao_Paulo")

# Outside these years a date on a form is a typing error.
FIRST_YEAR = 1900
LAST_YEAR = 2099

_MONTHS = (
    "janeiro",
    "fevereiro",
    "marco",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
)
_MONTH_NUMBER = {name: number for number, name in enumerate(_MONTHS, start=1)} | {
    name[:3]: number for number, name in enumerate(_MONTHS, start=1)
}

_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})")
_SPACED = re.compile(r"([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_RUN_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_MONTH_IN_WORDS = re.compile(
    r"(?:(?:(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?|sabado|domingo), ?)?"
    r"([0-9]{1,2})[oa]?(?: de | ?[/.-] ?| )([a-z]+)\.?"
    r"(?: de |, ?| ?[/.-] ?| )([0-9]{4}|[0-9]{2})"
)
_DASHES = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "⁄": "/", "\\": "/"})

_TIME = re.compile(
    r"(?:as )?([0-9]{1,2}) ?"
    r"(?:h|hs|hr|hrs|hora|horas|(?:h|hs|:) ?([0-9]{2})(?::([0-9]{2}))? ?(?:h|hs|min|m)?)"
)


def parse_date(text: str) -> dt.date | None:
    """The day that `text` names and nothing else, or None.

    Day first, as Brazilians write; a year of two digits is 20yy. ISO days are read too.
    """
    plain = fold(text.translate(_DASHES)).rstrip(".,;")
    if match := _DAY_FIRST.fullmatch(plain):
        day, _, month, year = match.groups()
        return _date(year, int(month), day)
    if match := _ISO.fullmatch(plain):
        year, month, day = match.groups()
        return _date(year, int(month), day)
    if match := _SPACED.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain):
        day, month, year = match.groups()
        return _date(year, int(month), day)
    if match := _MONTH_IN_WORDS.fullmatch(plain):
        day, month_name, year = match.groups()
        return _date(year, _MONTH_NUMBER.get(month_name, 0), day)
    return None


def format_date(day: dt.date) -> str:
    """dd/mm/aaaa."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_day_in_words(day: dt.date) -> str:
    """22 de novembro de 2026; the first is 1º."""
    month = "março" if day.month == 3 else _MONTHS[day.month - 1]
    return f"{'1º' if day.day == 1 else day.day} de {month} de {day.year}"


def parse_time(text: str) -> dt.time | None:
    """The time of day that `text` names ("14h", "14h30", "14:30", "às 9h45"), or None."""
    match = _TIME.fullmatch(fold(text))
    if match is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        return None


def format_moment(moment: dt.datetime) -> str:
    """dd/mm/aaaa HH:MM in São Paulo.

    Raises:
        ValueError: `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    local = moment.astimezone(SAO_PAULO)
    return f"{format_date(local.date())} {local.hour:02}:{local.minute:02}"


def _date(year: str, month: int, day: str) -> dt.date | None:
    number = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return dt.date(number, month, int(day))
    except ValueError:
        return None
