"""A note that had no room goes on over the end of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...editions import Edition
from ..flat import flat
from ..furniture import names_the_sheet
from ..page import Line
from ..vocabulary import vocabulary_of
from .labels import Labels
from .layout import Item
from .page_edges import without_edges
from .paragraphs import Paragraph

# In points.
_SAME_LEFT = 2.5


def lines_over_sheets(pages: Sequence[list[Item]], editions: Sequence[Edition]) -> list[Line]:
    """The lines of pages that follow each other, without heads and feet, what goes on below whole."""
    vocabulary = vocabulary_of(editions[-1])
    labels = Labels(vocabulary, tuple(map(vocabulary_of, editions[:-1])))
    kept: list[Item] = []
    for items in without_edges(pages, vocabulary):
        rest = items
        if kept and items and _runs_over(kept[-1], items[0], labels):
            kept[-1].text.join(items[0].text, " ")
            kept[-1].paragraph = items[0].paragraph
            rest = items[1:]
        kept += rest
    return [replace(item.text.line(), opens=True) for item in kept if item.text.text.strip()]


def _runs_over(last: Item, first: Item, labels: Labels) -> bool:
    """Whether a paragraph goes on at the head of the next sheet: its last row had no room for more."""
    above, below = last.paragraph, first.paragraph
    if above is None or below is None or last.text.sheet.number == first.text.sheet.number:
        return False
    words = flat(below.columns[0].text.text).strip()
    if names_the_sheet(below.columns[0].text.text):
        return False
    vocabulary = labels.vocabulary
    openings = (vocabulary.block_label, vocabulary.note_label, vocabulary.title)
    return not any(opening.match(words) for opening in openings) and _had_no_room(above, below)


def _had_no_room(above: Paragraph, below: Paragraph) -> bool:
    column, next_column = above.columns[-1], below.columns[0]
    if column.font != next_column.font or abs(column.size - next_column.size) > 0.5:
        return False
    if abs(above.left - below.left) > _SAME_LEFT:
        return False
    first = below.columns[0].text.words[0]
    wide = (first.box.right - first.box.left) * below.columns[0].text.sheet.width
    text = column.text.text
    reads_on = below.columns[0].text.text[:1].islower() and text[-1:] not in ".!?:;"
    return reads_on or column.right + 0.26 * column.size + wide > above.limit + 0.2
