"""Where the words of the options stand on a sheet: beside each there is a box."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import nan
from statistics import median

from rapidfuzz.fuzz import ratio

from ...catalogue import OptionList, catalogue_options
from ..flat import flat
from .initials import letters_before_initials, printed_initials
from .sheet import PixelBox, ScannedWord

_ANSWERS = ("sim", "nao")
_NOT_LETTERS = re.compile(r"[^0-9a-z]")
# A box before a word is often read as one or two letters more.
_COLON_WITHIN = re.compile(r"(?<=[a-z]{4}):(?=[^\s:.\d]*[a-z])", re.IGNORECASE)
_MOST_JUNK, _MOST_SHORT_JUNK = 4, 2
_HARDLY_SURE = 0.5
_KEY = 3
_ALIKE = 84.0
_LEAST_READ, _LEAST_SHARE = 6, 0.42
_LEAST_NEARLY, _NEARLY = 6, 78.0
# A slim letter and a broad one, to a usual one; from so many words a letter's width is told.
_SLIM_LETTERS, _SLIM_CAPITALS = "iljtfr", "i"
_SLIM, _BROAD, _DOT, _WELL_READ, _FEWEST_WIDTHS = 0.5, 1.45, 0.25, 0.85, 4
# A capital to a small letter; capitals that are no small letter drawn larger.
_WIDER, _CAPITALS = 1.4, re.compile(r"[ABD-NP-RTYÃÁÀÂÉÊÍ]")
# Words further apart than so many of their heights stand in different cells.
_WITHIN = 2.5
_SAME_BEGIN = 0.5
_BETWEEN_WORDS = 0.8
_LONE_WORDS = frozenset("aeoàéó")


@dataclass(frozen=True, slots=True)
class OptionWords:
    """The words of an option on their line. `box` begins where the option begins in its first word; `glued`:
    the word holds something more before that, which may be the box."""

    box: PixelBox
    glued: bool
    joined: bool  # It follows another word as in a sentence; it may be a part of a note.
    sure: float = 1.0  # Of its first word, and where that begins by its letters and its end.
    by_width: float = nan


def _wordings() -> Iterator[str]:
    """Of every option of both editions."""
    for which in OptionList:
        for edition in (1, 2):
            for option in catalogue_options(which, edition):
                yield from option.wordings


@cache
def _by_key() -> dict[str, tuple[str, ...]]:
    keyed: dict[str, set[str]] = defaultdict(set)
    for wording in _wordings():
        letters = _letters(wording)
        keyed[letters[:_KEY]].add(letters)
    for answer in _ANSWERS:
        keyed[answer[:_KEY]].add(answer)
    # "Não se trata de retenção" is more than an answer.
    return {
        key: tuple(sorted(wordings, key=lambda each: (-len(each), each))) for key, wordings in keyed.items()
    }


@cache
def _first_words() -> frozenset[str]:
    return frozenset((*_ANSWERS, *(_letters(wording.split()[0]) for wording in _wordings())))


@cache
def _all_words() -> frozenset[str]:
    letters = (_letters(word) for wording in _wordings() for word in wording.split())
    return frozenset(word for word in letters if len(word) > _KEY)


def is_word_of_option(text: str) -> bool:
    """Whether it is, to the letter, one of the longer words that options are made of."""
    return _letters(text) in _all_words()


def is_answer(text: str) -> bool:
    """Whether it says yes or no, to the letter."""
    return _letters(text) in _ANSWERS


def begins_option(text: str) -> bool:
    """Whether an option's wording may begin with this word, or the word with an option's first."""
    letters = _letters(text)
    if len(letters) < _KEY:
        return letters in _first_words()
    return any(
        first[:_KEY] == letters[:_KEY] and ratio(first, letters[: len(first)]) >= _ALIKE
        for first in _first_words()
    )


def nearly_begins_option(text: str) -> bool:
    """Whether an option's first word, if it is not short, may have been misread so."""
    letters = _letters(text)
    return len(letters) >= _LEAST_NEARLY and any(ratio(first, letters) >= _NEARLY for first in _first_words())


