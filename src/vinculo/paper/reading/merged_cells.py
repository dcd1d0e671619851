"""Merged cells of Word that a converter repeats in every column they cover: neighbours that are one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from .flat import flat
from .page import CELL, Line, Word
from .vocabulary import BEFORE_LABEL, Vocabulary

_AROUND = " *_~`:?.\v"


def with_merged_cells(lines: Sequence[Line], vocabulary: Vocabulary) -> Sequence[Line]:
    """The lines, each merged cell standing once.

    Two dates may be equal side by side: values are one cell only where their labels are.
    """
    rows = [line.text.split(CELL) if CELL in line.text else [] for line in lines]
    if not any(_repeats_label(row, vocabulary) for row in rows):
        return lines
    kept: list[Line] = []
    covered: list[int] | None = None  # The columns at which the cells of the labels above begin.
    for line, row in zip(lines, rows, strict=True):
        if not row:
            kept.append(line)
            continue
        cells = [cell.strip() for cell in row]
        if _is_row_of_labels(cells, vocabulary):
            covered = starts = _starts(cells)
        elif covered is not None and _are_values_under(cells, covered, vocabulary):
            starts, covered = covered, None
        else:
            starts, covered = _starts(cells, blanks=False), None
        kept.append(_of_cells(line, row, starts))
    return kept


def _of_cells(line: Line, row: Sequence[str], kept: Sequence[int]) -> Line:
    """The line with some of its cells, and their words."""
    words: list[Word] = []
    at = 0
    for place, start in enumerate(accumulate((len(cell) + 1 for cell in row[:-1]), initial=0)):
        if place not in kept:
            continue
        end = start + len(row[place])
        words += (
            replace(word, start=word.start - start + at, end=word.end - start + at)
            for word in line.words
            if start <= word.start < end
        )
        at += len(row[place]) + 1
    return replace(line, text=CELL.join(row[place] for place in kept), words=tuple(words))


def _are_values_under(cells: Sequence[str], covered: Sequence[int], vocabulary: Vocabulary) -> bool:
    if len(cells) <= covered[-1] or any(_begins_with_label(cell, vocabulary) for cell in cells if cell):
        return False
    return set(_starts(cells)) <= set(covered)


def _starts(cells: Sequence[str], *, blanks: bool = True) -> list[int]:
    """Where a cell begins that is not its neighbour's repetition."""
    return [
        place
        for place, cell in enumerate(cells)
        if not place or cell != cells[place - 1] or not (cell or blanks)
    ]


def _repeats_label(row: Sequence[str], vocabulary: Vocabulary) -> bool:
    return any(
        cell and cell == after and _begins_with_label(cell, vocabulary) for cell, after in pairwise(row)
    )


def _begins_with_label(cell: str, vocabulary: Vocabulary) -> bool:
    text = flat(cell)
    before = BEFORE_LABEL.match(text)
    place = before.end() if before else 0
    patterns = (vocabulary.head_label, vocabulary.title, vocabulary.note_label, vocabulary.date_label)
    return any(each.match(text, place) for each in patterns) or vocabulary.block_label.match(text) is not None


def _is_row_of_labels(cells: Sequence[str], vocabulary: Vocabulary) -> bool:
    words = [flat(cell).strip(_AROUND) for cell in cells if cell]
    return bool(words) and all(vocabulary.head_label.fullmatch(each) for each in words)
