"""Contacts: adding one, voiding a wrong one, visibly, and taking that back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db.models import Max

from vinculo.accounts.actor import Actor

from ..models import Case, CaseEvent, Contact
from ..refusals import UnableToWriteCase
from .case_write import CaseWrite, writing
from .heard_phones import note_answered_phones, note_heard_phones, numbers_of, phones_said_by
from .save_field import derive_last_contact, derive_next_contact
from .typed_write import keep_versions, put_all


def add_contact(
    *,
    case: Case,
    values: Mapping[str, str],
    actor: Actor,
    now: dt.datetime,
    token: uuid.UUID | None = None,
) -> Contact:
    """Adds a contact with what was typed (`CONTACT_FIELDS`). The same token twice is the same contact.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToWriteCase: the case takes no more writes.
    """
    with writing(case=case, actor=actor, now=now) as write:
        if token is not None:
            already = Contact.objects.filter(creation_token=token).first()
            if already is not None and already.case_id != write.case.pk:
                raise UnableToWriteCase(
                    "Este envio já criou um contato em outro processo. Atualize a página."
                )
            if already is not None:
                return already
        write.require_open()
        contact = append_contact(write, values, token=token)
        write.audit("case.contact_added", {"contact": contact.pk})
        return contact


def append_contact(
    write: CaseWrite,
    values: Mapping[str, str],
    *,
    token: uuid.UUID | None = None,
    position: int | None = None,
) -> Contact:
    """The contact, its versions and its line in the timeline, within an action that holds the lock."""
    last = write.case.contacts.aggregate(last=Max("position"))["last"] or 0
    contact = Contact(
        case=write.case,
        position=position or last + 1,
        created_by=write.actor.user,
        created_at=write.now,
        creation_token=token,
    )
    versions = put_all(contact, values)
    contact.save()
    keep_versions(case=write.case, record=contact, versions=versions, actor=write.actor, now=write.now)
    derive_last_contact(write)
    if contact.next_contact_on is not None:
        derive_next_contact(write, contact)
    note_heard_phones(write, contact, frozenset())
    if contact.answered:
        note_answered_phones(write, numbers_of(contact))
    write.stale_search = True
    write.tell(CaseEvent.Kind.CONTACT_ADDED, contact=contact.pk, position=contact.position)
    return contact


def void_contact(*, case: Case, contact_id: int, reason: str, actor: Actor, now: dt.datetime) -> Contact:
    """Takes a contact out of the form; it stays visible in the case with the reason.

    Raises:
        UnableToWriteCase: no reason is given, or the contact is not there or already voided.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        if not reason.strip():
            raise UnableToWriteCase("Diga por que o contato está sendo anulado. Ele continua como estava.")
        contact = Contact.objects.filter(case=write.case, pk=contact_id, voided_at=None).first()
        if contact is None:
            raise UnableToWriteCase("Este contato já foi anulado ou não existe. Nada foi alterado.")
        said = phones_said_by(contact)
        contact.voided_at, contact.voided_by = now, actor.user
        contact.void_reason = reason.strip()
        contact.save(update_fields=["voided_at", "voided_by", "void_reason"])
        derive_last_contact(write)
        derive_next_contact(write, contact, contact.raw("next_contact_on"))
        _retell_phones(write, contact, said)
        write.stale_search = True
        write.tell(
            CaseEvent.Kind.CONTACT_VOIDED,
            contact=contact.pk,
            position=contact.position,
            reason=contact.void_reason,
        )
        write.audit("case.contact_voided", {"contact": contact.pk})
        return contact


def restore_contact(*, case: Case, contact_id: int, actor: Actor, now: dt.datetime) -> Contact:
    """Takes back that a contact was voided; why it had been stays in the timeline.

    Raises:
        UnableToWriteCase: the contact is not voided, or the case takes no more writes.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        voided = Contact.objects.filter(case=write.case, pk=contact_id).exclude(voided_at=None)
        contact = voided.first()
        if contact is None:
            raise UnableToWriteCase("Este contato não está anulado. Nada foi alterado.")
        contact.voided_at, contact.voided_by, contact.void_reason = None, None, ""
        contact.save(update_fields=["voided_at", "voided_by", "void_reason"])
        derive_last_contact(write)
        if contact.next_contact_on is not None:
            derive_next_contact(write, contact)
        _retell_phones(write, contact, frozenset())
        write.stale_search = True
        write.tell(CaseEvent.Kind.CONTACT_RESTORED, contact=contact.pk, position=contact.position)
        write.audit("case.contact_restored", {"contact": contact.pk})
        return contact


def _retell_phones(write: CaseWrite, contact: Contact, before: frozenset[str]) -> None:
    note_heard_phones(write, contact, before)
    if contact.answered:
        note_answered_phones(write, numbers_of(contact))
