"""Options that are initials, as T.I.: so short that beside a marked box hardly anything of them is read.

They are known by the others of their list, which stand beside them or in a column with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

from ...catalogue import OptionList, catalogue_options
from ..flat import flat
from .sheet import PixelBox

_NOT_LETTERS = re.compile(r"[^0-9a-z]")
_HARDLY_SURE, _READ_AS_ONE = 0.5, 0.75
# Letters that a check sign or a cross is read as.
_SIGNS = frozenset("vyx")
# So many letters tell another option of the list.
_BEGIN = 6
# In heights of the word: at its level, or below or above it in a column.
_LEVEL, _ALIGNED, _NEXT = 0.5, 0.8, 2.6


class _Read(Protocol):
    """A word as the engine read it."""

    @property
    def text(self) -> str: ...
    @property
    def box(self) -> PixelBox: ...
    @property
    def sure(self) -> float: ...


@cache
def printed_initials() -> dict[str, str]:
    """As they are printed, by their letters."""
    return {letters: wording for _, letters, wording in _all() if "." in wording and wording.isupper()}


def letters_before_initials(word: _Read, words: Sequence[_Read]) -> int | None:
    """How many letters stand before initials of which the first at least was read, None if they are none."""
    for well, hardly, others in _lost():
        read = well.fullmatch(word.text)
        if word.sure <= _HARDLY_SURE:
            read = read or hardly.fullmatch(word.text)
        elif read and read[1] and (word.sure > _READ_AS_ONE or read[1].lower() not in _SIGNS):
            continue
        if read is None:
            continue
        # What was read before them is the box.
        begin = round(read.end(1) / len(word.text) * (word.box.right - word.box.left))
        own = replace(word.box, left=word.box.left + begin)
        if any(_is_beside(own, other.box) for other in _begun(words, others)):
            return sum(bool(_letters(sign)) for sign in read[1])
    return None


@cache
def _lost() -> tuple[tuple[re.Pattern[str], re.Pattern[str], frozenset[str]], ...]:
    """What may be left of initials that are read well or hardly, and how the others of their list begin."""
    lost = []
    for initials in printed_initials():
        lists = {which for which, letters, _ in _all() if letters == initials}
        others = frozenset(letters[:_BEGIN] for which, letters, _ in _all() if which in lists)
        first = rf"(\w{{0,2}}?){initials[0]}"
        well = re.compile(rf"{first}(?:[.,:]+[il1|!j]?|[l1|!])[.,:]*", re.IGNORECASE)
        hardly = re.compile(rf"{first}[ail1|!j.,:]*", re.IGNORECASE)
        lost.append((well, hardly, others - {initials}))
    return tuple(lost)


def _all() -> Iterator[tuple[OptionList, str, str]]:
    for which in OptionList:
        for edition in (1, 2):
            for option in catalogue_options(which, edition):
                for wording in option.wordings:
                    yield which, _letters(wording), wording


def _begun(words: Iterable[_Read], begins: frozenset[str]) -> Iterator[_Read]:
    return (word for word in words if _letters(word.text)[:_BEGIN] in begins)


def _is_beside(box: PixelBox, other: PixelBox) -> bool:
    high = other.bottom - other.top
    apart = abs(box.top + box.bottom - other.top - other.bottom) / 2
    return apart < _LEVEL * high or (apart < _NEXT * high and abs(box.left - other.left) < _ALIGNED * high)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", flat(text))
