"""The head of a message: its date and time as the two systems, and the many languages, write them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .message import DateOrder, OrderEvidence, UnreadableConversationError

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Invisible signs of direction that the app puts around what it adds itself."""

_SPACE = "[ \u00a0\u202f]"
_DATE = r"(?P<a>\d{1,4})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{2,4})\.?"
_HALF = rf"(?:{_SPACE}?(?P<half>[AaPp]\.?{_SPACE}?[Mm]\.?|م|ص))?"
_TIME = rf"(?P<hour>\d{{1,2}})[:.h](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?{_HALF}"
_JOIN = rf"(?P<join>[,،]?)(?:{_SPACE}(?:às|as|à|at|um|klo|a las|kl\.))?{_SPACE}"
_FORMS = {
    "[": re.compile(rf"\[{_DATE}{_JOIN}{_TIME}\]{_SPACE}?(?P<rest>.*)"),
    "]": re.compile(rf"\[{_TIME},{_SPACE}(?P<join>){_DATE}\]{_SPACE}(?P<rest>.*)"),
    "-": re.compile(rf"{_DATE}{_JOIN}{_TIME}{_SPACE}[-–]{_SPACE}(?P<rest>.*)"),
}
MOST_MESSAGES = 250_000
MOST_LINES = 1_000_000
"""More than people write to each other in many years; a machine's memory is filled by a few times as many."""
_FIRST_YEAR = 2009
"""WhatsApp's own: an earlier date is none of its own."""


_TOO_LONG = (
    "A conversa é longa demais e não foi lida. Exporte só a parte mais recente, ou divida o .txt em partes, "
    "e envie a que interessa ao processo."
)


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a message, taken apart. `shape`: how its stamp is written, one way in one file."""

    line: int
    shape: tuple[str, str, bool, bool, str, int]
    numbers: tuple[int, int, int]
    clock: tuple[int, int, int]
    rest: str


def find_heads(lines: Sequence[str]) -> list[Head]:
    """Every line that begins as a message does, in whichever shape.

    Raises:
        UnreadableConversationError: there are more than anybody reads.
    """
    found: list[Head] = []
    if len(lines) > MOST_LINES:
        raise UnreadableConversationError(_TOO_LONG)
    for number, line in enumerate(lines):
        bare = line.lstrip(MARKS)
        if not bare or not (bare[0] == "[" or bare[0].isdecimal()):
            continue
        head = _head(number, bare)
        if head is not None:
            found.append(head)
        if len(found) > MOST_MESSAGES:
            raise UnreadableConversationError(_TOO_LONG)
    return found


def of_one_shape(heads: Sequence[Head]) -> list[Head]:
    """The heads of the shape that most have: others are lines that somebody pasted into a message."""
    if not heads:
        return []
    (shape, _), *_ = Counter(head.shape for head in heads).most_common(1)
    return [head for head in heads if head.shape == shape]


def order_of(
    heads: Sequence[Head], today: dt.date, *, words_say_day_first: bool
) -> tuple[DateOrder, OrderEvidence]:
    """Which number of the dates is the day, from the whole file, and how that is known."""
    if any(head.numbers[0] > 999 for head in heads):
        return DateOrder.YEAR_FIRST, OrderEvidence.DATES
    if heads and heads[0].shape[1] == ".":
        return DateOrder.DAY_FIRST, OrderEvidence.DATES
    day_first, month_first = (
        _fitting(heads, order) for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    )
    if day_first != month_first:
        better = DateOrder.DAY_FIRST if day_first > month_first else DateOrder.MONTH_FIRST
        return better, OrderEvidence.DATES
    against = {
        order: _steps_back(heads, order, today) for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    }
    if against[DateOrder.DAY_FIRST] != against[DateOrder.MONTH_FIRST]:
        return min(against, key=lambda order: against[order]), OrderEvidence.SEQUENCE
    evidence = (
        OrderEvidence.LANGUAGE if words_say_day_first or _same_both_ways(heads) else OrderEvidence.ASSUMED
    )
    return DateOrder.DAY_FIRST, evidence


def moment_of(head: Head, order: DateOrder) -> dt.datetime | None:
    """What the clock showed; None for a day that is in no calendar."""
    day = _day(head, order)
    if day is None or day.year < _FIRST_YEAR:
        return None
    try:
        return dt.datetime(day.year, day.month, day.day, *head.clock)  # noqa: DTZ001 - a clock on a wall
    except ValueError:
        return None


def _head(number: int, line: str) -> Head | None:
    forms = ("[", "]") if line[0] == "[" else ("-",)
    for form in forms:
        match = _FORMS[form].match(line)
        if match is not None:
            break
    else:
        return None
    a, sep, b, c, join, half = match["a"], match["sep"], match["b"], match["c"], match["join"], match["half"]
    hour, minute, second = match["hour"], match["minute"], match["second"]
    return Head(
        line=number,
        shape=(form, sep, second is not None, half is not None, join, max(len(a), len(c))),
        numbers=(int(a), int(b), int(c)),
        clock=(_hour(int(hour), half), int(minute), int(second or 0)),
        rest=match["rest"],
    )


def _hour(hour: int, half: str | None) -> int:
    if half is None or hour > 12:
        return hour
    is_afternoon = half[0] in "Ppم"
    return hour % 12 + (12 if is_afternoon else 0)


def _day(head: Head, order: DateOrder) -> dt.date | None:
    a, b, c = head.numbers
    year, month, day = {
        DateOrder.YEAR_FIRST: (a, b, c),
        DateOrder.DAY_FIRST: (c, b, a),
        DateOrder.MONTH_FIRST: (c, a, b),
    }[order]
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _fitting(heads: Sequence[Head], order: DateOrder) -> int:
    """How many of the dates are days of the calendar. Each date is looked at once."""
    counted = Counter(head.numbers for head in heads)
    first = {head.numbers: head for head in heads}
    return sum(times for numbers, times in counted.items() if _day(first[numbers], order))


def _steps_back(heads: Sequence[Head], order: DateOrder, today: dt.date) -> int:
    """How often the days go back, or lie ahead of today: an export is written in the order of time."""
    days = [day for head in _each_day_once(heads) if (day := _day(head, order))]
    back = sum(later < earlier for earlier, later in pairwise(days))
    return back + sum(day > today + dt.timedelta(days=1) for day in days)


def _each_day_once(heads: Sequence[Head]) -> list[Head]:
    """The first head of each run of one day."""
    before = (None, *(head.numbers for head in heads))
    return [head for last, head in zip(before, heads, strict=False) if last != head.numbers]


def _same_both_ways(heads: Sequence[Head]) -> bool:
    """05/05 is the fifth of May however it is read."""
    return all(head.numbers[0] == head.numbers[1] for head in heads)
