"""Days and months, in the forms that a mapping names. What comes again and again is read once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from vinculo.kernel.dates import format_date
from vinculo.kernel.folding import fold

from .wrong_value import WrongValue, is_blank, is_nought

REMEMBERED = 32_768
FARTHEST_AHEAD = dt.timedelta(days=730)
LAST_YEAR = 2099

_TIME = re.compile(r"[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_DAY_FIRST = r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2"
_SHAPES = {
    "dd/mm/aaaa": re.compile(_DAY_FIRST + r"(?P<year>[0-9]{4})"),
    "dd/mm/aa": re.compile(_DAY_FIRST + r"(?P<year>[0-9]{2})"),
    "aaaa-mm-dd": re.compile(r"(?P<year>[0-9]{4})([/.-])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})"),
    "aaaammdd": re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    "ddmmaaaa": re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})"),
    "mm/dd/aaaa": re.compile(r"(?P<month>[0-9]{1,2})([/.-])(?P<day>[0-9]{1,2})\2(?P<year>[0-9]{4})"),
}
_COUNTED = re.compile(r"([0-9]{1,5})(?:[.,][0-9]+)?")
_FIRST_COUNTED = dt.date(1899, 12, 30)

_MONTHS = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"((?:19|20)[0-9]{2})[/.-]?([0-9]{2})")
_RUN_TOGETHER = re.compile(r"(0[1-9]|1[0-2])([0-9]{4})")
_IN_WORDS = re.compile(r"([a-z]{3,9})\.?(?: de |[/. -])([0-9]{4}|[0-9]{2})")


def day_reader(
    forms: tuple[str, ...], *, today: dt.date, counts_days: bool, may_be_ahead: bool
) -> Callable[[str], dt.date | None]:
    """Reads one column of days; None is a blank cell. `counts_days`: 46098 is a spreadsheet's day."""
    # A day that came as one, from a spreadsheet or JSON, is written as ISO does whatever the forms are.
    shapes = [_SHAPES[form] for form in dict.fromkeys((*forms, "aaaa-mm-dd"))]
    latest = today + FARTHEST_AHEAD if may_be_ahead else today

    @lru_cache(maxsize=REMEMBERED)
    def read(text: str) -> dt.date | None:
        plain = text.strip()
        if is_blank(plain) or is_nought(plain):
            return None
        plain = _TIME.sub("", plain) if ":" in plain else plain
        day = _written(plain, shapes, today)
        if day is None and counts_days and (counted := _COUNTED.fullmatch(plain)):
            day = _FIRST_COUNTED + dt.timedelta(days=int(counted[1]))
        if day is None:
            raise _wrong_day(plain, forms)
        return _possible(day, latest)

    return read


def month_reader(forms: tuple[str, ...], *, today: dt.date) -> Callable[[str], dt.date | None]:
    """Reads one column of months: 03/2026, 2026-03, 202603, mar/26, or any day of it. Its first day."""
    read_day = day_reader(forms, today=today, counts_days=False, may_be_ahead=True)

    @lru_cache(maxsize=REMEMBERED)
    def read(text: str) -> dt.date | None:
        plain = fold(text)
        if is_blank(plain) or is_nought(plain):
            return None
        year, month = _month_told(plain, today)
        if not year:
            try:
                day = read_day(text)
            except WrongValue as problem:
                raise WrongValue("não traz um mês, como 03/2026") from problem
            year, month = (day.year, day.month) if day else (0, 0)
        if not 1 <= month <= 12:
            raise WrongValue("traz um mês que não existe")
        return _possible(dt.date(year, month, 1), today)

    return read


def _written(plain: str, shapes: list[re.Pattern[str]], today: dt.date) -> dt.date | None:
    for shape in shapes:
        if found := shape.fullmatch(plain):
            try:
                return dt.date(_year(found["year"], today), int(found["month"]), int(found["day"]))
            except ValueError:
                continue
    return None


def _month_told(plain: str, today: dt.date) -> tuple[int, int]:
    if found := _MONTH_FIRST.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain):
        return _year(found[2], today), int(found[1])
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[2])
    if (found := _IN_WORDS.fullmatch(plain)) and found[1][:3] in _MONTHS:
        return _year(found[2], today), _MONTHS.index(found[1][:3]) + 1
    return 0, 0


def _year(text: str, today: dt.date) -> int:
    """Of two digits it is the latest one that is not far ahead: nobody joins in 2098."""
    if len(text) == 4:
        return int(text)
    year = 2000 + int(text)
    return year if year <= (today + FARTHEST_AHEAD).year else year - 100


def _possible(day: dt.date, latest: dt.date) -> dt.date:
    if day.year <= 1900:
        raise WrongValue("traz uma data de 1900 ou anterior: no sistema o campo deve estar vazio")
    if day.year > LAST_YEAR or day > latest:
        raise WrongValue(f"traz uma data depois de {format_date(latest)}")
    return day


def _wrong_day(plain: str, forms: tuple[str, ...]) -> WrongValue:
    found = _SHAPES["mm/dd/aaaa"].fullmatch(plain)
    if found and "mm/dd/aaaa" not in forms and int(found["month"]) <= 12 < int(found["day"]) <= 31:
        return WrongValue("traz o mês antes do dia", is_month_first=True)
    return WrongValue("não traz uma data que exista")
