"""A contact person's data are corrected or have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import Refusal

from ..models import ContactPerson
from ..rules import contact_person_findings
from ..search_text import refresh_search_text
from ..typed_fields import note_typed
from ..values import ContactPersonData
from .registry_write import assign, audit_provider, changed_fields, lock_provider


class UnableToEditContactPerson(Refusal):
    """A rule is broken."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("Nada foi alterado. Corrija o que está apontado.", findings)


@transaction.atomic
def edit_contact_person(
    *, person: ContactPerson, data: ContactPersonData, actor: Actor, now: dt.datetime
) -> ContactPerson:
    """The person as they stand then.

    Who may not see personal data changes neither phones nor e-mail: what stands is kept.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToEditContactPerson: a rule is broken.
    """
    provider = lock_provider(person.provider, actor)
    person = provider.contact_persons.select_for_update().get(pk=person.pk)
    if not actor.may(Permission.PERSONAL_DATA_SEE, provider.operator_id):
        data = replace(data, phones=tuple(person.phones), email=person.email)
    data = data.tidied()
    findings = contact_person_findings(data)
    if findings:
        raise UnableToEditContactPerson(findings)
    values = {
        "name": data.name,
        "function": data.function,
        "phones": list(data.phones),
        "email": data.email,
    }
    changed = changed_fields(person, values)
    if not changed:
        return person
    assign(person, values, changed)
    note_typed(person, changed)
    person.save(update_fields=[*changed, "typed_fields"])
    refresh_search_text(provider)
    audit_provider(
        "contact_person.edited",
        provider,
        actor=actor,
        now=now,
        detail={"contact_person": person.pk, "fields": changed},
    )
    return person
