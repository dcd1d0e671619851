"""A contact person is no longer one (has left, is the wrong one), or is one again. Nobody is deleted."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor

from ..models import ContactPerson
from .registry_write import audit_provider, lock_provider


@transaction.atomic
def retire_contact_person(*, person: ContactPerson, actor: Actor, now: dt.datetime) -> ContactPerson:
    """
    Raises:
        NotPermitted: the actor may not edit that operator's registry.
    """
    return _set_active(person, False, "contact_person.retired", actor, now)


@transaction.atomic
def restore_contact_person(*, person: ContactPerson, actor: Actor, now: dt.datetime) -> ContactPerson:
    """
    Raises:
        NotPermitted: the actor may not edit that operator's registry.
    """
    return _set_active(person, True, "contact_person.restored", actor, now)


def _set_active(
    person: ContactPerson, is_active: bool, action: str, actor: Actor, now: dt.datetime
) -> ContactPerson:
    provider = lock_provider(person.provider, actor)
    person = provider.contact_persons.select_for_update().get(pk=person.pk)
    if person.is_active == is_active:
        return person
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    audit_provider(action, provider, actor=actor, now=now, detail={"contact_person": person.pk})
    return person