def option_words(words: Sequence[ScannedWord]) -> list[OptionWords]:
    """Every place where an option's wording may begin, those in notes too."""
    found = []
    usual = _letters_of_options(words)
    lines = lines_of(part for word in words for part in _parted(word))
    for line, next_line in zip(lines, [*lines[1:], []], strict=False):
        letters = [_letters(word.text) for word in line]
        for at in range(len(line)):
            match = _option_at(line, letters, at) or _initials_at(line[at], words)
            match = match or _wrapped_at(line, at, next_line)
            if match is not None:
                joined = not match[0] and _goes_on(line, at)
                option = _words(line[at], *match, joined=joined)
                found.append(replace(option, by_width=_begin(line[at], match[0], usual)))
    return found


@dataclass(frozen=True, slots=True)
class _Letters:
    """How options are printed on a sheet: in capitals or not, and how wide a usual letter is."""

    capitals: bool
    width: float


def _letters_of_options(words: Iterable[ScannedWord]) -> _Letters | None:
    """By the words of options that were read to the letter: of those read hardly even the case is unsure."""
    widths: dict[bool, list[float]] = {True: [], False: []}
    for word in words:
        if word.sure >= _WELL_READ and is_word_of_option(word.text):
            capitals = word.text.isupper()
            units = _units(word.text, capitals=capitals)
            widths[capitals].append((word.box.right - word.box.left) / units)
    capitals = len(widths[True]) > len(widths[False])
    return _Letters(capitals, median(widths[capitals])) if len(widths[capitals]) >= _FEWEST_WIDTHS else None


def _units(text: str, *, capitals: bool) -> float:
    """How many usual letters are as wide."""
    slim = _SLIM_CAPITALS if capitals else _SLIM_LETTERS
    return sum(
        _SLIM if sign in slim else _BROAD if sign in "mw" else _DOT if sign == "." else 1.0
        for sign in flat(text)
    )


def _begin(word: ScannedWord, junk: int, usual: _Letters | None) -> float:
    """Where the word's own letters begin, if its end is right and a mark was read as a part of it."""
    letters = _letters(word.text)[junk:]
    # As it is printed: what the engine made of it may have lost letters.
    printed = max(_first_words(), key=lambda first: ratio(first, letters))
    enough = 100.0 if len(letters) <= _KEY else _NEARLY
    if usual is None or ratio(printed, letters) < enough:
        return nan
    initials = printed_initials().get(printed)
    # Answers may be printed in capitals where the other options are not.
    own = initials is not None or _CAPITALS.search(word.text, _place(word.text, junk) + 1) is not None
    capitals = usual.capitals or own
    width = usual.width * (_WIDER if capitals and not usual.capitals else 1.0)
    return word.box.right - width * _units(initials or printed, capitals=capitals)


def _place(text: str, junk: int) -> int:
    """Where the letter stands before which there are so many."""
    return [at for at, sign in enumerate(text) if _letters(sign)][junk]


def _parted(word: ScannedWord) -> tuple[ScannedWord, ...]:
    """A label and what stands behind its colon, where a mark made the engine read them as one word."""
    colon = _COLON_WITHIN.search(word.text)
    if colon is None:
        return (word,)
    box, share = word.box, colon.end() / len(word.text)
    middle = box.left + round(share * (box.right - box.left))
    label = replace(word, text=word.text[: colon.end()], box=replace(box, right=middle))
    return label, replace(word, text=word.text[colon.end() :], box=replace(box, left=middle))


