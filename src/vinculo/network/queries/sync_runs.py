"""Runs of the sync, and what one of them would change, row by row."""

from __future__ import annotations

from collections.abc import Mapping

from vinculo.accounts.actor import Actor
from vinculo.kernel.numbers import format_count

from ..feed.entities import Entity
from ..models import SyncRun
from ..models.sync_run import SyncRunQuerySet
from ..sync.run_schema import has_table, working_in
from ..sync.share_guard import too_many
from ..sync.showing import FieldChange, PlannedChange, shown_changes

__all__ = [
    "KINDS",
    "FieldChange",
    "PlannedChange",
    "planned_changes",
    "sync_runs_visible_to",
    "told_too_many",
    "too_many",
]

KINDS = ("new", "changed", "gone")
MOST_SHOWN = 500


_TAKEN: Mapping[Entity, tuple[str, str]] = {
    Entity.PROVIDERS: ("desativaria", "prestadores ativos"),
    Entity.AFFILIATIONS: ("encerraria", "vínculos de dentistas com prestadores que continuam"),
    Entity.CONTRACTS: ("encerraria", "contratos de prestadores que continuam"),
    Entity.CONTACT_PERSONS: ("deixaria de ter", "contatos de prestadores que continuam"),
    Entity.PRODUCTION: ("apagaria", "meses de produção de prestadores que continuam"),
}


def told_too_many(run: SyncRun) -> str:
    """What a run would take away beyond its share: desativaria 34 de 210 prestadores ativos (16,2%)."""
    told = []
    for one in too_many(run):
        verb, what = _TAKEN[one.entity]
        share = f"{round(100 * one.going / max(one.of, 1), 1):g}%".replace(".", ",")
        told.append(f"{verb} {format_count(one.going)} de {format_count(one.of)} {what} ({share})")
    return " e ".join(told)


def sync_runs_visible_to(actor: Actor) -> SyncRunQuerySet:
    return SyncRun.objects.visible_to(actor)


def planned_changes(
    run: SyncRun,
    entity: Entity,
    kind: str,
    after_key: str = "",
    limit: int = 50,
    *,
    shows_personal: bool = False,
) -> list[PlannedChange]:
    """The next rows that would be (or were, while its undo is kept) changed, in the order of their keys.

    Without `shows_personal` CPF, phones and e-mail are only told to differ. Without a plan there are none.
    """
    after = int(after_key) if after_key.isascii() and after_key.isdigit() else 0
    if kind not in KINDS or entity not in run.told or not has_table(run.pk, "plan_provider"):
        return []
    with working_in(run.pk) as cursor:
        return shown_changes(
            cursor, entity, kind, after, min(limit, MOST_SHOWN), shows_personal=shows_personal
        )
