"""The sectors of an operator: who is in them, and how they are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Membership, User
from vinculo.accounts.ordering import folded
from vinculo.accounts.permissions import Permission, Role
from vinculo.accounts.prepared import prepared

from ..models import SectorTerms
from ..terms import Terms, packaged_terms


def members_of(operator_id: int, sector: str) -> QuerySet[User]:
    """The active members of a sector, by name."""
    rows = Membership.objects.filter(operator_id=operator_id, role=Role.SECTOR_MEMBER, sector=sector)
    return User.objects.filter(is_active=True, pk__in=rows.values("user_id")).order_by(folded("name"), "pk")


def member_ids(operator_id: int) -> dict[str, list[int]]:
    """The active members of each sector of an operator."""
    found: dict[str, list[int]] = {}
    for sector, user_id in _members_at(operator_id):
        found.setdefault(sector, []).append(user_id)
    return found


@prepared
def _members_at(operator_id: int) -> QuerySet[Membership, tuple[str, int]]:
    """Every signature that asks a sector asks who is in it."""
    rows = Membership.objects.filter(operator_id=operator_id, role=Role.SECTOR_MEMBER, user__is_active=True)
    return rows.order_by("user_id").values_list("sector", "user_id")


def members_by_sector(operator_ids: Iterable[int]) -> dict[tuple[int, str], list[str]]:
    """The names of the active members, by operator and sector. One query."""
    rows = Membership.objects.filter(
        operator_id__in=list(operator_ids), role=Role.SECTOR_MEMBER, user__is_active=True
    )
    found: dict[tuple[int, str], list[str]] = {}
    rows = rows.order_by(folded("user__name"), "user_id")
    for operator_id, sector, name in rows.values_list("operator_id", "sector", "user__name"):
        found.setdefault((operator_id, sector), []).append(name)
    return found


def terms_of(operator_id: int, sector: str, day: dt.date) -> Terms:
    """What holds on that day; the product's own where the operator has set nothing by then."""
    rows = (row for row in _newest_first(operator_id) if row.sector == sector)
    row = next((row for row in rows if row.valid_from <= day), None)
    return as_terms(row) if row else packaged_terms(sector)


@prepared
def _newest_first(operator_id: int) -> QuerySet[SectorTerms]:
    """There are few of them, and every ticked sector asks."""
    return SectorTerms.objects.filter(operator_id=operator_id).order_by("-valid_from")


def as_terms(row: SectorTerms) -> Terms:
    return Terms(
        answer_days=row.answer_days,
        remind_days=row.remind_days,
        request_text=row.request_text,
        signature_text=row.signature_text,
        facts=tuple(row.facts),
    )


def kept_terms(actor: Actor) -> QuerySet[SectorTerms]:
    """The newest first, of each operator whose desk the actor looks after."""
    own = actor.operators_with(Permission.DESK_EDIT)
    return SectorTerms.objects.filter(operator_id__in=own).order_by("operator_id", "sector", "-valid_from")
