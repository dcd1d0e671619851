"""Lists of boxes whose label a scan lost or garbled: known by the options that stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .blocks import Block, options_of
from .flat import skeleton
from .ticks import MARK
from .vocabulary import BLOCKS, LIST_OF_BLOCK, PROTOCOL, Options, Vocabulary

# So many different options behind boxes are no accident, and no words of a note.
_LEAST_OPTIONS = 3
_LONGEST_REST = 40
_ALIKE = 0.6


def with_lost_labels(
    text: str, starts: Sequence[int], blocks: Sequence[Block], vocabulary: Vocabulary
) -> list[Block]:
    """The blocks, and the lists that stand within one of them without a label."""
    found = list(blocks)
    for name in (*LIST_OF_BLOCK, PROTOCOL):
        if all(block.name != name for block in found):
            _add(found, text, starts, name, vocabulary)
    return found


def _add(blocks: list[Block], text: str, starts: Sequence[int], name: str, vocabulary: Vocabulary) -> None:
    options = options_of(name, vocabulary)
    order = BLOCKS.index(name)
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if BLOCKS.index(block.name) > order or (following and BLOCKS.index(following.name) < order):
            continue
        lines = [start for start in starts if block.content < start < block.end]
        first = next((start for start in lines if _opens(text, start, block.end, options)), None)
        if first is None or not _is_list(text, first, block.end, options):
            continue
        label = _garbled(text, lines, first, vocabulary.edition.labels[name])
        blocks[place] = replace(block, end=label)
        blocks.insert(place + 1, Block(name, 0, label, first, block.end, block.weight))
        return


def _opens(text: str, start: int, end: int, options: Options) -> bool:
    """Whether a line begins with a box and an option of the list."""
    mark = MARK.match(text, start, end)
    return mark is not None and options.behind_mark.match(text, mark.end(), end) is not None


def _is_list(text: str, start: int, end: int, options: Options) -> bool:
    told = set()
    for mark in MARK.finditer(text, start, end):
        if found := options.behind_mark.match(text, mark.end(), end):
            told.add(options.code_at(found))
    return len(told) >= min(_LEAST_OPTIONS, len(options.codes))


def _garbled(text: str, lines: Sequence[int], first: int, label: str) -> int:
    """Where what is left of the label begins on the line above; else where the list does."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - rarely needed

    above = max((start for start in lines if start < first), default=first)
    rest = skeleton(text[above:first])
    alike = fuzz.partial_ratio(rest, skeleton(label)) / 100 if rest else 0.0
    return above if 3 < len(rest) <= _LONGEST_REST and alike >= _ALIKE else first
