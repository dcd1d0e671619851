"""Requests that came in, as somebody may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..incoming_states import IncomingState
from ..models import IncomingRequest

SHOWN = 50


class IncomingShelf(StrEnum):
    """The parts of the list."""

    WAITING = "waiting"
    SETTLED = "settled"


@dataclass(frozen=True)
class IncomingPage:
    rows: Sequence[IncomingRequest]
    has_more: bool


def incoming_on(actor: Actor, shelf: IncomingShelf, page: int = 1) -> IncomingPage:
    """What has waited for longest first; of what is settled, the latest."""
    rows = IncomingRequest.objects.visible_to(actor).select_related(
        "operator", "provider__municipality", "case", "ended_by", "matched_by"
    )
    if shelf is IncomingShelf.WAITING:
        rows = rows.filter(state=IncomingState.WAITING).order_by("asked_at", "pk")
    else:
        rows = rows.exclude(state=IncomingState.WAITING).order_by("-ended_at", "-pk")
    first = (page - 1) * SHOWN
    found = list(rows[first : first + SHOWN + 1])
    return IncomingPage(found[:SHOWN], len(found) > SHOWN)


def incoming_waiting(actor: Actor) -> int:
    return IncomingRequest.objects.visible_to(actor).filter(state=IncomingState.WAITING).count()


def incoming_to_open(actor: Actor, ids: Sequence[int]) -> list[IncomingRequest]:
    """Those of these that the actor may open, in the order in which they were asked."""
    rows = IncomingRequest.objects.visible_to(actor).filter(pk__in=ids)
    rows = rows.filter(operator_id__in=actor.operators_with(Permission.CASES_WORK))
    return list(rows.select_related("operator", "provider__municipality").order_by("asked_at", "pk"))


def find_incoming(actor: Actor, request_id: int) -> IncomingRequest | None:
    rows = IncomingRequest.objects.visible_to(actor).select_related("operator", "provider")
    return rows.filter(pk=request_id).first()
