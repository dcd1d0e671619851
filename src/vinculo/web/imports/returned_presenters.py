"""Paper that came back, in words: what pen ticked, struck and wrote, and where on the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vinculo.cases.form import contact_numbers
from vinculo.cases.models import Case
from vinculo.intake.actions.review_returned_sheet import Ticked, may_be_taken, stands_in_case, ticked_in
from vinculo.intake.actions.take_returned_sheet import NOT_COMPARED
from vinculo.intake.models import ReturnedSheet
from vinculo.intake.returned_queries import returned_to_case
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition

_LISTS = {
    "actions": OptionList.ACTION,
    "termination_reasons": OptionList.REASON,
    "sectors": OptionList.SECTOR,
    "outcome": OptionList.OUTCOME,
}
_DONE = {"ticked": "Marcado à caneta", "unticked": "Riscado à caneta"}
_SURE = 0.75
_MARGIN = 12
"""Pixels of the sheet around what is cut out."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of the sheet's picture, in its pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def viewed(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class ShownChange:
    """`place` names it among the sheet's changes; `crop` is its frame with a margin.

    `stands`: the case has it so already. `anchor`: where on the case's page that which pen wrote is typed.
    """

    place: int
    words: str
    frame: Frame
    crop: Frame
    is_sure: bool
    stands: bool
    may_be_taken: bool
    anchor: str = ""


@dataclass(frozen=True)
class ShownReturned:
    returned: ReturnedSheet
    changes: Sequence[ShownChange]
    compared: bool

    @property
    def summary(self) -> str:
        if not self.compared:
            return "Não deu para comparar com o que foi impresso"
        if not self.changes:
            return "Igual ao que foi impresso"
        return "; ".join(change.words for change in self.changes)


def returned_of(case: Case, *, may_work: bool) -> list[ShownReturned]:
    """The sheets of a case, the latest import first, each picture once however often it came in."""
    rows: dict[int, ReturnedSheet] = {}
    for row in returned_to_case(case):
        rows.setdefault(row.attachment_id or -row.pk, row)
    ticked = ticked_in(case) if may_work and rows else {}
    numbers = contact_numbers(list(case.contacts.all())) if may_work and rows else {}
    contacts = {number: contact_id for contact_id, number in numbers.items()}
    return [_shown(row, case, ticked, contacts, may_work=may_work) for row in rows.values()]


def _shown(
    row: ReturnedSheet, case: Case, ticked: Ticked, contacts: Mapping[int, int], *, may_work: bool
) -> ShownReturned:
    edition = row.case_print.edition.edition
    compared = not any(change["kind"] == NOT_COMPARED for change in row.changes)
    changes = [
        ShownChange(
            place=place,
            words=in_words(change, edition),
            frame=(frame := _frame(change, row)),
            crop=_crop(frame, has_words_beside=bool(change["option"])),
            is_sure=change["sure"] >= _SURE,
            stands=may_work and stands_in_case(change, ticked),
            may_be_taken=may_work and may_be_taken(change, case),
            anchor=_anchor(change, contacts),
        )
        for place, change in enumerate(row.changes)
        if compared
    ]
    return ShownReturned(row, changes, compared)


def _anchor(change: Mapping[str, Any], contacts: Mapping[int, int]) -> str:
    """Of a contact that the case does not have, where contacts are."""
    field = str(change["field"])
    if change["option"] or not field:
        return ""
    if not field.startswith("contacts."):
        return f"f-{field}"
    _, number, part = field.split(".")
    contact = contacts.get(int(number))
    return f"f-contacts-{contact}-{part}" if contact else "f-contacts"


def _frame(change: Mapping[str, Any], row: ReturnedSheet) -> Frame:
    _, left, top, right, bottom = change["box"]
    width, height = row.sheet.width, row.sheet.height
    beside = _MARGIN // 2
    return Frame(
        max(int(left * width) - beside, 0),
        max(int(top * height) - beside, 0),
        int((right - left) * width) + 2 * beside,
        int((bottom - top) * height) + 2 * beside,
    )


def _crop(frame: Frame, *, has_words_beside: bool) -> Frame:
    """A tick is shown with its words, to the right of it."""
    return Frame(
        max(frame.left - _MARGIN, 0),
        max(frame.top - _MARGIN, 0),
        frame.width + (260 if has_words_beside else 2 * _MARGIN),
        frame.height + 2 * _MARGIN,
    )


def in_words(change: Mapping[str, Any], edition: Edition) -> str:
    """One change, as people say it."""
    field, option = str(change["field"]), str(change["option"])
    if option:
        return f"{_DONE[change['kind']]}: {_label(field, edition)} · {_option(field, option, edition)}"
    if field == "signed_by":
        return "Assinatura à caneta no rodapé"
    if not field:
        return "Escrito à caneta fora dos campos"
    return f"Escrito à caneta em {_label(field, edition)}"


def _label(field: str, edition: Edition) -> str:
    if field.startswith("contacts."):
        _, number, part = field.split(".")
        heading = edition.label_of("contact").replace("{number}", number)
        return f"{heading} · {edition.label_of('contact_on' if part == 'on' else 'contact_note')}".rstrip(
            ".:"
        )
    return edition.label_of(field).rstrip("?:. ")


def _option(field: str, option: str, edition: Edition) -> str:
    if field in _LISTS:
        return edition.option_label(_LISTS[field], option)
    return edition.labels.get(option, option)
