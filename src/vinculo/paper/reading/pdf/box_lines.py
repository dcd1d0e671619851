"""Which line of text each tick box stands on.

A drawn box stands on the line of the words beside it. One that stands in the middle of words that were
wrapped beside it is set on their first line: the others hang below.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .glyphs import Word
from .rows import MARK

# In em.
_REACH = 2.4
_TIGHT = 1.45
_CENTRED = 0.3
_SAME_LINE = 0.3
_FAR = 3.2
_BLANK = 0.5
# The middle of letters above their baseline.
_MIDDLE = 0.35
# In points.
_SAME_LEFT = 2.2
_LONGEST_MARK = 3


@dataclass(slots=True)
class _Mark:
    """A tick box, or the brackets that are one: the words of it and the line on which it stands."""

    words: Sequence[Word]
    baseline: float

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right


def set_on_lines(words: Iterable[Word]) -> None:
    """Gives tick boxes the baseline of the words beside them."""
    known = sorted(words, key=lambda word: word.left)
    drawn = [word for word in known if word.drawn]
    marks = _marks(known)
    moved = _set_on_first_lines(marks, known)
    for box in drawn:
        if id(box) not in moved:
            _set_beside(box, known)


def _marks(words: Sequence[Word]) -> list[_Mark]:
    found: list[_Mark] = []
    for place, word in enumerate(words):
        if word.drawn:
            found.append(_Mark((word,), word.middle[1] + _MIDDLE * word.size))
        elif word.is_box:
            found.append(_Mark((word,), word.baseline))
        elif word.text[0] in "([":
            mark = _brackets(word, words[place + 1 :])
            if mark:
                found.append(_Mark(mark, word.baseline))
    return found


def _brackets(first: Word, following: Sequence[Word]) -> list[Word] | None:
    mark = [first]
    text = first.text
    for word in following:
        if MARK.fullmatch(text) or len(mark) == _LONGEST_MARK or word.left > mark[-1].right + first.size:
            break
        if abs(word.baseline - first.baseline) < _SAME_LINE * first.size:
            mark.append(word)
            text += word.text
    return mark if MARK.fullmatch(text) else None


def _set_on_first_lines(marks: Sequence[_Mark], words: Sequence[Word]) -> set[int]:
    """Sets marks on the first of the lines that stand about them; returns which words those are."""
    lefts = [word.left for word in words]
    moves: list[tuple[_Mark, Word]] = []
    by_place = {word.place: word for word in words if word.place}
    for mark in marks:
        if _is_in_text(mark, by_place):
            continue
        size = mark.words[0].size
        start, end = bisect_left(lefts, mark.right - 0.5), bisect_left(lefts, mark.right + _REACH * size)
        beside = [
            word
            for word in words[start:end]
            if abs(word.baseline - mark.baseline) < _FAR * size
            and word not in mark.words
            and not word.is_box
            and not _is_within_line(word, mark, by_place)
        ]
        lines = _lines_about(mark, beside, marks)
        if len(lines) > 1 and _is_centred(mark, lines):
            moves.append((mark, lines[0]))
    for mark, line in moves:
        for word in mark.words:
            word.baseline, word.size = line.baseline, line.size if word.drawn else word.size
    return {id(word) for mark, _ in moves for word in mark.words}


def _is_in_text(mark: _Mark, by_place: Mapping[int, Word]) -> bool:
    """Whether a mark stands behind a word of the same sentence, or was typed before its own words."""
    first, last = mark.words[0], mark.words[-1]
    following = by_place.get(last.place + 1) if last.place else None
    if following and following.blanks and first.blanks and not following.is_box:
        level = abs(following.baseline - last.baseline) < _SAME_LINE * last.size
        if level and 0 < following.left - last.right < _BLANK * last.size:
            return True
    before = by_place.get(first.place - 1)
    if before is None or before.is_box or abs(before.baseline - first.baseline) > _SAME_LINE * first.size:
        return False
    return 0 < first.left - before.right < _BLANK * first.size


def _is_within_line(word: Word, mark: _Mark, by_place: Mapping[int, Word]) -> bool:
    """Whether a word goes on with another one on its line: no line of an option begins with it."""
    before = by_place.get(word.place - 1)
    if before is None or before in mark.words or before.is_box or before.text[-1] in ")]":
        return False
    level = abs(before.baseline - word.baseline) < _SAME_LINE * word.size
    return level and 0 < word.left - before.right < _BLANK * word.size


def _lines_about(mark: _Mark, beside: Sequence[Word], marks: Sequence[_Mark]) -> list[Word]:
    """The first words of the lines that may be a mark's: of no other mark, and close to each other."""
    if not beside:
        return []
    left = min(word.left for word in beside)
    column = [other for other in marks if other is not mark and abs(other.left - mark.left) < _SAME_LEFT]
    lines = [
        word
        for word in sorted(beside, key=lambda word: word.baseline)
        if word.left - left < _SAME_LEFT and not any(_is_nearer(other, mark, word) for other in column)
    ]
    at = min(range(len(lines)), key=lambda place: abs(lines[place].baseline - mark.baseline), default=0)
    first, last = at, at
    while first > 0 and lines[first].baseline - lines[first - 1].baseline < _TIGHT * lines[first].size:
        first -= 1
    while (
        last + 1 < len(lines) and lines[last + 1].baseline - lines[last].baseline < _TIGHT * lines[last].size
    ):
        last += 1
    return lines[first : last + 1]


def _is_nearer(other: _Mark, mark: _Mark, word: Word) -> bool:
    return abs(other.baseline - word.baseline) < abs(mark.baseline - word.baseline) - 0.5


def _is_centred(mark: _Mark, lines: Sequence[Word]) -> bool:
    middle = (lines[0].baseline + lines[-1].baseline) / 2
    return abs(middle - mark.baseline) < _CENTRED * lines[0].size


def _set_beside(box: Word, words: Sequence[Word]) -> None:
    level = [word for word in words if not word.drawn and box.top - 1 < word.baseline < box.bottom + 5]
    beside = [word for word in level if -1 < word.left - box.right < 3 * word.size] or [
        word for word in level if -1 < box.left - word.right < 3 * word.size
    ]
    if beside:
        nearest = min(beside, key=lambda word: abs(word.left - box.right))
        box.baseline, box.size = nearest.baseline, nearest.size
