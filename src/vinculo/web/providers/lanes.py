"""What held when, as lanes along the days: a drawing that fits any width.

Pure: days in, numbers for an SVG out. Across they are shares of the width in per cent, down they are
lines of text (em), so that the letters never shrink. A bar says by its shape what it is, and its label
stands in it where there is room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

MOST_ROWS = 12
"""Of a lane; what is more stands in the table alone."""

SHORTEST_AXIS = dt.timedelta(days=120)
_LEAST_WIDTH = 0.6
_MARGIN = 1.0
_TOP = 2.2
_TITLE = 1.7
_ROW = 2.1
_BAR = 1.7
_GAP = 0.9
# Letters that one per cent of the width has room for, on the desk and on a phone.
_LETTERS_WIDE, _LETTERS_NARROW = 1.2, 0.42
_PADDING = 2
_MOST_TICKS = 8
_YEARS = (1, 2, 5, 10, 20)
_MONTHS = (1, 2, 3, 6)
_MONTH_NAMES = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")


@dataclass(frozen=True, slots=True)
class Span:
    """`end` is the first day without it; None in either is what nobody knows or what goes on.

    `labels` are words for it, the longest first; `words` all that is to say of it. Where it is alone in its
    row, its label may stand beside it.
    """

    start: dt.date | None
    end: dt.date | None
    kind: str
    labels: Sequence[str]
    words: str
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """Spans of one row follow each other; each row of `rows` has a line of its own.

    `nothing` stands there instead of bars.
    """

    title: str
    rows: Sequence[Sequence[Span]]
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """`anchor` says on which side of `label_x` the label stands; it is empty where it stands in the bar."""

    x: float
    y: float
    width: float
    kind: str
    label: str
    narrow_label: str
    words: str
    is_open_at_start: bool
    has_ended: bool
    anchor: str
    label_x: float


@dataclass(frozen=True, slots=True)
class DrawnLane:
    title: str
    y: float
    bars: Sequence[Bar]
    left_out: int
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """`day_x` is the day that is looked at, where it lies on the axis."""

    height: float
    bar_height: float
    lanes: Sequence[DrawnLane]
    ticks: Sequence[Tick]
    today_x: float
    day_x: float | None
    first: dt.date
    last: dt.date


def draw_lanes(lanes: Sequence[Lane], *, today: dt.date, day: dt.date | None = None) -> Lanes:
    """All lanes one below the other, on one axis that reaches from the first day told to the last one."""
    axis = _Axis.along(lanes, today)
    drawn, y = [], _TOP
    for lane in lanes:
        shown = lane.rows[:MOST_ROWS]
        bars = [
            bar
            for place, row in enumerate(shown)
            for bar in _bars(axis, row, round(y + _TITLE + place * _ROW, 2))
        ]
        nothing = "" if bars else lane.nothing
        drawn.append(DrawnLane(lane.title, round(y, 2), bars, len(lane.rows) - len(shown), nothing))
        y += _TITLE + max(1, len(shown)) * _ROW + _GAP
    return Lanes(
        height=round(y, 2),
        bar_height=_BAR,
        lanes=drawn,
        ticks=axis.ticks(),
        today_x=axis.x(today),
        day_x=axis.x(day) if day and axis.first <= day <= axis.last and day != today else None,
        first=axis.first,
        last=axis.last,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    first: dt.date
    last: dt.date
    days: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", (self.last - self.first).days)

    @classmethod
    def along(cls, lanes: Iterable[Lane], today: dt.date) -> _Axis:
        spans = [span for lane in lanes for row in lane.rows for span in row]
        told = [day for span in spans for day in (span.start, span.end) if day is not None]
        first, last = min([*told, today]), max([*told, today])
        return cls(min(first, last - SHORTEST_AXIS), last)

    def x(self, day: dt.date) -> float:
        inside = min(max(day, self.first), self.last)
        return round(_MARGIN + (inside - self.first).days / self.days * (100 - 2 * _MARGIN), 2)

    def ticks(self) -> list[Tick]:
        days = self._first_of_years() if self.days > 2 * 366 else self._first_of_months()
        return [Tick(self.x(day), label) for day, label in days]

    def _first_of_years(self) -> list[tuple[dt.date, str]]:
        years = range(self.first.year + 1, self.last.year + 1)
        step = next((step for step in _YEARS if len(years) / step <= _MOST_TICKS), _YEARS[-1])
        return [(dt.date(year, 1, 1), str(year)) for year in years if year % step == 0]

    def _first_of_months(self) -> list[tuple[dt.date, str]]:
        months = range(_month(self.first) + 1, _month(self.last) + 1)
        step = next((step for step in _MONTHS if len(months) / step <= _MOST_TICKS), _MONTHS[-1])
        return [
            (dt.date(month // 12, month % 12 + 1, 1), f"{_MONTH_NAMES[month % 12]}/{month // 12 % 100:02}")
            for month in months
            if month % step == 0
        ]


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _bars(axis: _Axis, row: Sequence[Span], y: float) -> Iterable[Bar]:
    for span in row:
        start = axis.x(span.start) if span.start else 0.0
        end = axis.x(span.end) if span.end else axis.x(axis.last) + _MARGIN
        width = round(max(end - start, _LEAST_WIDTH), 2)
        before = span.is_alone and start > 100 - start
        room = max(start, 100 - start) if span.is_alone else width
        yield Bar(
            x=round(min(start, 100 - width), 2),
            y=y,
            width=width,
            kind=span.kind,
            label=_fitting(span.labels, room * _LETTERS_WIDE),
            narrow_label=_fitting(span.labels, room * _LETTERS_NARROW),
            words=span.words,
            is_open_at_start=span.start is None,
            has_ended=span.end is not None,
            anchor=("end" if before else "start") if span.is_alone else "",
            label_x=round(start, 2),
        )


def _fitting(labels: Sequence[str], letters: float) -> str:
    """The longest that has room."""
    return next((label for label in labels if len(label) + _PADDING <= letters), "")


def in_rows(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans on as few rows as they need, where none covers another; those that overlap go below."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: span.start or dt.date.min):
        free = (row for row in rows if row[-1].end is not None and row[-1].end <= (span.start or dt.date.min))
        row = next(free, None)
        if row is None:
            rows.append([span])
        else:
            row.append(span)
    return rows


def gaps_of(spans: Sequence[Span]) -> list[tuple[dt.date, dt.date]]:
    """From when to when nothing is told between spans of one row, each told from its first day on."""
    ordered = sorted(spans, key=lambda span: span.start or dt.date.min)
    return [
        (before.end, after.start)
        for before, after in pairwise(ordered)
        if before.end is not None and after.start is not None and before.end < after.start
    ]
