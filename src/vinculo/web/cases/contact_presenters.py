"""One contact as the page of its case shows it: the note first, its facts, what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vinculo.cases.form import RecordsOfCase, contact_numbers
from vinculo.cases.models import Attachment, Contact
from vinculo.cases.typed_fields import CONTACT_FIELDS
from vinculo.kernel.finding import Finding

from .noted_marks import NOTHING, Noted, noted_of
from .typed_controls import ControlMaker, TypedControl

YES_NO = (("yes", "Sim"), ("no", "Não"))
# Short enough for the cell.
DIRECTIONS = (
    (Contact.Direction.THEY_WROTE.value, "Eles procuraram"),
    (Contact.Direction.WE_WROTE.value, "Nós procuramos"),
)
CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    "channel": Contact.Channel.choices,
    "direction": DIRECTIONS,
    "answered": YES_NO,
}
PHONE_SUGGESTIONS = "list-phones"
CONTACT_CELLS: tuple[tuple[str, str, int], ...] = (
    ("channel", "Canal", 8),
    ("answered", "Houve resposta?", 4),
    ("address", "Telefone ou e-mail", 3),
    ("direction", "Quem procurou", 5),
    ("on", "Data", 2),
    ("time", "Hora", 2),
    ("spoken_to", "Com quem falou", 4),
    ("made_by", "Quem fez o contato", 4),
    ("next_contact_on", "Próximo contato", 4),
)
"""Each field with its label and how many of the row's twelve columns it takes."""


@dataclass(frozen=True, slots=True)
class WasBefore:
    """What a field said until it was corrected."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The last time that something which had been written was corrected, and all that it had said."""

    at: dt.datetime
    who: str
    fields: Sequence[WasBefore]


@dataclass(frozen=True)
class ContactBlock:
    """`number` is None for a voided contact. What its note leads to is looked for when it is asked for."""

    contact: Contact
    number: int | None
    cells: Sequence[TypedControl]
    note: TypedControl
    is_voided: bool
    attachments: Sequence[Attachment] = ()
    corrected: Corrected | None = None
    today: dt.date | None = None
    may_see_personal_data: bool = False
    readonly: bool = True

    @cached_property
    def noted(self) -> Noted:
        if self.is_voided or self.today is None:
            return NOTHING
        return noted_of(
            self.contact,
            self.today,
            may_see_personal_data=self.may_see_personal_data,
            editable=not self.readonly,
        )


def contact_blocks(
    records: RecordsOfCase,
    findings: Mapping[str, Sequence[Finding]],
    *,
    readonly: bool,
    attachments: Sequence[Attachment],
    may_see_personal_data: bool,
    today: dt.date,
) -> list[ContactBlock]:
    numbers = contact_numbers(records.contacts)
    blocks = []
    for contact in records.contacts:
        is_voided = contact.voided_at is not None
        make = ControlMaker(
            contact,
            CONTACT_FIELDS,
            findings,
            readonly or is_voided,
            prefix=f"contacts-{contact.pk}-",
            place={"contact": contact.pk},
            may_see_personal_data=may_see_personal_data,
        )
        blocks.append(
            ContactBlock(
                contact=contact,
                number=numbers.get(contact.pk),
                cells=[_cell(make, *item) for item in CONTACT_CELLS],
                note=make.control("note", "Obs.", css="cell--wide cell--note"),
                is_voided=is_voided,
                attachments=[item for item in attachments if item.contact_id == contact.pk],
                today=today,
                may_see_personal_data=may_see_personal_data,
                readonly=readonly,
            )
        )
    return blocks


def _cell(make: ControlMaker, name: str, label: str, columns: int) -> TypedControl:
    suggestions = PHONE_SUGGESTIONS if name == "address" else ""
    return make.control(
        name,
        label,
        options=CHOICES.get(name, ()),
        suggestions=suggestions,
        css=f"cell--{columns}",
        is_row=name in CHOICES,
    )
