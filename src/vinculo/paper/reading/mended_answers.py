"""Sim and Não behind their boxes, where a scan misread one of them and the other stands beside it; and their
question, of which the end was lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .flat import flat
from .page import TICKED, UNTICKED, Line
from .printed_words import changed_line

_BOX = f"[{TICKED}{UNTICKED}]"
# As they are written without accents and capitals.
_YES, _NO = "sim", "nao"
_PAIR = re.compile(
    rf"{_BOX} ?(?P<yes>[^\s{TICKED}{UNTICKED}|]{{2,5}})[\s|]+{_BOX} ?(?P<no>[^\s|]{{2,5}})(?=[\s|]|\Z)"
)
_PRINTED = {"yes": "Sim", "no": "Não"}


def with_whole_questions(lines: Sequence[Line], questions: Sequence[str]) -> list[Line]:
    """The lines, where of a question wrapped in a narrow column only the beginning is before its boxes."""
    begun = [
        (question, re.compile(rf"{_first_words(question)}(?=[ ]*{_BOX} ?{_YES}\b)")) for question in questions
    ]
    return [_with_whole_question(line, begun) for line in lines]


def _with_whole_question(line: Line, begun: Sequence[tuple[str, re.Pattern[str]]]) -> Line:
    text = flat(line.text)
    for question, beginning in begun:
        if part := beginning.match(text):
            return changed_line(line, [(*part.span(), question)])
    return line


def _first_words(question: str) -> str:
    first, second, *_ = flat(question).split()
    return f"{first}(?: {second})?"


def with_mended_answers(lines: Sequence[Line]) -> list[Line]:
    """The lines, where of two boxes beside each other one is Sim or Não, and the other nearly."""
    return [_mended(line) for line in lines]


def _mended(line: Line) -> Line:
    pair = _PAIR.search(flat(line.text))
    if pair is None or (pair["yes"], pair["no"]) == (_YES, _NO):
        return line
    for known, answer, other, meant in (("yes", _YES, "no", _NO), ("no", _NO, "yes", _YES)):
        if pair[known] == answer and _is_nearly(pair[other], meant):
            return changed_line(line, [(*pair.span(other), _PRINTED[other])])
    return line


def _is_nearly(read: str, meant: str) -> bool:
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - only scans need it

    return Levenshtein.distance(read, meant, score_cutoff=1) <= 1
