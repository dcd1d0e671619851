"""Options that had no room on their line, put together by the order in which the file writes their words.

A program writes an option from its first word to its last before it writes the next one, wherever they
stand. Words that follow each other over several lines and are an option as it is printed, and nothing else,
are one: those below are taken from their lines and stand behind the last word of the first. Where a sheet
ends within options, those at its foot go on at the head of the next, each in its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..flat import flat
from .glyphs import Word
from .labels import Labels, Wordings
from .sheet import Sheet

# In em.
_SAME_LINE = 0.3
_NEAR = 0.9
_CLOSEST, _WIDEST_PITCH = 0.7, 1.6
_BOX_BEFORE, _LONGEST_BOX = 2.4, 3
_MARKS = "([☐☒)]"
# Of a sheet's height; in points.
_FOOT, _HEAD = 0.65, 0.35
_SAME_LEFT = 2.5

_Begun = tuple[list[Word], str, list[float]]
"""Words that begin an option, its flat text so far, and where what goes on with it may begin."""


def with_wrapped_options(words: Sequence[Word], labels: Labels) -> list[Word]:
    """The words without those that an option has below its first line; they are told behind its last word."""
    written = _as_written(words)
    taken: set[int] = set()
    place = 0
    while place < len(written):
        joints = _option_at(written, place, labels.options)
        if not joints:
            place += 1
            continue
        option = written[place : place + len(joints)]
        place += len(joints)
        first_below = next(number for number, word in enumerate(option) if _is_lower(word, option[0]))
        last = option[first_below - 1]
        for sign, word in zip(joints[first_below:], option[first_below:], strict=True):
            last.behind += ((sign, replace(word, behind=())), *word.behind)
            taken.add(id(word))
    return [word for word in words if id(word) not in taken] if taken else list(words)


def without_ends_of_options(
    above: Sequence[Word], below: Sequence[Word], sheets: tuple[Sheet, Sheet], labels: Labels
) -> list[Word]:
    """The words of a sheet without those that end options at the foot of the sheet above, told there."""
    printed = labels.options_and_lists
    begun = list(_begun(_as_written(above), _FOOT * sheets[0].height, printed))
    if not begun:
        return list(below)
    taken: set[int] = set()
    written = _as_written(below)
    for place, word in enumerate(written):
        if word.baseline > _HEAD * sheets[1].height or _follows_closely(written, place):
            continue
        for known in begun:
            option, text, lefts = known
            if not any(abs(word.left - left) < _SAME_LEFT for left in lefts):
                continue
            end = _end_at(written, place, text, printed)
            if end:
                moved = [replace(each, sheet=sheets[1]) for each in written[place : place + len(end)]]
                option[-1].behind += tuple(zip(end, moved, strict=True))
                taken.update(map(id, written[place : place + len(end)]))
                begun.remove(known)
                break
    return [word for word in below if id(word) not in taken]


def _as_written(words: Sequence[Word]) -> list[Word]:
    return sorted((word for word in words if word.place), key=lambda word: (word.place, word.left))


def _option_at(words: Sequence[Word], place: int, printed: Wordings) -> list[str]:
    """What stands before each word of the longest option that begins with a word, goes on below it, and has
    nothing behind it but a box; nothing if there is none."""
    first, joints, longest = words[place], list[str](), list[str]()
    for number, text, sign in _beginning(words, place, printed):
        joints.append(sign)
        if printed.is_whole(text) and not _follows_closely(words, number + 1):
            longest = list(joints)
    lower = (_is_lower(word, first) for word in words[place : place + len(longest)])
    return longest if any(lower) else []


def _beginning(words: Sequence[Word], place: int, printed: Wordings) -> Iterator[tuple[int, str, str]]:
    """The words that begin an option from one on: which, the flat text so far, what stands before it."""
    if _follows_closely(words, place) or flat(words[place].whole) not in printed.begun:
        return
    text = ""
    for number in range(place, len(words)):
        word = words[number]
        signs: tuple[str, ...] = ("",)
        if number > place:
            if not _goes_on(words[number - 1], word):
                return
            signs = (" ", "") if _is_lower(word, words[number - 1]) else (" ",)
        begun = [sign for sign in signs if text + sign + flat(word.whole) in printed.begun]
        if not begun:
            return
        text += begun[0] + flat(word.whole)
        yield number, text, begun[0]


def _begun(words: Sequence[Word], top: float, printed: Wordings) -> Iterator[_Begun]:
    """Words below a height of a sheet that begin an option, and go on with nothing."""
    for place, word in enumerate(words):
        if word.baseline < top:
            continue
        *_, (last, text, _) = [(place, "", ""), *_beginning(words, place, printed)]
        if text and not _follows_closely(words, last + 1):
            option = list(words[place : last + 1])
            yield option, text, [*_box_lefts(words, place), *(each.left for each in _line_heads(option))]


def _end_at(words: Sequence[Word], place: int, text: str, printed: Wordings) -> list[str]:
    """What stands before each of the words that end a wording and stand there alone; nothing if none do."""
    signs: list[str] = []
    for number in range(place, len(words)):
        word = words[number]
        if signs and not _goes_on(words[number - 1], word):
            break
        within = bool(signs) and not _is_lower(word, words[number - 1])
        begun = [
            sign
            for sign in ((" ",) if within else (" ", ""))
            if text + sign + flat(word.text) in printed.begun
        ]
        if not begun:
            return []
        signs.append(begun[0])
        text += begun[0] + flat(word.text)
    return signs if printed.is_whole(text) else []


def _box_lefts(words: Sequence[Word], place: int) -> Iterator[float]:
    """Where the box before an option begins: its words may be wrapped below it."""
    for word in words[max(0, place - _LONGEST_BOX) : place]:
        level = abs(word.baseline - words[place].baseline) < _SAME_LINE * word.size
        if level and word.text[0] in _MARKS and words[place].left - word.right < _BOX_BEFORE * word.size:
            yield word.left


def _line_heads(words: Sequence[Word]) -> Iterator[Word]:
    yield words[0]
    for before, word in pairwise(words):
        if _is_lower(word, before):
            yield word


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word stands close behind the one before it, or at the beginning of the next line."""
    if word.text[0] in _MARKS:
        return False
    if abs(word.baseline - before.baseline) < _SAME_LINE * word.size:
        return 0 <= word.left - before.right < _NEAR * word.size
    pitch = (word.baseline - before.baseline) / word.size
    return _CLOSEST < pitch < _WIDEST_PITCH and word.left < before.right


def _is_lower(word: Word, other: Word) -> bool:
    """Whether a word stands on a later line than another one."""
    return word.baseline - other.baseline > _CLOSEST * word.size


def _follows_closely(words: Sequence[Word], place: int) -> bool:
    """Whether a word goes on with the text before it on its line, and is no box."""
    if not 0 < place < len(words) or words[place].text[0] in _MARKS:
        return False
    before, word = words[place - 1], words[place]
    if before.text[-1] in _MARKS or abs(word.baseline - before.baseline) >= _SAME_LINE * word.size:
        return False
    return 0 <= word.left - before.right < _NEAR * word.size
