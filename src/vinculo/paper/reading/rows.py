"""A row of values under a row of labels: which value belongs to which label.

Where tabs or pipes part the cells, a value stands at its label's place. Where blanks part them, blank cells
may have vanished: then the order and the shapes of the values decide, and what they leave open stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .flat import squeezed
from .page import CELL
from .shapes import MISFIT, TOKEN, fit

SURE_PLACE, TOLD_PLACE = 1.0, 0.93
_GAP = re.compile(r" {2,}")
_WORDS = frozenset({"staff_name", "operator", "dentist_name", "requested_by", "city", "other_plans"})
# Two ways to place a row's values that differ by less than this are both possible.
_MARGIN = 0.3
_UNPLACED = -6.0
_MOST_UNITS = 12


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label of the head: its field, and where it stands in its line."""

    field: str
    start: int
    end: int
    cell: int


@dataclass(frozen=True, slots=True)
class Habits:
    """What the other rows of the same head show about their writer's separators."""

    keeps_blanks: bool = False  # Blank cells leave their gap.
    strips_front: bool = False  # Blank cells at the front of a row have vanished.


@dataclass(slots=True)
class Placement:
    """The text of each field of a row; `open` holds those that could stand at several fields."""

    texts: dict[str, str] = field(default_factory=dict)
    sure: float = SURE_PLACE
    open: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    start: int
    gap: int  # Blanks before it.


def place_values(
    labels: Sequence[PlacedLabel], label_line: str, lines: Sequence[str], habits: Habits
) -> Placement:
    """The values of `lines` (one, unless the row was wrapped) placed at `labels`."""
    fields = [label.field for label in labels]
    line = lines[0] if len(lines) == 1 else CELL.join(squeezed(each) for each in lines)
    separator = CELL if CELL in line else "|" if "|" in line else ""
    units = _units(line)
    stated: Placement | None = None
    if separator and separator in label_line and len(lines) == 1:
        stated = _at_their_places(labels, [cell.strip() for cell in line.split(separator)])
    elif len(units) == len(fields):
        stated = Placement({name: unit.text for name, unit in zip(fields, units, strict=True)})
    if stated and _is_certain(stated, habits):
        return stated
    told = _told_by_shape(fields, units, label_line, habits)
    if not separator and (told.unplaced or _holds_typed(told)):
        finer = _told_by_shape(fields, _tokens(line), label_line, Habits())
        if len(finer.unplaced) + len(finer.open) <= len(told.unplaced) + len(told.open):
            told = finer
    # Where no other place is better, a value that cannot be read stands at its own.
    return stated if stated and told.unplaced else told


def _at_their_places(labels: Sequence[PlacedLabel], cells: list[str]) -> Placement | None:
    """Values in the cells of their labels; None if one stands where there is no label."""
    at_cell = {label.cell: label.field for label in labels}
    if len(at_cell) < len(labels) or any(text and place not in at_cell for place, text in enumerate(cells)):
        return None
    texts = {at_cell[place]: text for place, text in enumerate(cells) if text}
    return Placement(texts, SURE_PLACE if len(cells) > max(at_cell) else TOLD_PLACE)


def _is_certain(stated: Placement, habits: Habits) -> bool:
    """Whether every value fits its place, or the row is complete and its cells are told by the file."""
    if all(fit(name, text) > MISFIT for name, text in stated.texts.items()):
        return stated.sure == SURE_PLACE or not habits.strips_front
    return False


def _units(line: str) -> list[_Unit]:
    """The cells of a line, as its separators part them."""
    separator = CELL if CELL in line else "|" if "|" in line else ""
    if separator:
        return [_Unit(squeezed(cell), 0, 0) for cell in line.split(separator) if cell.strip()]
    units: list[_Unit] = []
    place = len(line) - len(line.lstrip(" "))
    gap = place
    for part in re.split(r"( {2,})", line.strip(" ")):
        if part.isspace():
            gap = len(part)
        elif part:
            units.append(_Unit(squeezed(part), place, gap))
        place += len(part)
    return units


