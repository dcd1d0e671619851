"""What stands on the edges of sheets and belongs to no field: page numbers, heads and feet that come back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..flat import flat, squeezed
from ..furniture import names_the_sheet
from ..ticks import MARK
from ..vocabulary import Vocabulary
from .layout import Item

# Heads and feet stand in this much of the sheet's height, and are no longer.
_EDGE = 0.13
_LONGEST = 100
_SAME_HEIGHT = 4.0
_DIGITS = re.compile(r"[0-9]+")


def without_edges(pages: Sequence[list[Item]], vocabulary: Vocabulary) -> list[list[Item]]:
    """The items of each page without its heads and feet."""
    edges = [_at_edges(items) for items in pages]
    seen: dict[str, list[tuple[int, float]]] = {}
    for number, found in enumerate(edges):
        for item in found:
            seen.setdefault(_key(item), []).append((number, item.top))
    kept: list[list[Item]] = []
    for items, found in zip(pages, edges, strict=True):
        gone = {
            id(item)
            for item in found
            if names_the_sheet(item.text.text)
            or (_comes_back(item, seen[_key(item)]) and not _is_own(item, vocabulary))
        }
        kept.append([item for item in items if id(item) not in gone])
    return kept


def _at_edges(items: Sequence[Item]) -> list[Item]:
    found: list[Item] = []
    for item in items:
        height = item.text.sheet.height
        edge = item.bottom < _EDGE * height or item.top > (1 - _EDGE) * height
        if edge and item.free and len(item.text.text) <= _LONGEST:
            found.append(item)
    return found


def _key(item: Item) -> str:
    return _DIGITS.sub("0", flat(squeezed(item.text.text)))


def _comes_back(item: Item, places: Sequence[tuple[int, float]]) -> bool:
    at = [page for page, top in places if abs(top - item.top) < _SAME_HEIGHT]
    return len(set(at)) > 1


def _is_own(item: Item, vocabulary: Vocabulary) -> bool:
    """Whether the words are the form's: its title, a label, boxes."""
    text = flat(squeezed(item.text.text))
    patterns = (
        vocabulary.title, vocabulary.head_label, vocabulary.block_label, vocabulary.note_label,
        vocabulary.date_label,
    )  # fmt: skip
    return any(pattern.match(text) for pattern in patterns) or MARK.search(text) is not None
