"""Rows of labels side by side, each known by all its labels together, however badly one of them was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from ..flat import skeleton
from .hanging import PrintedLabels, text_of
from .pieces import Piece, TextLine, stretches
from .uneven_rows import UnevenRow, is_nearly, joined, uneven_row_at

# In heights of the letters.
_ALIGNED = 0.7
_BETWEEN_COLUMNS = 1.0
_NEXT_LABELS = 2.0
_FIRST_BELOW, _NEXT_BELOW = 3.5, 2.2
_MOST_LINES, _MOST_LINES_OF_LABELS = 4, 3
# A word's letters that may have been read as its neighbour's.
_SLIPPED = 1


@dataclass(slots=True)
class LabelRow:
    """Labels side by side, the lines below them, and what of these stands at each label."""

    labels: list[Piece]  # As they are printed.
    lines: Sequence[TextLine]
    below: list[TextLine] = field(default_factory=list)
    values: list[list[TextLine]] = field(default_factory=list)
    taken: int = 0  # So many of the lines below have been given to labels.
    uneven: bool = False  # The values stand on the lines of the labels, too, and are known.

    @property
    def lefts(self) -> list[float]:
        return [label.left for label in self.labels]


def label_rows(lines: Sequence[TextLine], em: float, labels: PrintedLabels) -> list[LabelRow]:
    """The rows of labels on a sheet, each with the lines that stand below it and above what comes next."""
    rows: list[LabelRow] = []
    at = 0
    while at < len(lines):
        uneven = _uneven_at(lines, at, em, labels)
        if uneven is not None and uneven.mixed:
            rows.append(LabelRow(uneven.labels, uneven.lines, values=uneven.values, uneven=True))
            at += len(uneven.lines)
            continue
        row = _row_at(lines, at, em, labels)
        if row is None and uneven is not None:
            row = LabelRow(uneven.labels, lines[at : at + uneven.height])
        if row is None:
            at += 1
            continue
        at += len(row.lines)
        above, near = row.lines[-1], _FIRST_BELOW * em
        while at < len(lines) and len(row.below) < _MOST_LINES and lines[at].middle - above.middle < near:
            if _opens_another(lines, at, row.labels[0].left, em, labels):
                break
            above, near = lines[at], _NEXT_BELOW * em
            row.below.append(above)
            at += 1
        rows.append(row)
    return rows


def _uneven_at(lines: Sequence[TextLine], at: int, em: float, labels: PrintedLabels) -> UnevenRow | None:
    """The row of labels that begins with a line and was wrapped unevenly, up to what comes next."""
    row = uneven_row_at(lines, at, em, labels)
    if row is None:
        return None
    left = row.labels[0].left
    others = (
        number
        for number in range(at + 1, at + len(row.lines))
        if _opens_another(lines, number, left, em, labels)
    )
    end = next(others, None)
    return row if end is None else uneven_row_at(lines[:end], at, em, labels)


def _row_at(lines: Sequence[TextLine], at: int, em: float, labels: PrintedLabels) -> LabelRow | None:
    """The row of labels that begins with a line, whatever of them was wrapped below it."""
    best: tuple[float, Sequence[str], list[Piece]] | None = None
    count = 0
    columns = [list(part) for part in stretches(lines[at], _BETWEEN_COLUMNS * em)]
    for below in range(min(_MOST_LINES_OF_LABELS, len(lines) - at)):
        if below and not _hung(columns, lines[at + below], lines[at + below - 1], em):
            break
        words = [piece for column in columns for piece in column]
        found = _wrapped(lines, at, em, labels) if below == 1 else None
        if found and (best is None or found[0] > best[0]):
            best, count = (*found, [*lines[at].pieces, *lines[at + 1].pieces]), 2
        if any(piece.is_tick for piece in words):
            break
        found = labels.row_of(text_of(words))
        if found and (best is None or found[0] > best[0]):
            best, count = (*found, words), below + 1
    if best is None:
        return None
    later = labels.row_of(text_of(lines[at + 1].pieces)) if count > 1 else None
    if later is not None and later[0] >= best[0]:
        # What stands above a row of labels is none of them.
        return None
    printed = _as_printed(best[1], best[2])
    return LabelRow(printed, lines[at : at + count]) if printed else None


def _wrapped(
    lines: Sequence[TextLine], at: int, em: float, labels: PrintedLabels
) -> tuple[float, Sequence[str]] | None:
    """The row of labels that a line and the next are, which goes on with it at the left."""
    first, second = lines[at], lines[at + 1]
    if second.left > first.left + _ALIGNED * em or second.middle - first.middle > _NEXT_LABELS * em:
        return None
    return labels.row_of(f"{text_of(first.pieces)} {text_of(second.pieces)}")


def _hung(columns: list[list[Piece]], line: TextLine, above: TextLine, em: float) -> bool:
    """Puts the words of a line behind those that they stand below, if all stand below some."""
    if line.middle - above.middle > _NEXT_LABELS * em:
        return False
    homes = []
    for part in stretches(line, _BETWEEN_COLUMNS * em):
        home = next((each for each in columns if abs(each[0].left - part[0].left) < _ALIGNED * em), None)
        if home is None:
            return False
        homes.append((home, part))
    for home, part in homes:
        home.extend(part)
    return True


def _as_printed(printed: Sequence[str], words: Sequence[Piece]) -> list[Piece]:
    """Each label where its words stand; none if that cannot be told."""
    keys = [skeleton(piece.text) for piece in words]
    starts = [0, *accumulate(map(len, keys))]
    edges = [0, *accumulate(len(skeleton(label)) for label in printed)]
    found = _edges_in("".join(keys), "".join(map(skeleton, printed)), edges)
    labels: list[Piece] = []
    for label, begin, end in zip(printed, found, found[1:], strict=False):
        own = [
            _part_of(piece, start, start + len(key), begin, end)
            for piece, key, start in zip(words, keys, starts, strict=False)
            if key and min(start + len(key), end) - max(start, begin) > 0
        ]
        kept = [piece for piece in own if piece is not None]
        if not kept or not is_nearly(text_of(kept), label):
            return []
        labels.append(joined(label, kept))
    return labels


def _edges_in(read: str, printed: str, edges: Sequence[int]) -> list[int]:
    """Where in a text as it was read the edges of what is printed lie."""
    found = []
    for edge in edges[:-1]:
        place = len(read)
        for step in Levenshtein.opcodes(printed, read):
            if step.src_start <= edge < step.src_end:
                place = min(step.dest_start + edge - step.src_start, step.dest_end)
                break
        found.append(place)
    return [*found, len(read)]


def _part_of(piece: Piece, start: int, stop: int, begin: int, end: int) -> Piece | None:
    """What of a word that was read from `start` to `stop` lies between two edges."""
    if begin - start <= _SLIPPED and stop - end <= _SLIPPED:
        return piece
    first, last = max(start, begin), min(stop, end)
    if last - first <= _SLIPPED:
        return None
    wide = (piece.right - piece.left) / (stop - start)
    text = skeleton(piece.text)[first - start : last - start]
    left, right = (piece.left + wide * (edge - start) for edge in (first, last))
    return replace(piece, text=text, left=left, right=right)


def _opens_another(lines: Sequence[TextLine], at: int, left: float, em: float, labels: PrintedLabels) -> bool:
    """Whether a line opens what comes after a row of values: labels, or a part of the form."""
    text = text_of(lines[at].pieces)
    if labels.opens_block(text) or _row_at(lines, at, em, labels) is not None:
        return True
    if uneven_row_at(lines, at, em, labels) is not None:
        return True
    if abs(lines[at].left - left) > _ALIGNED * em:
        return False
    label, colon, _ = text.partition(":")
    first = stretches(lines[at], _BETWEEN_COLUMNS * em)[0]
    if len(first) < len(lines[at].pieces) and labels.is_label(text_of(first)):
        return True
    return labels.is_label(text) or (bool(colon) and labels.is_label(label))
