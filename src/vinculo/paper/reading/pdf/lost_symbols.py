"""Tick boxes that are mere letters: their font of symbols was not there when a file was printed.

"¨" and "ý" are no words of any text. A lone "o" or "x" is a box only where a page has several of them, each
before words of an option, or each behind them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..flat import flat
from ..page import TICKED, UNTICKED
from ..vocabulary import Options, Vocabulary
from .cut_words import parted
from .glyphs import Word

# Wingdings as Windows-1252 names its signs.
_NO_WORDS = {"¨": UNTICKED, **dict.fromkeys("ýþûü", TICKED)}
_LETTERS = {**dict.fromkeys("oq", UNTICKED), "x": TICKED}
_LEAST = 4
_LONGEST_OPTION = 6
# In em.
_SAME_LINE = 0.5
_NEAR = 1.2


def with_lost_symbols(words: Sequence[Word], vocabularies: Sequence[Vocabulary]) -> list[Word]:
    """The words, with boxes for the letters that stand for them; which edition it is, is not known yet."""
    words = [part for word in words for part in parted(word, _joint_of_sign(word))]
    options = [
        each for vocabulary in vocabularies for each in (*vocabulary.options.values(), vocabulary.yes_no)
    ]
    before, behind = [], []
    for place, word in enumerate(words):
        if word.text in _NO_WORDS:
            word.text = _NO_WORDS[word.text]
        elif word.text in _LETTERS:
            if _is_before_option(words, place, options):
                before.append(word)
            if _is_behind_option(words, place, options):
                behind.append(word)
    if max(len(before), len(behind)) >= _LEAST:
        for word in (*before, *behind):
            word.text = _LETTERS.get(word.text, word.text)
    return words


def _joint_of_sign(word: Word) -> tuple[int, float] | None:
    """Where a sign that is no letter of the word begins: a piece of its own without a blank before it."""
    return next((each for each in word.joints if word.text[each[0] :] in _NO_WORDS), None)


def _is_behind_option(words: Sequence[Word], place: int, options: Sequence[Options]) -> bool:
    """Whether the words before a letter, or the last ones of them, are an option and nothing else."""
    mark = words[place]
    if not place or mark.left - words[place - 1].right > _NEAR * mark.size:
        return False
    if abs(words[place - 1].baseline - mark.baseline) > _SAME_LINE * mark.size:
        return False
    for count in range(1, min(place, _LONGEST_OPTION) + 1):
        text = flat(" ".join(word.text for word in words[place - count : place])).rstrip(" .")
        if any(each.pattern.fullmatch(text) for each in options):
            return True
    return False


def _is_before_option(words: Sequence[Word], place: int, options: Sequence[Options]) -> bool:
    mark, behind = words[place], words[place + 1 : place + 1 + _LONGEST_OPTION]
    if not behind:
        return False
    # A box at the head of its line may have a cell of its own.
    first = not place or abs(words[place - 1].baseline - mark.baseline) > _SAME_LINE * mark.size
    if not first and behind[0].left - mark.right > _NEAR * mark.size:
        return False
    if abs(behind[0].baseline - mark.baseline) > _SAME_LINE * mark.size:
        return False
    text = flat(" ".join(word.text for word in behind))
    return any(each.pattern.match(text) for each in options)
