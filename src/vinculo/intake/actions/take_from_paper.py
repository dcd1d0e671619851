"""What the paper of a case says is taken over into the case, as if somebody had typed it there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.actions.tick_option import tick_option
from vinculo.cases.form import case_form, contact_numbers
from vinculo.cases.models import Case, Contact, FieldVersion
from vinculo.cases.queries.case_records import find_case_alone, records_of
from vinculo.cases.typed_fields import CASE_FIELDS
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm

from ..corrections import CONTACT_PARTS, FIELDS, TICK_LISTS, laid_over, text_of
from ..models import Fate, FormReading
from ..paper_contacts import ContactToTake, contacts_to_take
from ..queries import texts_over
from ..refusals import UnableToAcceptReading

_SAME_CONTACT = uuid.UUID("6a2d5a0e-5d0c-4b53-9f0a-5f6b7c1d9e21")


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a list, and whether the form has it ticked."""

    which: OptionList
    code: str
    ticked: bool


def boxes_to_take(form: RetentionForm, stands: RetentionForm, edition: Edition) -> Mapping[str, Box]:
    """The boxes that the form has otherwise than the case, by the name that `take_from_paper` knows.

    A list that the form leaves blank takes nothing out of the case; `edition` is the case's, and an option
    that it lacks is none of its boxes.
    """
    found = {}
    for field, which in TICK_LISTS.items():
        on_paper, in_case = set(getattr(form, field)), set(getattr(stands, field))
        for code in edition.in_order(which, on_paper ^ in_case) if on_paper else ():
            found[f"{field}.{code}"] = Box(which, code, code in on_paper)
    return found


def take_from_paper(*, reading: FormReading, names: Iterable[str], actor: Actor, now: dt.datetime) -> int:
    """Writes these fields (`lives`), boxes (`sectors.it`) and contacts (`contacts.2`) into the case.

    A contact that the case has in other words is put as on paper, and is no further one. Says how many of
    them changed something.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToAcceptReading: the reading is of no case, or there is no such field.
        UnableToWriteCase: the case takes no more writes.
    """
    chosen = list(dict.fromkeys(names))
    if not chosen:
        return 0
    case = find_case_alone(actor, reading.case_id) if reading.case_id else None
    if case is None or reading.fate != Fate.MATCHED:
        raise UnableToAcceptReading("Este formulário não está ligado a um processo. Nada foi alterado.")
    actor.require(Permission.CASES_WORK, case.operator_id)
    form = laid_over(reading.form_as_read(), texts_over(reading))
    records = records_of(case)
    stands = case_form(case, records)
    boxes = boxes_to_take(form, stands, case.edition.edition)
    numbers = contact_numbers(records.contacts)
    in_case = {numbers[contact.pk]: contact for contact in records.contacts if contact.pk in numbers}
    paper = _Paper(reading, form, contacts_to_take(form, stands), boxes, in_case)
    with transaction.atomic():
        return sum(_take(paper, name, case, actor, now) for name in chosen)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What a reading says, as people corrected it, which of its contacts the case lacks or has otherwise, and
    in which boxes the two differ. `in_case`: the case's contacts, by their printed numbers."""

    reading: FormReading
    form: RetentionForm
    contacts: Mapping[str, ContactToTake]
    boxes: Mapping[str, Box]
    in_case: Mapping[int, Contact]


def _take(paper: _Paper, name: str, case: Case, actor: Actor, now: dt.datetime) -> bool:
    part = name.partition(".")[0]
    if part == "contacts":
        return _take_contact(paper, name, case, actor, now)
    if "." in name and part in TICK_LISTS:
        box = paper.boxes.get(name)
        # What is not among them is as on paper already: asked for twice, it is taken once.
        return box is not None and tick_option(
            case=case, which=box.which, code=box.code, ticked=box.ticked, actor=actor, now=now
        )
    if name not in FIELDS or name not in CASE_FIELDS:
        raise UnableToAcceptReading("Este campo não se leva do papel para o processo. Nada foi alterado.")
    text = text_of(paper.form, name)
    done = save_field(case=case, field=name, raw=text, base_version=case.version(name), actor=actor, now=now)
    return done.fate == FieldVersion.Fate.APPLIED


def _take_contact(paper: _Paper, name: str, case: Case, actor: Actor, now: dt.datetime) -> bool:
    found = paper.contacts.get(name)
    if found is None:
        # As on paper already: asked for twice, it is taken once.
        return False
    if found.stands is not None:
        return _put_as_on_paper(found, paper.in_case[found.stands.number], case, actor, now)
    values = {part: field.format(getattr(found.entry, part)) for part, field in CONTACT_PARTS.items()}
    # Sent twice at once, it is one contact.
    token = uuid.uuid5(_SAME_CONTACT, f"{paper.reading.pk}.{name}")
    add_contact(case=case, values=values, actor=actor, now=now, token=token)
    return True


def _put_as_on_paper(
    found: ContactToTake, contact: Contact, case: Case, actor: Actor, now: dt.datetime
) -> bool:
    """What differs of a contact that is there; its former text stays among its versions."""
    texts = {
        part: CONTACT_PARTS[part].format(value) for part, value in (("on", found.day), ("note", found.note))
    }
    done = [
        save_field(
            case=case,
            field=part,
            raw=text,
            base_version=contact.version(part),
            actor=actor,
            now=now,
            contact_id=contact.pk,
        )
        for part, text in texts.items()
        if text
    ]
    return any(saved.fate == FieldVersion.Fate.APPLIED for saved in done)
