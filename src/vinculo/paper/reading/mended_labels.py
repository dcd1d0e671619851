"""Printed words that a scan misread, put right: labels and options are known, so what is nearly one is one.

Only what stands where such words are printed is looked at: a label at the start of a line or a cell, behind
another label or before a colon, an option behind its box. What people wrote is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .flat import flat, skeleton
from .page import CELL, TICKED, UNTICKED, Line, Word
from .places import joined
from .vocabulary import Vocabulary

# What ink makes alike, as one sign.
_ALIKE = (("rn", "m"), ("ii", "u"), ("vv", "w"), ("cl", "d"))
_SIGNS_ALIKE = str.maketrans("01l|!5$8", "oiiiissb")
_WORD = re.compile(r"[^\s|]+")
_OPENS = " \t|>#*·•"
# A colon that was read as another sign.
_ODD_COLON = re.compile(r"[ ]?(?:[.,;'’]*[,;'’][.,;:'’]*(?=\s|\Z)|\.(?=[ ]+\S)(?<![0-9]\.))")
_COLON_BEHIND = re.compile(r"[\s.?]*[:?]")
_SPLIT = 1
"""A word may have been read as two, or two as one."""
_SHORTEST, _SHORT, _LONGEST = 4, 6, 9
_CELL_ENDS = re.compile(r"[ .]*(?:\Z|[\t|\v]|  |[0-9]{1,2}[/.-][0-9])")
_FAR_DOWN = 60
# No other word of the head is so short and begins so; no state does.
_UF, _LIKE_UF = "uf", re.compile("u[a-z]")
# The first letter of an option, read as a box of its own.
_LETTER_AS_BOX = re.compile(f"(?<=[{TICKED}{UNTICKED}])[ ]*[{TICKED}{UNTICKED}][ ]*\\Z")
# Under the form, before who signs.
_SIGNATURE = "Assinatura"
_INSTRUCTION = 'OBRIGATÓRIO JUSTIFICATIVA CASO SELECIONE "OUTROS".'


@dataclass(frozen=True, slots=True)
class _Label:
    printed: str
    key: str  # As ink makes it look.
    words: int
    plain: str
    slack: int  # So many signs may be wrong.


@dataclass(frozen=True, slots=True)
class _Labels:
    title: tuple[_Label, ...]
    head: tuple[_Label, ...]
    blocks: tuple[_Label, ...]
    parts: tuple[_Label, ...]  # Of a contact: its day and its note.
    options: tuple[_Label, ...]


def with_mended_labels(lines: Sequence[Line], vocabularies: Sequence[Vocabulary]) -> list[Line]:
    """The lines with misread labels and options as they are printed, their words where they were."""
    labels = _labels_of(tuple(vocabularies))
    mended: list[Line] = []
    in_head = True
    for number, line in enumerate(lines):
        in_head = in_head and number < _FAR_DOWN and not _opens_with(line.text, labels.blocks)
        mended.append(_mended(line, labels, in_head))
    return mended


@lru_cache(maxsize=4)
def _labels_of(vocabularies: tuple[Vocabulary, ...]) -> _Labels:
    title: list[str] = []
    head: list[str] = []
    blocks: list[str] = []
    parts: list[str] = []
    options: list[str] = []
    for vocabulary in vocabularies:
        edition = vocabulary.edition
        head += (labelled.label for row in edition.head for labelled in row)
        names = ("outcome", "actions", "termination_reasons", "protocol_required", "general_note", "sectors")
        title.append(edition.title)
        blocks += (edition.labels[name] for name in names)
        blocks += (edition.labels["contact"].format(number=number) for number in range(1, 6))
        parts += (edition.labels["contact_on"], edition.labels["contact_note"], _INSTRUCTION, _SIGNATURE)
        options += (edition.labels["yes"], edition.labels["no"])
        for listed in edition.options.values():
            options += (wording for option in listed for wording in option.wordings)
    return _Labels(_made(title), _made(head), _made(blocks), _made(parts), _made(options))


def _made(printed: Iterable[str]) -> tuple[_Label, ...]:
    made: dict[str, _Label] = {}
    for words in printed:
        key = _key(words)
        made.setdefault(
            skeleton(words), _Label(words, key, len(words.split()), skeleton(words), _slack(len(key)))
        )
    return tuple(sorted(made.values(), key=lambda label: -len(label.key)))


def _slack(length: int) -> int:
    return 0 if length < 3 else 1 if length < 8 else 2 if length < 14 else 3 if length < 22 else 5


def _key(text: str) -> str:
    plain = re.sub(r"[^0-9a-z|!$]", "", flat(text)).translate(_SIGNS_ALIKE)
    for pair, sign in _ALIKE:
        plain = plain.replace(pair, sign)
    return plain.replace("i", "")


def _mended(line: Line, labels: _Labels, in_head: bool) -> Line:
    words = _Words(line.text)
    changes: list[tuple[int, int, str]] = []
    place, behind_label = 0, False
    while place < len(words.spans):
        start = words.spans[place][0]
        found = words.nearest(place, _meant(line.text[:start], labels, in_head, behind_label))
        behind_label = found is not None
        if found is None:
            place += 1
            continue
        if found.apart and (letter := _LETTER_AS_BOX.search(line.text[:start])):
            start = letter.start()
            changes.append((start, found.end, f" {found.label.printed}"))
            place += found.count
            continue
        odd = None if found.label in labels.options else _ODD_COLON.match(line.text, found.end)
        if odd:
            changes.append((start, odd.end(), f"{found.label.printed.rstrip('.:?')}:"))
        elif found.count != found.label.words or skeleton(line.text[start : found.end]) != found.label.plain:
            changes.append((start, found.end, found.label.printed))
        place += found.count
    return _changed(line, changes) if changes else line


def _meant(
    before: str, labels: _Labels, in_head: bool, behind_label: bool
) -> Iterator[tuple[Sequence[_Label], bool]]:
    """Which labels may stand behind what stands before, and whether only with a colon."""
    opens_line = not before.strip(_OPENS)
    opens_cell = opens_line or before.rstrip(" ")[-1:] in (CELL, "|", "\v") or before.endswith("  ")
    if before.rstrip()[-1:] in (TICKED, UNTICKED):
        yield labels.options, False
    if opens_line:
        yield labels.blocks, False
        yield labels.title, False
    if in_head:
        yield labels.head, not (opens_cell or behind_label)
    elif opens_cell or behind_label:
        yield labels.parts, False


@dataclass(frozen=True, slots=True)
class _Found:
    label: _Label
    apart: int  # So many signs are wrong.
    count: int  # Of words.
    end: int


class _Words:
    """The words of a line, to be held against labels."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in _WORD.finditer(text)]

    def nearest(self, place: int, meant: Iterable[tuple[Sequence[_Label], bool]]) -> _Found | None:
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
        self, label: _Label, place: int, windows: Sequence[tuple[str, int]], needs_colon: bool
    ) -> _Found | None:
        best: _Found | None = None
        for count in range(max(1, label.words - _SPLIT), min(label.words + _SPLIT, len(windows)) + 1):
            key, end = windows[count - 1]
            apart = _apart(key, label.key, label.slack)
            if apart is not None and (best is None or apart < best.apart):
                best = _Found(label, apart, count, end)
        if best is None and label.plain == _UF and _LIKE_UF.fullmatch(windows[0][0]):
            best = _Found(label, 0, 1, windows[0][1])
        if best is None or (needs_colon and not self._has_colon(best.end)):
            return None
        # "NATAL" is no "Data": ink makes a letter look like another, rarely like two.
        longer = len(skeleton(self.text[self.spans[place][0] : best.end])) - len(label.plain)
        if best.apart and longer and len(label.key) < _SHORT and not self._has_colon(best.end):
            return None
        if best.apart and (self._is_short_and_open(label, best.end) or self._begins_later(best, place)):
            return None
        return best

    def _has_colon(self, end: int) -> bool:
        behind = _COLON_BEHIND.match(self.text, end) or _ODD_COLON.match(self.text, end)
        return behind is not None or self.text[end - 1] in ":?"

    def _is_short_and_open(self, label: _Label, end: int) -> bool:
        """A short word is a label only where nothing but its value can follow."""
        if len(label.key) >= _SHORT or self._has_colon(end):
            return False
        return len(label.key) < _SHORTEST or not _CELL_ENDS.match(self.text, end)

    def _begins_later(self, found: _Found, place: int) -> bool:
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


def _opens_with(text: str, labels: Sequence[_Label]) -> bool:
    words = _Words(text)
    return bool(words.spans) and words.nearest(0, [(labels, False)]) is not None


def _changed(line: Line, changes: Sequence[tuple[int, int, str]]) -> Line:
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
