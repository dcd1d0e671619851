"""What makes a field on paper doubtful beyond its own ink: what went wrong around it.

Where a row of the head was lost, its values stand nowhere, or in other fields: then the blanks beside them
mean little, however clear the ink. A share of sureness is taken, never a value changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vinculo.kernel.finding import Finding

from ..form import FORM_FIELDS, RetentionForm
from .calibration import is_blank
from .field_kinds import FieldKind, kind_of_field
from .flat import flat
from .odd_values import is_odd, is_odd_note
from .page import Box
from .places import Paper, Places, Span
from .shapes import TOKEN

_HEAD_FIELDS = FORM_FIELDS[FORM_FIELDS.index("cro_count") : FORM_FIELDS.index("duration_days") + 1]
_TICKED_FIELDS = tuple(name for name in FORM_FIELDS if kind_of_field(name) is FieldKind.TICKS)
_AT_ODDS_WITH_PAPER = frozenset(("unplaced-text", "ambiguous-cell"))
_NEVER_ODD = frozenset((FieldKind.TICKS, FieldKind.NOTE))
_UNCLEAR, _BESIDE_UNCLEAR = 0.7, 0.8
# On paper hardly anybody leaves all of the head blank but so many fields, or ticks more of a list.
_LEAST_FILLED = 4
_BOTH_ANSWERS = re.compile(r"\bsim\b.*\bnao\b")
_LONG_NUMBER = 4
_FEWEST_TICKED = 2
_MOST_ROWS = 2
_OF_A_NOTE = 0.02
# Of the sheet's height: about two rows.
_NEAR = 0.035
_MOST_TICKED = {"actions": 4, "termination_reasons": 9, "sectors": 3}
# What stays of the sureness.
_BLANK_IN_DISORDER, _WORDS_IN_DISORDER, _FILLED_IN_DISORDER = 0.5, 0.8, 0.9
_FAR_FROM_DISORDER, _FILLED_FAR_FROM_IT = 0.9, 0.97
_ODD, _INK_LEFT, _MANY_TICKS, _FEW_TICKS = 0.6, 0.7, 0.6, 0.5


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
    if min(doubted[name] for name in _TICKED_FIELDS) < _UNCLEAR:
        # Where a box of the form is unclear, a mark in another may have been passed over.
        doubted |= {name: _BESIDE_UNCLEAR * doubted[name] for name in _TICKED_FIELDS if is_blank(form, name)}
    return doubted


def _doubts(
    form: RetentionForm, paper: Paper, places: Places, findings: Sequence[Finding]
) -> Iterable[tuple[str, float]]:
    """Fields, and which share of their sureness stays."""
    for name in FORM_FIELDS:
        if kind_of_field(name) not in _NEVER_ODD and is_odd(name, getattr(form, name)):
            yield name, _ODD
    disorder = _disorder_of_head(form, paper, places, findings)
    for name in _HEAD_FIELDS:
        yield name, _kept_beside(disorder, form, name, paper, places)
    for name in _TICKED_FIELDS:
        yield name, _kept_of_ticks(form, name)
    odd_notes = [name for name, text in _notes(form) if is_odd_note(text)]
    for name in odd_notes:
        yield name, _ODD
    if any(name.startswith("contacts.") for name in odd_notes):
        yield "contacts", _ODD
    lacking = [name for name, spans in places.spans.items() if _lacks_ink(name, paper, spans)]
    for name in lacking:
        yield name, _INK_LEFT
    if any(name.startswith("contacts.") for name in lacking):
        yield "contacts", _INK_LEFT


def _notes(form: RetentionForm) -> Iterator[tuple[str, str]]:
    """The notes that are not blank."""
    for contact in form.contacts:
        if contact.note:
            yield f"contacts.{contact.number}.note", contact.note
    for name in ("actions_note", "general_note"):
        if text := getattr(form, name):
            yield name, text


def _lacks_ink(name: str, paper: Paper, spans: Sequence[Span]) -> bool:
    """Whether ink among a field's words was not read: any of it, or so much that a note is another."""
    unread = _unread_among(paper, spans)
    if not unread or kind_of_field(name) is not FieldKind.NOTE:
        return bool(unread)
    read = sum(word.box.right - word.box.left for span in spans for word in paper.words(span))
    return sum(box.right - box.left for box in unread) > _OF_A_NOTE * read