def _tokens(line: str) -> list[_Unit]:
    """The values of a line that only single blanks part, told by their shapes."""
    plain = squeezed(line)
    units: list[_Unit] = []
    place = 0
    for token in TOKEN.finditer(plain):
        between = plain[place : token.start()].strip()
        if between:
            units.append(_Unit(between, place, 1))
        units.append(_Unit(token[0], token.start(), 1))
        place = token.end()
    if rest := plain[place:].strip():
        units.append(_Unit(rest, place, 1))
    return units[:_MOST_UNITS]


def _holds_typed(placed: Placement) -> bool:
    """Whether a name that was placed swallowed a number or a date."""
    return any(
        name in _WORDS and len(text.split()) > 1 and TOKEN.search(text) for name, text in placed.texts.items()
    )


def _told_by_shape(fields: list[str], units: list[_Unit], label_line: str, habits: Habits) -> Placement:
    ways = _ways(fields, units[:_MOST_UNITS])
    step = _label_gap(label_line)
    scored = sorted(
        ((score + _gap_evidence(way, units, step, habits), way) for score, way in ways), key=_score
    )
    best = scored[-1]
    rivals = [way for score, way in scored if score > best[0] - _MARGIN]
    placement = Placement(sure=TOLD_PLACE)
    for place, unit in enumerate(units[:_MOST_UNITS]):
        homes = dict.fromkeys(way[place] for way in rivals)
        if len(homes) > 1:
            placement.open[unit.text] = tuple(fields[home] for home in homes if home is not None)
            continue
        (home,) = homes
        if home is None:
            placement.unplaced.append(unit.text)
        else:
            known = placement.texts.get(fields[home])
            placement.texts[fields[home]] = f"{known} {unit.text}" if known else unit.text
    return placement


_Way = tuple[int | None, ...]


def _score(scored: tuple[float, _Way]) -> float:
    return scored[0]


def _ways(fields: list[str], units: list[_Unit]) -> list[tuple[float, _Way]]:
    """Every way to place the units at the fields in order, with its score.

    Only a field of words takes several units (a name with a wide gap in it).
    """
    ways: list[tuple[float, _Way, int, str]] = [(0.0, (), -1, "")]
    for unit in units:
        longer: list[tuple[float, _Way, int, str]] = []
        for score, way, last, held in ways:
            longer.append((score + _UNPLACED, (*way, None), last, held))
            if last >= 0 and fields[last] in _WORDS and way[-1] == last:
                joined = f"{held} {unit.text}"
                change = fit(fields[last], joined) - fit(fields[last], held) - 0.5
                longer.append((score + change, (*way, last), last, joined))
            for place in range(last + 1, len(fields)):
                worth = fit(fields[place], unit.text)
                if worth > MISFIT:
                    longer.append((score + worth, (*way, place), place, unit.text))
        longer.sort(key=lambda each: -each[0])
        ways = longer[:60]
    return [(score, way) for score, way, _, _ in ways]


def _label_gap(label_line: str) -> int:
    """The one gap between the labels of a line; 0 if they have several or none."""
    gaps = {len(gap) for gap in _GAP.findall(label_line.strip(" "))}
    return gaps.pop() if len(gaps) == 1 else 0


def _gap_evidence(way: _Way, units: list[_Unit], step: int, habits: Habits) -> float:
    """What the widths of the gaps say for a way: a gap of two steps holds one blank cell."""
    if not step:
        return 0.0
    evidence = 0.0
    last: int | None = None
    for place, unit in zip(way, units, strict=False):
        if place is None:
            continue
        steps = unit.gap / step
        if last is None:
            at_front = place == 0 and habits.keeps_blanks and not habits.strips_front
            if (unit.gap >= step and steps == place) or (unit.gap == 0 and at_front):
                evidence += 1.0
        elif steps == place - last and (steps > 1 or habits.keeps_blanks):
            evidence += 1.0
        last = place
    return evidence
