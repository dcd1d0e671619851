"""Runs of the sync, and what one of them would change, row by row."""

from __future__ import annotations

from dataclasses import dataclass

from vinculo.accounts.actor import Actor

from ..feed.entities import Entity
from ..models import SyncRun
from ..models.sync_run import SyncRunQuerySet


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Texts as people read them, blank where there is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """`key` goes on from here; `label` names the row; `record_id` is the provider's or dentist's."""

    key: str
    label: str
    fields: tuple[FieldChange, ...]
    record_id: int | None = None


KINDS = ("new", "changed", "gone")


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

    Without `shows_personal` CPF, phones and e-mail are only told to differ.
    """
    raise NotImplementedError
