"""What stands in a note and leads somewhere: telephones, protocol numbers, days. The text stays as it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from vinculo.kernel.dates import parse_date
from vinculo.kernel.identifiers import phone, protocol_number

LONGEST_LOOKED_THROUGH = 20_000
"""Characters of a note that are looked through."""
LONGEST_REMEMBERED = 2_000
"""Characters of a note whose marks are remembered, so that what is remembered stays small."""


class MarkKind(StrEnum):
    PHONE = "phone"
    PROTOCOL = "protocol"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class NoteMark:
    """`text[start:end]` is how it was written; `value` is national digits, `SAD…`, or an ISO day."""

    kind: MarkKind
    value: str
    start: int
    end: int

    @property
    def day(self) -> dt.date:
        """
        Raises:
            ValueError: the mark is of another kind.
        """
        return dt.date.fromisoformat(self.value)


_MONTHS = (
    "jan(?:eiro)?|fev(?:ereiro)?|mar(?:[cç]o)?|abr(?:il)?|mai(?:o)?|jun(?:ho)?|jul(?:ho)?|ago(?:sto)?|"
    "set(?:embro)?|out(?:ubro)?|nov(?:embro)?|dez(?:embro)?"
)
# Not inside a longer number, an amount, a fraction or a word.
_START = r"(?<![0-9A-Za-zÀ-ÿ])(?<![0-9][/.,:-])"
_END = r"(?![0-9A-Za-zÀ-ÿ]|[/.,:-][0-9])"
_WITH_YEAR = re.compile(
    rf"{_START}(?:[0-9]{{1,2}}([/.-])[0-9]{{1,2}}\1(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|[0-9]{{1,2}}[ºo]? de (?:{_MONTHS}) (?:de )?[0-9]{{4}}){_END}",
    re.IGNORECASE,
)
_WITHOUT_YEAR = re.compile(
    rf"{_START}(?:([0-9]{{1,2}})/([0-9]{{2}})|([0-9]{{1,2}})[ºo]? de ({_MONTHS})){_END}", re.IGNORECASE
)
# "24/7" and "1/2" are no days; after these words a month of one digit is believed.
_DAY_ANNOUNCED = re.compile(
    rf"(?:\bdia|\bem|\baté|\bpara|\bdata:?) (?P<day>(?P<d>[0-9]{{1,2}})/(?P<m>[1-9])){_END}", re.IGNORECASE
)
_MONTH_NUMBERS = {
    name: number
    for number, name in enumerate(
        ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"), start=1
    )
}


def marks_in(text: str, on: dt.date | None = None, area: str | None = None) -> tuple[NoteMark, ...]:
    """All that is recognised, in order, none over another.

    `on` is the contact's day, next to which a day without its year lies; without it such days are passed
    over. `area` is the area code of telephones written without theirs.
    """
    looked = text[:LONGEST_LOOKED_THROUGH]
    if not re.search(r"[0-9]", looked):
        return ()
    look = _looked_through if len(looked) <= LONGEST_REMEMBERED else _looked_through.__wrapped__
    return look(looked, on, area)


@lru_cache(maxsize=1024)
def _looked_through(looked: str, on: dt.date | None, area: str | None) -> tuple[NoteMark, ...]:
    """The notes of a case are looked through at each view of its page, and seldom change."""
    found: list[NoteMark] = []
    for mark in (*_protocols(looked), *_phones(looked, area), *_days(looked, on)):
        if not any(mark.start < other.end and other.start < mark.end for other in found):
            found.append(mark)
    return tuple(sorted(found, key=lambda mark: mark.start))


def phones_in(text: str | None, area: str | None = None) -> frozenset[str]:
    """National digits of the telephones that a text names."""
    return frozenset(found.digits for found in phone.find_in((text or "")[:LONGEST_LOOKED_THROUGH], area))


def pieces_of(text: str, marks: tuple[NoteMark, ...]) -> Iterator[str | NoteMark]:
    """The text in order, what is recognised as its mark. Joined again it is the text."""
    place = 0
    for mark in marks:
        if mark.start > place:
            yield text[place : mark.start]
        yield mark
        place = mark.end
    if place < len(text):
        yield text[place:]


def _protocols(text: str) -> Iterator[NoteMark]:
    for found in protocol_number.find_in(text):
        yield NoteMark(MarkKind.PROTOCOL, found.number, found.start, found.end)


def _phones(text: str, area: str | None) -> Iterator[NoteMark]:
    for found in phone.find_in(text, area):
        yield NoteMark(MarkKind.PHONE, found.digits, found.start, found.end)


def _days(text: str, on: dt.date | None) -> Iterator[NoteMark]:
    for match in _WITH_YEAR.finditer(text):
        day = parse_date(re.sub(r"[ºo] de", " de", match[0], count=1, flags=re.IGNORECASE))
        if day is not None:
            yield NoteMark(MarkKind.DAY, day.isoformat(), *match.span())
    if on is None:
        return
    for match in _WITHOUT_YEAR.finditer(text):
        number, month = match[1] or match[3], match[2] or str(_MONTH_NUMBERS[(match[4] or "jan")[:3].lower()])
        yield from _near(on, int(number), int(month), match.span())
    for match in _DAY_ANNOUNCED.finditer(text):
        yield from _near(on, int(match["d"]), int(match["m"]), match.span("day"))


def _near(on: dt.date, number: int, month: int, span: tuple[int, int]) -> Iterator[NoteMark]:
    """The day of that month which lies nearest to `on`."""
    near = []
    for year in (on.year - 1, on.year, on.year + 1):
        try:
            near.append(dt.date(year, month, number))
        except ValueError:
            continue
    if near:
        day = min(near, key=lambda each: abs((each - on).days))
        yield NoteMark(MarkKind.DAY, day.isoformat(), *span)
