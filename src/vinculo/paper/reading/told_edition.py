"""Which edition a text is: told by the names of its blocks, then by the options only one edition has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .blocks import list_weight
from .flat import loose_pattern, skeleton
from .ticks import MARK
from .vocabulary import ACTIONS, BEFORE_LABEL, LIST_OF_BLOCK, Vocabulary

_NUMBER_IN_FOOT = re.compile(r"(?:^|[\n\t|·–-])[ ]*edicao[ ]*(?:n[o.]{0,2}[ ]*)?([0-9]{1,3})(?![0-9])")

_WIDEST_MARGIN = 80


def tell_edition(text: str, vocabularies: Sequence[Vocabulary]) -> tuple[Vocabulary, bool]:
    """The vocabulary of the edition that a flat text is, and whether anything told it."""
    if len(vocabularies) == 1:
        return vocabularies[0], True
    labelled = [vocabulary for vocabulary in vocabularies if _has_block(text, vocabulary)]
    if len(labelled) == 1:
        return labelled[0], True
    rivals = labelled or list(vocabularies)
    points = [0] * len(rivals)
    if MARK.search(text):
        points = [_options_told(text, vocabulary, rivals) for vocabulary in rivals]
    if found := _NUMBER_IN_FOOT.search(text):
        for place, vocabulary in enumerate(rivals):
            points[place] += 2 * (vocabulary.edition.number == int(found[1]))
    best = max(points)
    return rivals[points.index(best)], points.count(best) == 1


def _has_block(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the retention block, which editions name differently, begins on a line."""
    options = vocabulary.options[ACTIONS]
    return any(
        _opens_line(text, found.start()) and list_weight(text, found.end(), options)
        for found in vocabulary.actions_label.finditer(text)
    )


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _opens_line(text: str, place: int) -> bool:
    start = text.rfind("\n", max(0, place - _WIDEST_MARGIN), place) + 1
    if not start and place > _WIDEST_MARGIN:
        return False
    before = BEFORE_LABEL.match(text, start)
    return before is not None and before.end() >= place


def _options_told(text: str, vocabulary: Vocabulary, rivals: Sequence[Vocabulary]) -> int:
    """How many printed options are there that other editions lack, less those that should be and are not."""
    told = 0
    for block in LIST_OF_BLOCK:
        own = set(vocabulary.options[block].wordings)
        others = [set(rival.options[block].wordings) for rival in rivals if rival is not vocabulary]
        for option in vocabulary.edition.options[LIST_OF_BLOCK[block]]:
            wordings = {skeleton(wording) for wording in option.wordings} & own
            if any(not wordings & other for other in others):
                found = any(_stands_at_mark(text, wording) for wording in option.wordings)
                told += 1 if found else -1
    return told


def _stands_at_mark(text: str, wording: str) -> bool:
    for found in _compiled(loose_pattern(wording) + r"(?![0-9a-z])").finditer(text):
        near = text[max(0, found.start() - 8) : found.end() + 8]
        if MARK.search(near) or "<input" in text[max(0, found.start() - 80) : found.start()]:
            return True
    return False
