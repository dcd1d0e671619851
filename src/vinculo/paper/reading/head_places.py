"""Where the values of the head stand in its text: each behind its label, none where another one stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from .flat import flat
from .head_cells import answer_boxes
from .notes import PLACEHOLDER
from .pairs import PAIRS
from .places import HeadSpans, Span
from .shapes import ANSWERS, PRINTED_BLANK
from .vocabulary import Vocabulary

_TOKEN = re.compile(r"[^\s|]+")
_SIGNS = re.compile(f"[{PRINTED_BLANK}{''.join(sorted(ANSWERS))}]")
# "CRO:57798", "57.798/SP"; not the 25 of "25/06" or of "1.250".
_BEFORE = re.compile(r"(?:[^0-9]*[^\w])?|[0-9.]+[/–-](?=\Z)")
_BEHIND = re.compile(r"[^\w]*|[/–-][A-Z]{2}")
_ANSWER = "serves_other_plans"


def head_spans(raw: str, start: int, end: int, texts: Mapping[str, str], vocabulary: Vocabulary) -> HeadSpans:
    """The spans of what stands in raw[start:end]."""
    labels = _labels(flat(raw), start, end, vocabulary)
    tokens = _Tokens(raw, start, end)
    spans: dict[str, list[Span]] = {}
    for name in sorted(texts, key=lambda each: labels.get(each, (end, end))):
        text = _SIGNS.sub(" ", texts[name]).replace("|", " ").split()
        behind = labels[name][1] if name in labels else start
        if name == _ANSWER:
            boxes = answer_boxes(flat(raw[start:end]))
            if boxes:
                spans[name] = [(start + boxes[0], start + boxes[1])]
                continue
        if text:
            spans[name] = tokens.take(text, behind)
    plain = flat(raw)
    printed = [
        found.span()
        for pattern in (vocabulary.head_label, PLACEHOLDER)
        for found in pattern.finditer(plain, start, end)
    ]
    loose = tuple(tokens.left_beside([*printed, *spans.get(_ANSWER, ())]))
    return HeadSpans((start, end), spans, labels, loose)


def _labels(text: str, start: int, end: int, vocabulary: Vocabulary) -> dict[str, Span]:
    """Where the label of each field stands first; of two fields with one label each takes its own."""
    labels: dict[str, Span] = {}
    for found in vocabulary.head_label.finditer(text, start, end):
        names = vocabulary.fields_of_label[found.lastgroup or ""]
        name = next((each for each in names if each not in labels), None)
        for part in PAIRS.get(name or "", (name,)):
            if part:
                labels.setdefault(part, found.span())
    return labels


class _Tokens:
    """What stands between blanks in a piece of text, each to be taken once."""

    def __init__(self, raw: str, start: int, end: int) -> None:
        self.raw = raw
        self.spans = [found.span() for found in _TOKEN.finditer(raw, start, end)]
        self.texts = [raw[slice(*span)] for span in self.spans]
        self.starts = [span[0] for span in self.spans]
        self.taken: set[int] = set()

    def take(self, words: list[str], behind: int) -> list[Span]:
        """The spans of some words: together behind a place, or anywhere; else each where it comes next."""
        first = bisect_right(self.starts, behind - 1)
        found = self._together(words, first) or self._together(words, 0)
        if found:
            return found
        # Columns of a wrapped row stand between the words.
        spans: list[Span] = []
        for word in words:
            spans += self._together([word], first) or self._together([word], 0)
        return spans

    def left_beside(self, known: Iterable[Span]) -> Iterator[Span]:
        """The words that were not taken and do not stand in what is known."""
        spans = list(known)
        for place, (start, end) in enumerate(self.spans):
            says_something = any(map(str.isalnum, self.texts[place]))
            if place in self.taken or not says_something:
                continue
            if not any(start < behind and before < end for before, behind in spans):
                yield start, end

    def _together(self, words: list[str], first: int) -> list[Span]:
        last_word = len(words) - 1
        for place in range(first, len(self.texts) - last_word):
            if any(
                place + n in self.taken or not _holds(self.texts[place + n], word, n in (0, last_word))
                for n, word in enumerate(words)
            ):
                continue
            last = place + last_word
            self.taken.update(range(place, last + 1))
            begin = self.spans[place][0] + self.texts[place].index(words[0])
            end = self.spans[last][0] + self.texts[last].index(words[-1]) + len(words[-1])
            return [(begin, end)]
        return []


def _holds(text: str, word: str, at_edge: bool) -> bool:
    """Whether a word stands there: alone, or, at an edge of the value, behind a label or before a UF."""
    if text == word or not at_edge:
        return text == word
    before, found, behind = text.partition(word)
    return bool(found) and bool(_BEFORE.fullmatch(before)) and bool(_BEHIND.fullmatch(behind))
