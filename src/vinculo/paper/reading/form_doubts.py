"""What makes a field of a scan doubtful beyond its own ink: what went wrong around it.

Where a row of the head was lost, its values stand nowhere, or in other fields: then the blanks beside them
mean little, however clear the ink. A share of sureness is taken, never a value changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from vinculo.kernel.finding import Finding

from ..form import FORM_FIELDS, RetentionForm
from .calibration import is_blank
from .field_kinds import FieldKind, kind_of_field
from .page import Box
from .places import Paper, Places, Span
from .shapes import TOKEN
from .word_doubts import is_odd

_HEAD_FIELDS = FORM_FIELDS[FORM_FIELDS.index("cro_count") : FORM_FIELDS.index("duration_days") + 1]
_TICKED_FIELDS = tuple(name for name in FORM_FIELDS if kind_of_field(name) is FieldKind.TICKS)
_AT_ODDS_WITH_PAPER = frozenset(("unplaced-text", "ambiguous-cell", "half-form", "damaged-text"))
# One value that cannot be read may be smudged; of so many the row may be another's.
_SHIFTED = 2
# Hardly anybody leaves all of the head blank but so many fields, or ticks more of a list.
_LEAST_FILLED = 4
_MOST_TICKED = {"actions": 4, "termination_reasons": 9, "sectors": 3}
# What stays of the sureness.
_BLANK_IN_DISORDER, _WORDS_IN_DISORDER, _FILLED_IN_DISORDER = 0.5, 0.8, 0.9
_ODD, _INK_LEFT, _MANY_TICKS = 0.6, 0.7, 0.6


def with_doubts(
    form: RetentionForm,
    sure: Mapping[str, float],
    paper: Paper,
    places: Places,
    findings: Sequence[Finding],
) -> dict[str, float]:
    """How sure each field is, once it is known what became of the rest of the paper."""
    doubted = dict(sure)
    for name, kept in _doubts(form, paper, places, findings):
        if name in doubted:
            doubted[name] *= kept
    return doubted


def _doubts(
    form: RetentionForm, paper: Paper, places: Places, findings: Sequence[Finding]
) -> Iterable[tuple[str, float]]:
    """Fields, and which share of their sureness stays."""
    odd = [name for name in FORM_FIELDS if _is_odd(form, name)]
    for name in odd:
        yield name, _ODD
    odd_head = _is_in_disorder(form, paper, places, findings)
    if odd_head:
        for name in _HEAD_FIELDS:
            yield name, _kept_in_disorder(form, name)
    if not odd_head and _ink_left_in_head(paper, places):
        for name in _HEAD_FIELDS:
            if is_blank(form, name):
                yield name, _BLANK_IN_DISORDER
    if any(_has_too_many_ticks(form, name) for name in _MOST_TICKED):
        for name in _TICKED_FIELDS:
            yield name, _MANY_TICKS
    for name, spans in places.spans.items():
        if _holds_unread(paper, spans):
            yield name, _INK_LEFT
            if name.startswith("contacts."):
                yield "contacts", _INK_LEFT


def _is_odd(form: RetentionForm, name: str) -> bool:
    value = getattr(form, name)
    return kind_of_field(name) is FieldKind.WORDS and isinstance(value, str) and is_odd(name, value)


def _has_too_many_ticks(form: RetentionForm, name: str) -> bool:
    """Whether so many boxes are ticked that rather they were seen wrongly, there and elsewhere."""
    return len(getattr(form, name)) > _MOST_TICKED[name]


def _is_in_disorder(form: RetentionForm, paper: Paper, places: Places, findings: Sequence[Finding]) -> bool:
    """Whether some of the head stands where it should not."""
    head = places.head
    if head is None or any(paper.words(span) for span in head.loose):
        return True
    in_head = [found.code for found in findings if found.field in ("", *_HEAD_FIELDS)]
    if (
        not _AT_ODDS_WITH_PAPER.isdisjoint(in_head)
        or sum(code.startswith("unreadable-") for code in in_head) >= _SHIFTED
    ):
        return True
    filled = sum(not is_blank(form, name) for name in _HEAD_FIELDS)
    return filled < _LEAST_FILLED or any(_holds_another(form, name) for name in _HEAD_FIELDS)


def _holds_another(form: RetentionForm, name: str) -> bool:
    """Whether words have a number or a day in them, as those of a neighbour would have."""
    value = getattr(form, name)
    if kind_of_field(name) is not FieldKind.WORDS or not isinstance(value, str) or name == "other_plans":
        return False
    return any(found.lastgroup not in (None, "sign", "number") for found in TOKEN.finditer(value))


def _kept_in_disorder(form: RetentionForm, name: str) -> float:
    if is_blank(form, name):
        return _BLANK_IN_DISORDER
    return _WORDS_IN_DISORDER if kind_of_field(name) is FieldKind.WORDS else _FILLED_IN_DISORDER


def _ink_left_in_head(paper: Paper, places: Places) -> bool:
    head = places.head
    return head is not None and _holds_unread(paper, (head.whole,), whole_width=True)


def _holds_unread(paper: Paper, spans: Iterable[Span], *, whole_width: bool = False) -> bool:
    """Whether ink stands among the words of some spans that no word holds."""
    if not paper.unread:
        return False
    return any(_is_among(ink, box, whole_width) for box in paper.boxes(spans) for ink in paper.unread)


def _is_among(ink: Box, box: Box, whole_width: bool) -> bool:
    across, down = (ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2
    return (
        ink.sheet == box.sheet
        and box.top < down < box.bottom
        and (whole_width or box.left < across < box.right)
    )
