"""Tick boxes that are mere letters: their font of symbols was not there when a file was printed.

"¨" and "ý" are no words of any text. A lone "o" or "x" is a box only where a page has several of them, each
before words of an option, or each behind them; or two before "Sim" and "Não" on one line.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..flat import flat
from ..page import TICKED, UNTICKED
from ..vocabulary import Options
from .cut_words import parted
from .glyphs import Word
from .labels import Labels

# Wingdings as Windows-1252 names its signs.
_NO_WORDS = {"¨": UNTICKED, **dict.fromkeys("ýþûü", TICKED)}
_LETTERS = {**dict.fromkeys("oq", UNTICKED), "x": TICKED}
_LEAST = 4
_LONGEST_OPTION = 6
# In em.
_SAME_LINE = 0.5
_NEAR = 1.2


def with_lost_symbols(words: Sequence[Word], labels: Labels) -> list[Word]:
    """The words, with boxes for the letters that stand for them; which edition it is, is not known yet."""
    words = [part for word in words for part in parted(word, _joint_of_sign(word))]
    vocabularies = (labels.vocabulary, *labels.others)
    yes_no = [vocabulary.yes_no for vocabulary in vocabularies]
    options = [*yes_no, *(each for vocabulary in vocabularies for each in vocabulary.options.values())]
    before, behind = [], []
    for place, word in enumerate(words):
        if word.text in _NO_WORDS:
            word.text = _NO_WORDS[word.text]
        elif word.text in _LETTERS:
            if _is_before_option(words, place, options, labels):
                before.append(word)
            if _is_behind_option(words, place, options):
                behind.append(word)
    if max(len(before), len(behind)) >= _LEAST:
        for word in (*before, *behind):
            word.text = _LETTERS.get(word.text, word.text)
    for word in _answers(words, yes_no):
        word.text = _LETTERS[word.text]
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


def _stands_alone(words: Sequence[Word], place: int) -> bool:
    """Whether a letter stands at the head of its line, or apart from what is before it: in its own cell."""
    if not place:
        return True
    mark, before = words[place], words[place - 1]
    apart = not -_NEAR * mark.size < mark.left - before.right < _NEAR * mark.size
    return apart or abs(before.baseline - mark.baseline) > _SAME_LINE * mark.size


def _answers(words: Sequence[Word], yes_no: Sequence[Options]) -> list[Word]:
    """The letters before "Sim" and "Não" behind each other on a line: both, or they are none."""
    found: list[Word] = []
    for place in range(len(words) - 3):
        yes, yes_word, no, no_word = words[place : place + 4]
        if yes.text not in _LETTERS or no.text not in _LETTERS:
            continue
        if max(abs(word.baseline - yes.baseline) for word in (yes_word, no, no_word)) > _SAME_LINE * yes.size:
            continue
        codes = [
            {each.code_at(told) for each in yes_no if (told := each.pattern.fullmatch(flat(word.text)))}
            for word in (yes_word, no_word)
        ]
        if codes == [{"yes"}, {"no"}]:
            found += [yes, no]
    return found


def _is_before_option(words: Sequence[Word], place: int, options: Sequence[Options], labels: Labels) -> bool:
    mark, behind = words[place], words[place + 1 : place + 1 + _LONGEST_OPTION]
    if not behind:
        return False
    if not _stands_alone(words, place) and behind[0].left - mark.right > _NEAR * mark.size:
        return False
    if abs(behind[0].baseline - mark.baseline) > _SAME_LINE * mark.size:
        return False
    text = flat(" ".join(word.text for word in behind))
    # A narrow cell may have cut a word of the option.
    return any(each.pattern.match(text) for each in options) or labels.opens_option(text)
