"""Pages whose font tells plain letters alone: accented ones are lost, of labels as of what was filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..flat import flat
from ..vocabulary import Vocabulary
from .glyphs import Word

LOST = "\N{REPLACEMENT CHARACTER}"
_WORD = re.compile(rf"[^\W_{LOST}]*{LOST}[\w{LOST}]*")
# A single sign may be a mark of a firm, or stand for one.
_ENOUGH = 2


def lose_letters(words: Iterable[Word]) -> bool:
    """Whether letters are lost in the midst of words."""
    return any(LOST in word.text and any(map(str.isalpha, word.text)) for word in words)


def labels_lose_letters(words: Iterable[Word], vocabularies: Sequence[Vocabulary]) -> bool:
    """Whether several words of the form's own labels have lost letters."""
    lost = [found for word in words if LOST in word.text for found in _WORD.findall(flat(word.text))]
    if len(lost) < _ENOUGH:
        return False
    known = {word for vocabulary in vocabularies for word in _label_words(vocabulary)}
    told = {each for each in lost if len(each) > 1 and any(_may_be(each, word) for word in known)}
    return len(told) >= _ENOUGH


def _may_be(lost: str, word: str) -> bool:
    return len(lost) == len(word) and all(
        sign in (LOST, letter) for sign, letter in zip(lost, word, strict=True)
    )


@lru_cache(maxsize=16)
def _label_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Those words of labels and options that have letters beyond the plain ones."""
    edition = vocabulary.edition
    labels = [edition.title, *edition.labels.values(), *(each.label for row in edition.head for each in row)]
    options = [option.label for each in edition.options.values() for option in each]
    words = {word for text in (*labels, *options) for word in re.findall(r"\w+", text)}
    return frozenset(flat(word) for word in words if not word.isascii())
