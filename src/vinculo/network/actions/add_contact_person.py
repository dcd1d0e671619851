"""A person to talk to at a provider becomes known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import Refusal

from ..models import ContactPerson, Provider
from ..rules import contact_person_findings
from ..search_text import refresh_search_text
from ..typed_fields import typed_at_first
from ..values import ContactPersonData
from .registry_write import audit_provider, lock_provider


class UnableToAddContactPerson(Refusal):
    """A rule is broken."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("O contato não foi gravado. Corrija o que está apontado.", findings)


@transaction.atomic
def add_contact_person(
    *, provider: Provider, data: ContactPersonData, actor: Actor, now: dt.datetime
) -> ContactPerson:
    """The new contact person, or the active one who stands exactly as asked for.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToAddContactPerson: a rule is broken.
    """
    provider = lock_provider(provider, actor)
    data = data.tidied()
    findings = contact_person_findings(data)
    if findings:
        raise UnableToAddContactPerson(findings)
    values = {
        "name": data.name,
        "function": data.function,
        "phones": list(data.phones),
        "email": data.email,
    }
    same = provider.contact_persons.filter(is_active=True, **values).order_by("pk").first()
    if same is not None:
        return same
    person = ContactPerson(provider=provider, **values)
    typed_at_first(person)
    person.save()
    refresh_search_text(provider)
    audit_provider(
        "contact_person.added", provider, actor=actor, now=now, detail={"contact_person": person.pk}
    )
    return person
