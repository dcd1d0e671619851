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
from .shapes import MISFIT, PRINTED_BLANK, TOKEN, cell_text, fit

SURE_PLACE, TOLD_PLACE = 1.0, 0.93
_GAP = re.compile(r" {2,}")
_WORDS = frozenset({"staff_name", "operator", "dentist_name", "requested_by", "city", "other_plans"})
# Two ways to place a row's values that differ by less than this are both possible.
_MARGIN = 0.3
_UNPLACED = -6.0
_BLANK_UNPLACED = -0.5  # It may be a rule between two rows.
_MOST_UNITS = 12
# Markup that was undone may have moved what stands behind it by so much.
_COLUMN_DRIFT = 2


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

    columns: bool = False  # Labels and values are set in columns.
    keeps_blanks: bool = False  # Blank cells leave their gap.
    keeps_front: bool = False  # Those at the front of a row, too.
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


@dataclass(frozen=True, slots=True)
class _Grid:
    """How a line of labels is set: the one gap between them, or 0, and where each begins."""

    step: int
    columns: tuple[int, ...]
    trail: int = 0  # Blank cells that the end of the row of values shows.


_NO_GRID = _Grid(0, (-1,))


def place_values(
    labels: Sequence[PlacedLabel], label_line: str, lines: Sequence[str], habits: Habits
) -> Placement:
    """The values of `lines` (one, unless the row was wrapped) placed at `labels`."""
    fields = [label.field for label in labels]
    line = lines[0] if len(lines) == 1 else CELL.join(squeezed(each) for each in lines)
    # A row whose last cells are blank may have lost its separators.
    separator = next((each for each in (CELL, "|") if each in line or each in label_line), "")
    by_file = bool(separator) and separator in label_line and len(lines) == 1
    stated: Placement | None = None
    if by_file:
        stated = _at_their_places(labels, [cell_text(cell.strip()) for cell in line.split(separator)])
        if stated and _is_certain(stated, fields, habits, by_file=True):
            return stated
    units = _units(line)
    if not by_file and len(units) == len(fields):
        stated = Placement({name: unit.text for name, unit in zip(fields, units, strict=True)})
        if _is_certain(stated, fields, habits, by_file=False):
            return stated
    grid = _NO_GRID
    if label_line and not separator:
        starts = [label.start for label in labels]
        step = 0 if habits.columns else _label_gap(label_line, starts)
        grid = _Grid(step, tuple(starts), _trail(label_line, line) // step if step else 0)
    told = _told_by_shape(fields, units, grid, habits)
    if not (separator and separator in line) and (told.unplaced or _holds_typed(told)):
        finer = _told_by_shape(fields, _tokens(line), grid if grid.step == 1 else _NO_GRID, habits)
        if len(finer.unplaced) <= len(told.unplaced):
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


def _is_certain(stated: Placement, fields: list[str], habits: Habits, by_file: bool) -> bool:
    """Whether every value fits its place, or the row is complete and its cells are told by the file."""
    fits = {name: fit(name, text) for name, text in stated.texts.items()}
    misfits = sum(worth <= MISFIT for worth in fits.values())
    if stated.sure == SURE_PLACE:
        return misfits == 0 or (by_file and misfits <= 1)
    if misfits or habits.strips_front:
        return False
    blank = [name for name in fields if name not in stated.texts]
    return not any(fit(other, text) > fits[name] for name, text in stated.texts.items() for other in blank)


def _units(line: str) -> list[_Unit]:
    """The cells of a line, as its separators part them."""
    separator = CELL if CELL in line else "|" if "|" in line else ""
    if separator:
        return [_Unit(cell_text(squeezed(cell)), 0, 0) for cell in line.split(separator) if cell.strip()]
    units: list[_Unit] = []
    place = len(line) - len(line.lstrip(" "))
    gap = place
    for part in re.split(r"( {2,})", line.strip(" ")):
        if part.isspace():
            gap = len(part)
        elif part:
            units.append(_Unit(cell_text(squeezed(part)), place, gap))
        place += len(part)
    return units


def _tokens(line: str) -> list[_Unit]:
    """The values of a line that only single blanks part, told by their shapes."""
    spans: list[tuple[int, int]] = []
    place = 0
    for token in TOKEN.finditer(line):
        spans += [(place, token.start()), token.span()]
        place = token.end()
    spans.append((place, len(line)))
    units: list[_Unit] = []
    last = 0
    for start, end in spans:
        text = line[start:end]
        if not text.strip():
            continue
        begin = end - len(text.lstrip())
        units.append(_Unit(cell_text(squeezed(text)), 0, begin - last))
        last = begin + len(text.strip())
    return units[:_MOST_UNITS]


def _holds_typed(placed: Placement) -> bool:
    """Whether words that were placed, or could not be, swallowed a number or a date."""
    words = [text for name, text in placed.texts.items() if name in _WORDS]
    return any(len(text.split()) > 1 and TOKEN.search(text) for text in (*words, *placed.open))


def _told_by_shape(fields: list[str], units: list[_Unit], grid: _Grid, habits: Habits) -> Placement:
    ways = _ways(fields, units[:_MOST_UNITS])
    scored = sorted(
        ((score + _gap_evidence(way, units, grid, habits), way) for score, way in ways), key=_score
    )
    best = scored[-1]
    rivals = [way for score, way in scored if score > best[0] - _MARGIN]
    placement = Placement(sure=TOLD_PLACE)
    for place, unit in enumerate(units[:_MOST_UNITS]):
        if unit.text == PRINTED_BLANK:
            continue
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
            lost = _BLANK_UNPLACED if unit.text == PRINTED_BLANK else _UNPLACED
            longer.append((score + lost, (*way, None), last, held))
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


def label_gaps(label_line: str, starts: Sequence[int]) -> set[int]:
    """The widths of the gaps before the labels of a line, but the first."""
    return {len(label_line[:start]) - len(label_line[:start].rstrip(" ")) for start in starts[1:]}


def _label_gap(label_line: str, starts: Sequence[int]) -> int:
    """The one gap between all labels of a line; 0 if they have several, or none."""
    gaps = label_gaps(label_line, starts)
    return gaps.pop() if len(gaps) == 1 else 0


def _trail(label_line: str, values: str) -> int:
    """The blanks at the end of a row of values, but those that its labels have too: a line break's."""
    own, labels = (len(line) - len(line.rstrip(" ")) for line in (values, label_line))
    return max(0, own - labels)


def leaves_gaps(label_line: str, starts: Sequence[int], values: str) -> bool:
    """Whether a row of values shows that its writer left room for blank cells."""
    step = _label_gap(label_line, starts)
    if values.startswith(" " * (step or 3)) or (step and _trail(label_line, values) >= step):
        return True
    return bool(step) and any(len(gap) >= 2 * step for gap in _GAP.findall(values.strip(" ")))


def _gap_evidence(way: _Way, units: list[_Unit], grid: _Grid, habits: Habits) -> float:
    """What columns and gaps say for a way: values stand under their labels, two gaps hold a blank cell."""
    evidence = 0.0
    if grid is _NO_GRID:
        return evidence
    last: int | None = None
    for place, unit in zip(way, units, strict=False):
        if place is None:
            continue
        if grid.step:
            evidence += _step_evidence(unit, place, last, grid.step, habits)
        elif unit.start:
            drift = abs(grid.columns[place] - unit.start)
            evidence += 1.0 if drift == 0 else 0.6 if drift <= _COLUMN_DRIFT else 0.0
        elif last is None and place == 0 and habits.keeps_blanks:
            evidence += 1.0
        last = place
    if grid.trail and last is not None and last == len(grid.columns) - 1 - grid.trail:
        evidence += 1.0
    return evidence


def _step_evidence(unit: _Unit, place: int, last: int | None, step: int, habits: Habits) -> float:
    if last is None:
        at_front = place == 0 and unit.gap == 0 and habits.keeps_front
        return float(at_front or (unit.gap >= step and unit.gap == step * place))
    apart = place - last
    return float(unit.gap == step * apart and (apart > 1 or habits.keeps_blanks))
