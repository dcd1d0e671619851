"""Telephones that notes name become numbers of the provider; one that was taken out stays out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted

from ..models import Provider, ProviderPhone
from .registry_write import audit_provider, lock_provider


@transaction.atomic
def note_provider_phones(
    *,
    provider_id: int,
    digits: Collection[str],
    found_in: str,
    actor: Actor,
    now: dt.datetime,
    gone: Collection[str] = (),
) -> None:
    """Keeps numbers that a note of a case names, once each; not those that a contact person has.

    `found_in` names the case. `gone` are numbers that its notes said and say no more, such as one saved
    while it was half typed: they go where nothing else speaks for them.

    Raises:
        NotPermitted: the actor may not work on cases of that operator.
    """
    provider = Provider.objects.filter(pk=provider_id).only("pk", "operator_id").first()
    if provider is None:
        raise NotPermitted
    actor.require(Permission.CASES_WORK, provider.operator_id)
    if gone:
        noted = ProviderPhone.objects.filter(provider=provider, digits__in=gone, found_in=found_in)
        noted.filter(last_answered_on=None, dismissed_at=None).delete()
    fresh = set(digits)
    if fresh:
        persons = provider.contact_persons.filter(is_active=True, phones__overlap=sorted(fresh))
        fresh -= {number for numbers in persons.values_list("phones", flat=True) for number in numbers}
    ProviderPhone.objects.bulk_create(
        (
            ProviderPhone(provider=provider, digits=number, found_in=found_in, found_at=now)
            for number in sorted(fresh)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def note_answers(
    *, provider_id: int, answered: Mapping[str, dt.date | None], actor: Actor, now: dt.datetime
) -> None:
    """When each number last answered, as the contacts of its cases tell; None where none did.

    Raises:
        NotPermitted: the actor may not work on cases of that operator.
    """
    phones = ProviderPhone.objects.filter(provider_id=provider_id, digits__in=list(answered))
    for noted in phones.select_related("provider").select_for_update(of=("self",)):
        actor.require(Permission.CASES_WORK, noted.provider.operator_id)
        if noted.last_answered_on != answered[noted.digits]:
            noted.last_answered_on = answered[noted.digits]
            noted.save(update_fields=["last_answered_on"])


@transaction.atomic
def dismiss_provider_phone(*, phone: ProviderPhone, actor: Actor, now: dt.datetime) -> ProviderPhone:
    """Takes a number out of the provider's: it is somebody else's.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
    """
    return _set_dismissed(phone, now, "provider_phone.dismissed", actor, now)


@transaction.atomic
def restore_provider_phone(*, phone: ProviderPhone, actor: Actor, now: dt.datetime) -> ProviderPhone:
    """
    Raises:
        NotPermitted: the actor may not edit that operator's registry.
    """
    return _set_dismissed(phone, None, "provider_phone.restored", actor, now)


def _set_dismissed(
    phone: ProviderPhone, moment: dt.datetime | None, action: str, actor: Actor, now: dt.datetime
) -> ProviderPhone:
    provider = lock_provider(phone.provider, actor)
    phone = provider.noted_phones.select_for_update().get(pk=phone.pk)
    if (phone.dismissed_at is None) == (moment is None):
        return phone
    phone.dismissed_at = moment
    phone.save(update_fields=["dismissed_at"])
    audit_provider(action, provider, actor=actor, now=now, detail={"provider_phone": phone.pk})
    return phone
