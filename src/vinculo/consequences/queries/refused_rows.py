"""Rows that could not be read as requests, as somebody may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor

from ..models import RefusedRow

SHOWN = 20


@dataclass(frozen=True)
class RefusedRows:
    """The first of them, and how many there are."""

    rows: Sequence[RefusedRow]
    count: int


def refused_rows(actor: Actor) -> RefusedRows:
    """Those that stand, in the order in which they came."""
    rows = RefusedRow.objects.visible_to(actor).filter(dismissed_at=None)
    found = list(rows.select_related("operator").order_by("first_came_at", "pk")[: SHOWN + 1])
    count = len(found) if len(found) <= SHOWN else rows.count()
    return RefusedRows(found[:SHOWN], count)


def find_refused(actor: Actor, row_id: int, *, standing: bool = True) -> RefusedRow | None:
    """One that stands, or one that was dismissed."""
    rows = RefusedRow.objects.visible_to(actor).filter(dismissed_at__isnull=standing)
    return rows.select_related("operator").filter(pk=row_id).first()
