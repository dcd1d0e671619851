"""What was said and shown in all cases of one provider: contacts, attachments, which telephones answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.kernel.identifiers import phone

from ..models import Attachment, Case, Contact

MOST_ANSWERS = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """When a telephone last answered, by which channel, and in which case."""

    on: dt.date
    channel: str
    case_id: int


def all_cases_of_provider(actor: Actor, provider_id: int) -> QuerySet[Case]:
    """The latest first, whatever their state."""
    seen = Case.objects.visible_to(actor).filter(provider_id=provider_id).select_related("consultant")
    return seen.order_by(F("started_on").desc(nulls_last=True), "-pk")


def contacts_of_provider(actor: Actor, provider_id: int, limit: int) -> list[Contact]:
    """The latest first, those without a day last; voided ones are left out."""
    rows = _standing_contacts(actor, provider_id).select_related("case")
    ordered = rows.order_by(F("on").desc(nulls_last=True), F("time").desc(nulls_last=True), "-pk")
    return list(ordered.only(*_CONTACT, *(f"case__{name}" for name in _CASE))[:limit])


def attachments_of_provider(actor: Actor, provider_id: int, limit: int) -> list[Attachment]:
    """The latest first; voided ones are left out."""
    cases = Case.objects.visible_to(actor).filter(provider_id=provider_id)
    rows = Attachment.objects.filter(case__in=cases.values("pk"), voided_at=None).select_related("case")
    ordered = rows.order_by("-added_at", "-pk")
    return list(ordered.only(*_ATTACHMENT, *(f"case__{name}" for name in _CASE))[:limit])


def last_answers(actor: Actor, provider_id: int) -> dict[str, Answer]:
    """By national digits, as the latest contacts in which somebody answered tell."""
    rows = (
        _standing_contacts(actor, provider_id)
        .filter(answered=True, on__isnull=False, address__isnull=False)
        .order_by("-on", "-pk")
        .values_list("address", "on", "channel", "case_id")[:MOST_ANSWERS]
    )
    found: dict[str, Answer] = {}
    for address, on, channel, case_id in rows:
        digits = phone.clean(address or "")
        if digits and on is not None:
            found.setdefault(digits, Answer(on, channel or "", case_id))
    return found


def _standing_contacts(actor: Actor, provider_id: int) -> QuerySet[Contact]:
    cases = Case.objects.visible_to(actor).filter(provider_id=provider_id)
    return Contact.objects.filter(case__in=cases.values("pk"), voided_at=None)


_CASE = ("id", "number", "state")
_CONTACT = (
    "case_id",
    "on",
    "time",
    "direction",
    "channel",
    "address",
    "made_by",
    "spoken_to",
    "note",
    "answered",
)
_ATTACHMENT = ("case_id", "contact_id", "name", "kind", "size", "added_at", "thumbnail")
