"""Signs for the cells of the head that hold boxes or nothing but what was printed there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .flat import flat
from .notes import FILL, PLACEHOLDER
from .shapes import ANSWERED_BOTH, ANSWERED_NO, ANSWERED_YES, PRINTED_BLANK, UNANSWERED
from .ticks import MARK, is_box, read_ticks
from .vocabulary import Vocabulary

_FILL_TO_WRITE_ON = re.compile(rf"(?P<fill>{FILL.pattern})(?P<leads>[ ]?[*_`]{{0,2}}:)?")
_ANSWER_BEHIND = re.compile(r"[\s|*_.,'’]*(?:sim|nao)(?![a-z])")
_ANSWER_BEFORE = re.compile(r"(?<![a-z])(?:sim|nao)[\s:]*\Z")
_BETWEEN_ANSWERS = re.compile(r"[\s|*:;,/-]*")
_ANSWER_SIGN = {
    frozenset({"yes"}): ANSWERED_YES,
    frozenset({"no"}): ANSWERED_NO,
    frozenset({"yes", "no"}): ANSWERED_BOTH,
    frozenset(): UNANSWERED,
}


def with_whole_cells(lines: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The lines with the boxes of yes and no, and what is printed to be filled in, as signs of one cell.

    A sign is repeated as often as there were characters, so that columns stay where they were.
    """
    raw = "\n".join(lines)
    text = flat(raw)
    if answer := answer_boxes(text):
        start, end = answer
        sign = _ANSWER_SIGN[_answered(text, start, end, vocabulary)]
        raw = raw[:start] + sign * (end - start) + raw[end:]
    if "__" in raw or ".." in raw or "…" in raw or "_/" in raw or ". ." in raw:
        raw = _FILL_TO_WRITE_ON.sub(_as_blank, raw)
    if "clique" in text or "toque" in text or "click" in text or "item" in text:
        for printed in reversed(list(PLACEHOLDER.finditer(flat(raw)))):
            raw = raw[: printed.start()] + PRINTED_BLANK * len(printed[0]) + raw[printed.end() :]
    return raw.split("\n")


def _as_blank(found: re.Match[str]) -> str:
    """A printed blank; dots that lead from a label to its colon are part of the label."""
    return found[0] if found["leads"] else PRINTED_BLANK * len(found[0])


def _answered(text: str, start: int, end: int, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(read_ticks(text, start, end, vocabulary.yes_no).on)


def answer_boxes(text: str) -> tuple[int, int] | None:
    """Where the boxes of yes and no stand in the head, from the first box or word to the last.

    A lone box is taken only where no pair is: "____ NÃO INFORMADO" is a blank and a word.
    """
    lone: tuple[int, int] | None = None
    for mark in MARK.finditer(text):
        if not is_box(mark):
            continue
        if before := _ANSWER_BEFORE.search(text, max(0, mark.start() - 8), mark.start()):
            start, one = before.start(), mark.end()
            end = _second_answer(text, one, _ANSWER_BEHIND, MARK)
        elif behind := _ANSWER_BEHIND.match(text, mark.end()):
            start, one = mark.start(), behind.end()
            end = _second_answer(text, one, MARK, _ANSWER_BEHIND)
        else:
            continue
        if end > one:
            return start, end
        if lone is None and not mark["line"]:
            lone = start, end
    return lone


def _second_answer(text: str, place: int, first: re.Pattern[str], second: re.Pattern[str]) -> int:
    """The end of the other answer, if it stands next: a box and its word, or a word and its box."""
    end = place
    for pattern in (first, second):
        between = _BETWEEN_ANSWERS.match(text, end)
        found = pattern.match(text, between.end() if between else end)
        if found is None:
            return place
        end = found.end()
    return end
