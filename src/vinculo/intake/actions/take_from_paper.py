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
from vinculo.cases.form import case_form
from vinculo.cases.models import Case, FieldVersion
from vinculo.cases.queries.case_records import find_case_alone, records_of
from vinculo.cases.typed_fields import CASE_FIELDS
from vinculo.paper.form import ContactEntry, RetentionForm

from ..corrections import CONTACT_PARTS, FIELDS, laid_over, text_of
from ..models import Fate, FormReading
from ..queries import texts_over
from ..refusals import UnableToAcceptReading

_SAME_CONTACT = uuid.UUID("6a2d5a0e-5d0c-4b53-9f0a-5f6b7c1d9e21")


def contacts_to_take(form: RetentionForm, stands: RetentionForm) -> Mapping[str, ContactEntry]:
    """The contacts of the form that the case does not have, by the name that `take_from_paper` knows."""
    known = {(entry.on, (entry.note or "").strip()) for entry in stands.contacts}
    return {
        f"contacts.{entry.number}": entry
        for entry in form.contacts
        if (entry.on, (entry.note or "").strip()) not in known
    }


def take_from_paper(*, reading: FormReading, names: Iterable[str], actor: Actor, now: dt.datetime) -> int:
    """Writes these fields (`lives`) and contacts (`contacts.2`) into the reading's case; how many changed.

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
    paper = _Paper(reading, form, contacts_to_take(form, case_form(case, records_of(case))))
    with transaction.atomic():
        return sum(_take(paper, name, case, actor, now) for name in chosen)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What a reading says, as people corrected it, and which of its contacts the case lacks."""

    reading: FormReading
    form: RetentionForm
    contacts: Mapping[str, ContactEntry]


def _take(paper: _Paper, name: str, case: Case, actor: Actor, now: dt.datetime) -> bool:
    if name.startswith("contacts."):
        entry = paper.contacts.get(name)
        if entry is None:
            return False
        values = {part: field.format(getattr(entry, part)) for part, field in CONTACT_PARTS.items()}
        # Sent twice at once, it is one contact.
        token = uuid.uuid5(_SAME_CONTACT, f"{paper.reading.pk}.{name}")
        add_contact(case=case, values=values, actor=actor, now=now, token=token)
        return True
    if name not in FIELDS or name not in CASE_FIELDS:
        raise UnableToAcceptReading("Este campo não se leva do papel para o processo. Nada foi alterado.")
    text = text_of(paper.form, name)
    done = save_field(case=case, field=name, raw=text, base_version=case.version(name), actor=actor, now=now)
    return done.fate == FieldVersion.Fate.APPLIED
