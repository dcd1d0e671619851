"""Printed words, held against what a scan made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .flat import flat, skeleton
from .page import CELL, TICKED, UNTICKED, Line, Word
from .places import joined

# What ink makes alike, as one sign.
_ALIKE = (("rn", "m"), ("ii", "u"), ("vv", "w"), ("cl", "d"))
_SIGNS_ALIKE = str.maketrans("01l|!5$8", "oiiiissb")
_WORD = re.compile(r"[^\s|]+")
# A box among its words may be "de"; else it is that of what follows.
_BOX_WITHIN, _AS_BOX = re.compile(f"[{TICKED}{UNTICKED}]"), 2
# A colon that was read as another sign.
ODD_COLON = re.compile(r"[ ]?(?:[.,;'’]*[,;'’][.,;:'’]*(?=\s|\Z)|\.(?=[ ]+\S)(?<![0-9]\.))")
_COLON_BEHIND = re.compile(r"[\s.?]*[:?]")
_SPLIT = 2
"""A word may have been read as two, or two as one; in a narrow column three of a label are cut."""
_MANY_WORDS = 3
_SHORTEST, _SHORT, _LONGEST = 4, 6, 9
_CELL_ENDS = re.compile(r"[ .]*(?:\Z|[\t|\v]|  |[0-9]{1,2}[/.-][0-9])")
_LIKE_DIGITS = "lI|!iSsZzAJ"
# No other word of the head is so short and begins so; no state does.
_UF, _LIKE_UF = "uf", re.compile("u[a-z]")


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    printed: str
    key: str  # As ink makes it look.
    words: int
    plain: str
    slack: int  # So many signs may be wrong.


def printed_labels(printed: Iterable[str]) -> tuple[PrintedLabel, ...]:
    made: dict[str, PrintedLabel] = {}
    for words in printed:
        key = _key(words)
        made.setdefault(
            skeleton(words), PrintedLabel(words, key, len(words.split()), skeleton(words), _slack(len(key)))
        )
    return tuple(sorted(made.values(), key=lambda label: -len(label.key)))


def _slack(length: int) -> int:
    return 0 if length < 3 else 1 if length < 8 else 2 if length < 14 else 3 if length < 22 else 5


def _key(text: str) -> str:
    plain = re.sub(r"[^0-9a-z|!$]", "", flat(text)).translate(_SIGNS_ALIKE)
    for pair, sign in _ALIKE:
        plain = plain.replace(pair, sign)
    return plain.replace("i", "")


@dataclass(frozen=True, slots=True)
class FoundLabel:
    label: PrintedLabel
    apart: int  # So many signs are wrong.
    count: int  # Of words.
    end: int


class WordsOfLine:
    """The words of a line, to be held against labels."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in _WORD.finditer(text)]

    def nearest(self, place: int, meant: Iterable[tuple[Sequence[PrintedLabel], bool]]) -> FoundLabel | None:
        """The label that the words from a place on nearly are."""
        windows = self._windows(place)
        if not windows or not windows[0][0]:
            return None
        found = [
            each
            for labels, needs_colon in meant
            for label in labels
            if (each := self._held_against(label, place, windows, needs_colon))
        ]
        return min(found, key=lambda each: (each.apart, -len(each.label.key)), default=None)

    def _held_against(
        self, label: PrintedLabel, place: int, windows: Sequence[tuple[str, int]], needs_colon: bool
    ) -> FoundLabel | None:
        best: FoundLabel | None = None
        if label.plain[:1].isdigit() and not self._may_be_number(place, label.plain[0]):
            return None
        most = label.words + (_SPLIT if label.words < _MANY_WORDS else _SPLIT + 1)
        for count in range(max(1, label.words - _SPLIT), min(most, len(windows)) + 1):
            key, end = windows[count - 1]
            has_box = _BOX_WITHIN.search(self.text, self.spans[place][0] + 1, end)
            apart = _apart(key, label.key, min(label.slack, _AS_BOX) if has_box else label.slack)
            if apart is not None and (best is None or apart < best.apart):
                best = FoundLabel(label, apart, count, end)
        if best is None and label.plain == _UF and self._is_like_uf(place):
            best = FoundLabel(label, 0, 1, windows[0][1])
        if best is None or (needs_colon and not self._has_colon(best.end)):
            return None
        # "NATAL" is no "Data": ink makes a letter look like another, rarely like two.
        longer = len(skeleton(self.text[self.spans[place][0] : best.end])) - len(label.plain)
        if best.apart and longer and len(label.key) < _SHORT and not self._has_colon(best.end):
            return None
        if best.apart and (self._is_short_and_open(label, best.end) or self._begins_later(best, place)):
            return None
        return best

    def _may_be_number(self, place: int, digit: str) -> bool:
        """Whether what stands there may be a digit: "Contato" heads a column, and is none of the contacts."""
        sign = self.text[self.spans[place][0]]
        return sign == digit if sign.isdigit() else sign in _LIKE_DIGITS

    def _is_like_uf(self, place: int) -> bool:
        return _LIKE_UF.fullmatch(skeleton(self.text[slice(*self.spans[place])])) is not None

    def _has_colon(self, end: int) -> bool:
        behind = _COLON_BEHIND.match(self.text, end) or ODD_COLON.match(self.text, end)
        return behind is not None or self.text[end - 1] in ":?"

    def _is_short_and_open(self, label: PrintedLabel, end: int) -> bool:
        """A short word is a label only where nothing but its value can follow."""
        if len(label.key) >= _SHORT or self._has_colon(end):
            return False
        return len(label.key) < _SHORTEST or not _CELL_ENDS.match(self.text, end)

    def _begins_later(self, found: FoundLabel, place: int) -> bool:
        """Whether the first word does not belong to it."""
        if found.count == 1:
            return False
        key = _key(self.text[self.spans[place + 1][0] : found.end])
        return _apart(key, found.label.key, found.apart) is not None

    def _windows(self, place: int) -> list[tuple[str, int]]:
        """One, two, … words from a place on, as ink makes them look, and where they end; none over a cell."""
        start = self.spans[place][0]
        windows: list[tuple[str, int]] = []
        for _, end in self.spans[place : place + _LONGEST]:
            words = self.text[start:end]
            if CELL in words:
                break
            windows.append((_key(words), start + len(words.rstrip(":;,'’"))))
        return windows


def _apart(key: str, wanted: str, most: int) -> int | None:
    """How many signs differ; None if more than so many."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - only scans need it

    if abs(len(key) - len(wanted)) > most:
        return None
    apart = int(Levenshtein.distance(key, wanted, score_cutoff=most))
    return apart if apart <= most else None


def changed_line(line: Line, changes: Sequence[tuple[int, int, str]]) -> Line:
    """The line with other words in some places; its boxes go with them."""
    text, words, at, moved = "", list[Word](), 0, 0
    left = list(line.words)
    for start, end, printed in changes:
        text += line.text[at:start] + printed
        while left and left[0].end <= start:
            words.append(_shifted(left.pop(0), moved))
        covered = []
        while left and left[0].start < end:
            covered.append(left.pop(0))
        if covered:
            box = joined(word.box for word in covered)[0]
            sure = min(word.sure for word in covered)
            words.append(Word(start + moved, start + moved + len(printed), box, sure))
        moved += len(printed) - (end - start)
        at = end
    words += (_shifted(word, moved) for word in left)
    return replace(line, text=text + line.text[at:], words=tuple(words))


def _shifted(word: Word, by: int) -> Word:
    return replace(word, start=word.start + by, end=word.end + by) if by else word