def _goes_on(line: Sequence[ScannedWord], at: int) -> bool:
    """The word follows another as words of a sentence do: no box fits between."""
    if not at:
        return False
    before, word = line[at - 1], line[at]
    height = word.box.bottom - word.box.top
    if before.sure < _HARDLY_SURE:
        # It may be a box with its mark.
        return False
    if before.text.endswith(":") and word.sure < _HARDLY_SURE:
        # It may hold one.
        return False
    ends_in_text = before.text[-1:].isalnum() or before.text[-1:] in ".,;:"
    near = word.box.left - before.box.right < _BETWEEN_WORDS * height
    # A letter alone may be a box, but for one that is a word or follows a word itself.
    is_word = before.text in _LONE_WORDS or sum(map(str.isalnum, before.text)) > 1
    is_text = is_word or _goes_on(line, at - 1)
    return ends_in_text and near and is_text


def _words(word: ScannedWord, junk: int, last: ScannedWord, *, joined: bool) -> OptionWords:
    """`junk` letters stand before the option, and as many other signs as there are."""
    share = _place(word.text, junk) / len(word.text)
    box = word.box
    left = box.left + round(share * (box.right - box.left))
    return OptionWords(PixelBox(left, box.top, last.box.right, box.bottom), share > 0, joined, word.sure)


def lines_of(words: Iterable[ScannedWord]) -> list[list[ScannedWord]]:
    """Words that stand at one height, from left to right."""
    lines: list[list[ScannedWord]] = []
    levels: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: word.box.top + word.box.bottom):
        middle, height = (word.box.top + word.box.bottom) / 2, word.box.bottom - word.box.top
        for at in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            level, tall = levels[at]
            if abs(middle - level) < 0.4 * max(min(height, tall), 8):
                lines[at].append(word)
                break
        else:
            lines.append([word])
            levels.append((middle, height))
    for line in lines:
        line.sort(key=lambda word: word.box.left)
    return lines


def _option_at(
    line: Sequence[ScannedWord], letters: Sequence[str], at: int
) -> tuple[int, ScannedWord] | None:
    """How many letters stand before the option that begins in this word, and its last word on the line."""
    first = letters[at]
    for junk in range(min(_MOST_JUNK, max(0, len(first) - 1)) + 1):
        for wording in _by_key().get(first[junk : junk + _KEY], ()):
            text, last = first[junk:], at
            while len(text) < len(wording) - 1 and last + 1 < len(line):
                gap = line[last + 1].box.left - line[last].box.right
                if gap > _WITHIN * max(8, line[at].box.bottom - line[at].box.top):
                    break
                last += 1
                text += letters[last]
            # What a mark was read as is hardly sure.
            most = _MOST_SHORT_JUNK if line[at].sure > _HARDLY_SURE else _MOST_JUNK
            if _is_wording(text, wording, junk, most):
                return junk, line[last]
    return None


def _wrapped_at(
    line: Sequence[ScannedWord], at: int, below: Sequence[ScannedWord]
) -> tuple[int, ScannedWord] | None:
    """An option of whose words only the first had room in a narrow column; the next begin just below it."""
    word = line[at]
    high = max(8, word.box.bottom - word.box.top)
    alone = at + 1 == len(line) or line[at + 1].box.left - word.box.right > _WITHIN * high
    under = [each for each in below if each.box.left > word.box.left - _SAME_BEGIN * high]
    if not alone or not under or under[0].box.left > word.box.left + _SAME_BEGIN * high:
        return None
    if under[0].box.top - word.box.bottom > high:
        return None
    together = [word, *under]
    match = _option_at(together, [_letters(each.text) for each in together], 0)
    return None if match is None or match[1] is word else (match[0], word)


def _initials_at(word: ScannedWord, words: Sequence[ScannedWord]) -> tuple[int, ScannedWord] | None:
    junk = letters_before_initials(word, words)
    return None if junk is None else (junk, word)


def _is_wording(text: str, wording: str, junk: int, most_junk: int) -> bool:
    """It says so, or so much of it as stands on its line."""
    if len(wording) < _LEAST_READ:
        return text == wording and junk <= most_junk
    length = min(len(wording), len(text))
    least = max(_LEAST_READ, _LEAST_SHARE * len(wording))
    return length >= least and ratio(wording[:length], text[:length]) >= _ALIKE


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", flat(text))
