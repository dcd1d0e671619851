"""The numbers by which a provider is reached: those of its contact persons, and those found in notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, DateField, F, Func, Value
from django.db.models.functions import Cast

from vinculo.accounts.actor import Actor

from ..models import ContactPerson, ProviderPhone


@dataclass(frozen=True, slots=True)
class KnownPhone:
    """`who` is the contact person's name and function, or empty where only notes say the number.

    `noted_id` and `found_in` (the case) belong to those of notes.
    """

    digits: str
    who: str = ""
    noted_id: int | None = None
    found_in: str = ""
    last_answered_on: dt.date | None = None


def known_phones(actor: Actor, provider_id: int) -> list[KnownPhone]:
    """The contact persons' numbers first, then those of notes, the one that answered last before the rest.

    One query.
    """
    persons = (
        ContactPerson.objects.visible_to(actor)
        .filter(provider_id=provider_id, is_active=True)
        .order_by()
        .annotate(
            number=Func(F("phones"), function="unnest", output_field=CharField()),
            who=F("name"),
            role=F("function"),
            noted=Value(0),
            where=Value("", output_field=CharField()),
            answered=Cast(Value(None), DateField()),
        )
    )
    noted = (
        ProviderPhone.objects.visible_to(actor)
        .filter(provider_id=provider_id, dismissed_at=None)
        .order_by()
        .annotate(
            number=F("digits"),
            who=Value("", output_field=CharField()),
            role=Value("", output_field=CharField()),
            noted=F("pk"),
            where=F("found_in"),
            answered=F("last_answered_on"),
        )
    )
    columns = ("number", "who", "role", "noted", "where", "answered")
    rows = persons.values_list(*columns).union(noted.values_list(*columns), all=True)
    return phones_in_order(
        KnownPhone(number, f"{who} ({role})" if role else who, noted_id or None, where, answered)
        for number, who, role, noted_id, where, answered in rows
    )


def phones_in_order(told: Iterable[KnownPhone]) -> list[KnownPhone]:
    """Each number once: the contact persons' first, then the one that answered last."""

    def place(known: KnownPhone) -> tuple[bool, int, int]:
        answered = known.last_answered_on or dt.date.min
        return known.noted_id is not None, -answered.toordinal(), -(known.noted_id or 0)

    once: dict[str, KnownPhone] = {}
    for known in sorted(told, key=place):
        once.setdefault(known.digits, known)
    return list(once.values())


def find_provider_phone(actor: Actor, provider_id: int, phone_id: int) -> ProviderPhone | None:
    """Also one that was taken out, so that it can come back."""
    found = ProviderPhone.objects.visible_to(actor).select_related("provider")
    return found.filter(provider_id=provider_id, pk=phone_id).first()