def _kept_of_ticks(form: RetentionForm, name: str) -> float:
    """What stays of the sureness of a list: less where the boxes of the form were rather seen wrongly."""
    if any(len(getattr(form, each)) > most for each, most in _MOST_TICKED.items()):
        return _MANY_TICKS
    ticked = sum(not is_blank(form, each) for each in _TICKED_FIELDS)
    return _FEW_TICKS if ticked < _FEWEST_TICKED and is_blank(form, name) else 1.0


@dataclass(frozen=True, slots=True)
class _Disorder:
    """Where in the head something stands that should not; `everywhere`: nobody knows where it ends."""

    boxes: tuple[Box, ...]
    everywhere: bool

    def reaches(self, box: Box) -> bool:
        return self.everywhere or any(
            box.sheet == odd.sheet and odd.top - _NEAR < box.bottom and box.top < odd.bottom + _NEAR
            for odd in self.boxes
        )


def _disorder_of_head(
    form: RetentionForm, paper: Paper, places: Places, findings: Sequence[Finding]
) -> _Disorder:
    head = places.head
    if head is None:
        return _Disorder((), everywhere=True)
    boxes = [word.box for span in head.loose for word in paper.words(span)]
    boxes += _unread_among(paper, (head.whole,), whole_width=True)
    in_head = [found for found in findings if found.field in ("", *_HEAD_FIELDS)]
    odd = [found.field for found in in_head if found.code in _AT_ODDS_WITH_PAPER]
    unreadable = [found.field for found in in_head if found.code.startswith("unreadable-")]
    # What cannot be read may be two values in one cell.
    odd += unreadable
    odd += [name for name in _HEAD_FIELDS if _holds_another(form, name) or _are_odd_words(form, name)]
    at_fields = places.boxes_on(paper)
    boxes += [box for name in odd for box in at_fields.get(name, ())]
    nowhere = any(name not in at_fields for name in odd if name) or ("" in odd and not boxes)
    filled = sum(not is_blank(form, name) for name in _HEAD_FIELDS)
    lost = paper.mean_sure < 1 and filled < _LEAST_FILLED
    return _Disorder(tuple(boxes), everywhere=nowhere or lost or _rows_of(boxes) > _MOST_ROWS)


def _rows_of(boxes: Iterable[Box]) -> int:
    """How many places of disorder there are, one below the other."""
    rows, last = 0, (-1, 0.0)
    for sheet, top in sorted((box.sheet, box.top) for box in boxes):
        rows += sheet != last[0] or top - last[1] > _NEAR
        last = sheet, top
    return rows


def _are_odd_words(form: RetentionForm, name: str) -> bool:
    return kind_of_field(name) is FieldKind.WORDS and is_odd(name, getattr(form, name))


def _kept_beside(disorder: _Disorder, form: RetentionForm, name: str, paper: Paper, places: Places) -> float:
    """What stays of the sureness of a field of the head, by what stands near it."""
    if not disorder.boxes and not disorder.everywhere:
        return 1.0
    span = places.spans.get(name) or [label for label in (places.labels.get(name),) if label]
    boxes = paper.boxes(span)
    if boxes and not any(map(disorder.reaches, boxes)):
        is_told_apart = not is_blank(form, name) and kind_of_field(name) is not FieldKind.WORDS
        return _FILLED_FAR_FROM_IT if is_told_apart else _FAR_FROM_DISORDER
    if is_blank(form, name):
        return _BLANK_IN_DISORDER
    return _WORDS_IN_DISORDER if kind_of_field(name) is FieldKind.WORDS else _FILLED_IN_DISORDER


def _holds_another(form: RetentionForm, name: str) -> bool:
    """Whether words hold what a neighbour would: a number, a day, the boxes of yes and no."""
    value = getattr(form, name)
    if kind_of_field(name) is not FieldKind.WORDS or not isinstance(value, str):
        return False
    if name == "other_plans":
        return bool(_BOTH_ANSWERS.search(flat(value)))
    return any(
        found.lastgroup not in (None, "sign", "number") or len(found[0]) >= _LONG_NUMBER
        for found in TOKEN.finditer(value)
    )


def _unread_among(paper: Paper, spans: Iterable[Span], *, whole_width: bool = False) -> list[Box]:
    """The ink among the words of some spans that no word holds."""
    if not paper.unread:
        return []
    around = paper.boxes(spans)
    return [ink for ink in paper.unread if any(_is_among(ink, box, whole_width) for box in around)]


def _is_among(ink: Box, box: Box, whole_width: bool) -> bool:
    across, down = (ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2
    return (
        ink.sheet == box.sheet
        and box.top < down < box.bottom
        and (whole_width or box.left < across < box.right)
    )
