"""The numbers by which a provider is reached: those of its contact persons, and those found in notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, OuterRef

from vinculo.accounts.actor import Actor

from ..models import Provider, ProviderPhone


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


def noted_rows(actor: Actor) -> ArraySubquery:
    """For a query of providers: the numbers of each that notes say and nobody has taken out."""
    rows = ProviderPhone.objects.visible_to(actor).filter(provider_id=OuterRef("pk"), dismissed_at=None)
    columns = ("digits", "id", "found_in", "last_answered_on")
    return ArraySubquery(
        rows.values(each=Func(*columns, function="JSONB_BUILD_ARRAY", output_field=JSONField()))
    )


def noted_phones(provider: Provider) -> list[KnownPhone]:
    """The numbers of a provider that was read with its `noted_rows`, the one that answered last first."""
    rows: list[tuple[str, int, str, str | None]] = vars(provider)["noted_rows"]
    return phones_in_order(
        KnownPhone(digits, "", noted_id, found_in, dt.date.fromisoformat(answered) if answered else None)
        for digits, noted_id, found_in, answered in rows
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
