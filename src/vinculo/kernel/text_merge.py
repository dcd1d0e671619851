"""Two versions of one text: where they differ, word by word, and what both together would be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 3000
"""Beyond it a text is compared line by line: comparing takes time by the square of its parts."""
MOST_LINES = 3000

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class MergedText:
    """`has_clash`: at some place both changed the same words, and both stand in `text`, theirs first."""

    text: str
    has_clash: bool


def compare(before: str, after: str) -> list[Part]:
    """What was taken out of `before` and put in to make `after`, in reading order."""
    old, new = _in_parts(before, after)
    parts: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            parts.append(Part(Change.SAME, "".join(old[i:j])))
            continue
        removed, added = "".join(old[i:j]), "".join(new[k:m])
        parts += [Part(Change.REMOVED, removed)] if removed else []
        parts += [Part(Change.ADDED, added)] if added else []
    return parts


def merge(*, base: str | None, mine: str, theirs: str) -> MergedText:
    """Both texts in one. With the `base` that both came from, what only one of them changed is taken over."""
    if theirs in (mine, base):
        return MergedText(mine, has_clash=False)
    if mine == base:
        return MergedText(theirs, has_clash=False)
    if base is None:
        return MergedText(_side_by_side(theirs, mine, "\n"), has_clash=True)
    middle, left, right = _in_parts(base, mine, theirs)
    pieces: list[str] = []
    has_clash = False
    for stretch in _stretches(middle, left, right):
        was, ours, others = ("".join(part) for part in stretch)
        if ours in (others, was):
            pieces.append(others)
        elif others == was:
            pieces.append(ours)
        else:
            has_clash = True
            pieces.append(_side_by_side(others, ours, "\n" if "\n" in was + ours + others else " "))
    return MergedText("".join(pieces), has_clash)


def _side_by_side(first: str, second: str, gap: str) -> str:
    if not first or not second or first[-1].isspace() or second[0].isspace():
        gap = ""
    return f"{first}{gap}{second}"


def _in_parts(*texts: str) -> list[list[str]]:
    """All texts cut the same way: into words, into lines, or not at all, by the longest of them."""
    words = [_WORDS.findall(text) for text in texts]
    if max(map(len, words)) <= MOST_WORDS:
        return words
    lines = [_LINES.findall(text) for text in texts]
    if max(map(len, lines)) <= MOST_LINES:
        return lines
    return [[text] for text in texts]


Stretch = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _stretches(base: list[str], left: list[str], right: list[str]) -> Iterator[Stretch]:
    """Base, left and right cut at the places where all three agree; those places are stretches too."""
    at_base = at_left = at_right = 0
    for start, in_left, in_right, size in _agreements(base, left, right):
        yield base[at_base:start], left[at_left:in_left], right[at_right:in_right]
        at_base, at_left, at_right = start + size, in_left + size, in_right + size
        yield base[start:at_base], left[in_left:at_left], right[in_right:at_right]
    yield base[at_base:], left[at_left:], right[at_right:]


def _agreements(base: list[str], left: list[str], right: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where in base, left and right the same parts stand, and how many."""
    ours = SequenceMatcher(None, base, left).get_matching_blocks()
    others = SequenceMatcher(None, base, right).get_matching_blocks()
    i = k = 0
    while i < len(ours) and k < len(others):
        mine, theirs = ours[i], others[k]
        start = max(mine.a, theirs.a)
        end = min(mine.a + mine.size, theirs.a + theirs.size)
        if start < end:
            yield start, mine.b + start - mine.a, theirs.b + start - theirs.a, end - start
        if mine.a + mine.size < theirs.a + theirs.size:
            i += 1
        else:
            k += 1
