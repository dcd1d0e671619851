"""Boxes that a mark hides, of options that were not read: in a column with others, before words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from .box_evidence import Evidence
from .box_looks import FoundBox, Look, fitted
from .box_outlines import Outline

_FEWEST_IN_COLUMN, _MISSING_ROWS, _OFF_PITCH = 3, 2.6, 0.2
# Where the place is known, how much of the outline must be seen, and where hardly any is.
_SEEN, _HIDDEN = 0.55, 0.3


def boxes_within_columns(look: Look, about: Evidence) -> Iterator[FoundBox]:
    """Boxes between those of a column.

    What was found is to be among the boxes before the next is asked for.
    """
    if look.behind:
        return
    known = [box for box in about.found if box.look is look]
    for column in {box.left for box in known}:
        levels = sorted(box.level for box in known if abs(box.left - column) <= 2)
        if len(levels) < _FEWEST_IN_COLUMN:
            continue
        pitches = sorted(after - before for before, after in pairwise(levels))
        apart = _MISSING_ROWS * pitches[len(pitches) // 4]
        yield from _at_pitch(look, column, levels, about)
        begin = column + look.width + look.gap
        for text in about.texts:
            level = text.middle + look.rise
            if abs(text.left - begin) > 0.4 * look.height:
                continue
            if not any(
                before < level < after and after - before < apart for before, after in pairwise(levels)
            ):
                continue
            box = FoundBox(look, column, round(level - look.height / 2), _HIDDEN)
            is_word = about.is_in_word(box) or about.is_beyond_doubt_read(box)
            if about.is_free(box) and about.has_ink(box) and not is_word:
                yield box


def _at_pitch(look: Look, column: int, levels: Sequence[float], about: Evidence) -> Iterator[FoundBox]:
    """A box that is missing between two that are twice as far apart as the others."""
    pitch = median(after - before for before, after in pairwise(levels))
    for before, after in pairwise(levels):
        if len(levels) <= _FEWEST_IN_COLUMN or abs(after - before - 2 * pitch) > _OFF_PITCH * pitch:
            continue
        top = round((before + after - look.height) / 2)
        outline = Outline(column, top, column + look.width, top + look.height)
        box = fitted(about.level, outline, look)
        is_hidden = box.seen >= _SEEN and about.has_ink(box) and not about.is_read(box)
        if is_hidden and about.is_free(box):
            yield box
