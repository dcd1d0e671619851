"""Paper that came back, in words: what pen ticked, struck and wrote, and where on the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vinculo.cases.models import Case
from vinculo.intake.actions.review_returned_sheet import may_be_taken
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
    """`place` names it among the sheet's changes; `crop` is its frame with a margin."""

    place: int
    words: str
    frame: Frame
    crop: Frame
    is_sure: bool
    may_be_taken: bool


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
        return " · ".join(change.words for change in self.changes)


def returned_of(case: Case, *, may_work: bool) -> list[ShownReturned]:
    """The sheets of a case, the newest first, each picture once however often it came in."""
    shown: dict[int, ShownReturned] = {}
    for row in returned_to_case(case):
        key = row.attachment_id or -row.pk
        if key not in shown:
            shown[key] = _shown(row, case, may_work=may_work)
    return list(shown.values())


def _shown(row: ReturnedSheet, case: Case, *, may_work: bool) -> ShownReturned:
    edition = row.case_print.edition.edition
    compared = not any(change["kind"] == NOT_COMPARED for change in row.changes)
    changes = [
        _change(place, change, row, edition, may_work and may_be_taken(change, case))
        for place, change in enumerate(row.changes)
        if compared
    ]
    return ShownReturned(row, changes, compared)


def _change(
    place: int, change: Mapping[str, Any], row: ReturnedSheet, edition: Edition, takes: bool
) -> ShownChange:
    _, left, top, right, bottom = change["box"]
    width, height = row.sheet.width, row.sheet.height
    beside = _MARGIN // 2
    frame = Frame(
        max(int(left * width) - beside, 0),
        max(int(top * height) - beside, 0),
        int((right - left) * width) + 2 * beside,
        int((bottom - top) * height) + 2 * beside,
    )
    crop = Frame(
        max(frame.left - _MARGIN, 0),
        max(frame.top - _MARGIN, 0),
        # A tick is shown with its words, to the right of it.
        frame.width + (260 if change["option"] else 2 * _MARGIN),
        frame.height + 2 * _MARGIN,
    )
    return ShownChange(place, in_words(change, edition), frame, crop, change["sure"] >= _SURE, takes)


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
