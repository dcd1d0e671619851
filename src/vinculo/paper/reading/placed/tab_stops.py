"""Labels on one line and their values on the next, with tabs of an even width between them.

Such values stand under their labels only by chance: the tab behind a long value goes to a later stop. The
stops that lie between two of them say how many tabs do, and these say of which label each value is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..shapes import MISFIT
from .hanging import PrintedLabels, text_of
from .label_rows import LabelRow
from .pieces import Piece, TextLine

# In inches: half of one, and as the metric programs have it; a sheet may be scanned a little larger.
_STEPS = (0.5, 0.492)
_SCALES = (1.0, 0.995, 1.005, 0.99, 1.01)
_AT_STOP = 0.03
_NEARLY = 0.01
_LEAST_LABELS = 4
_MOST_ASTRAY = 0.1
# In heights of the letters: so wide is a tab surely, and no blank.
_SURELY_APART = 0.9
_MOST_WAYS = 64
# Two ways of which neither is better by so much are both possible.
_MARGIN = 0.3


@dataclass(frozen=True, slots=True)
class Stops:
    """Where tabs lead to; in the unit of the pieces."""

    step: float
    slack: float

    def is_at(self, x: float) -> bool:
        return x > self.step / 2 and abs(x - round(x / self.step) * self.step) < self.slack

    def before(self, x: float) -> set[int]:
        """The last stop before a place; two where ink ends at one, for nobody sees how wide a letter is."""
        return {int(max(0.0, x + by) // self.step) for by in (-self.slack, self.slack)}


def stops_of(rows: Sequence[LabelRow], inch: float) -> Stops | None:
    """The stops at which nearly all labels stand, if they do."""
    known = [label.left - row.labels[0].left for row in rows for label in row.labels[1:]]
    if len(known) < _LEAST_LABELS:
        return None
    tried = [Stops(step * scale * inch, _AT_STOP * inch) for scale in _SCALES for step in _STEPS]
    best = max(tried, key=lambda stops: sum(map(stops.is_at, known)))
    astray = sum(not best.is_at(x) for x in known)
    return best if astray <= _MOST_ASTRAY * len(known) else None


def place_by_tabs(row: LabelRow, stops: Stops, em: float, labels: PrintedLabels) -> None:
    """Gives the first line below to the labels, as the tabs between its words say; or none of it."""
    row.values, row.taken = [[] for _ in row.labels], 0
    if not row.below:
        return
    origin = row.labels[0].left
    ways = [way for way in _ways(row.below[0].pieces, origin, stops, em) if way[-1][0] < len(row.labels)]
    worth = sorted(((_worth(way, row, labels), at) for at, way in enumerate(ways)), reverse=True)
    if not worth or worth[0][0] <= MISFIT or (len(worth) > 1 and worth[0][0] - worth[1][0] < _MARGIN):
        return
    for column, held in ways[worth[0][1]]:
        row.values[column].append(TextLine(tuple(held)))
    row.taken = 1


_Way = list[tuple[int, list[Piece]]]


def _ways(words: Sequence[Piece], origin: float, stops: Stops, em: float) -> list[_Way]:
    """Each way to part a line at its stops: surely where a gap is wide, perhaps where a blank may end."""
    first = words[0].left - origin
    if first > stops.slack and not stops.is_at(first):
        return []
    ways: list[_Way] = [[(round(max(0.0, first) / stops.step), [words[0]])]]
    for word in words[1:]:
        longer: list[_Way] = []
        for way in ways:
            column, held = way[-1]
            last = held[-1]
            at = word.left - origin
            is_tab = stops.is_at(at)
            if is_tab:
                stop = round(at / stops.step)
                passed = {max(1, stop - before) for before in stops.before(last.right - origin)}
                longer += ([*way, (column + tabs, [word])] for tabs in passed)
            boxes = word.is_tick or any(each.is_tick for each in held)
            if not is_tab or boxes or word.left - last.right < _SURELY_APART * em:
                longer.append([*way[:-1], (column, [*held, word])])
        ways = longer[:_MOST_WAYS]
    return ways


def _worth(way: _Way, row: LabelRow, labels: PrintedLabels) -> float:
    """How well values fit their labels; `MISFIT` if one does not."""
    fits = [labels.fit(row.labels[column].text.rstrip(":"), text_of(held)) for column, held in way]
    return sum(fits) if min(fits) > MISFIT else MISFIT
