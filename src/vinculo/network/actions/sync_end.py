"""A run that is not wanted: one that waits is dismissed, one that is being read is stopped."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import Refusal

from ..models import SyncRun
from ..sync.audit_lines import audit_run
from ..sync.one_at_a_time import is_held_by_nobody
from ..sync.run_schema import drop_schema
from ..sync_jobs.queue import APPLY_TASK, is_under_way

State = SyncRun.State
WAITING = frozenset({State.READY, State.ASKS})
GIVES_WAY_AFTER = dt.timedelta(hours=4)
"""For so long whoever looks at a run that waits has it to themselves."""
SUPERSEDED = "Substituída por uma leitura mais nova, da agenda: ninguém a aplicou a tempo."


class UnableToEndSync(Refusal):
    """It is over already, or is just being applied."""


@transaction.atomic
def dismiss_sync(*, run: SyncRun, actor: Actor, now: dt.datetime) -> SyncRun:
    """What waited to be applied never will be.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToEndSync: see there.
    """
    actor.require(Permission.REGISTRY_SYNC, run.operator_id)
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    if locked.state not in WAITING:
        raise UnableToEndSync("Esta sincronização não está esperando para ser aplicada. Nada foi alterado.")
    _end(locked, State.DISMISSED, actor, now)
    audit_run("registry.sync_dismissed", locked, actor=actor, now=now)
    return locked


@transaction.atomic
def supersede_sync(*, run: SyncRun, actor: Actor, now: dt.datetime) -> bool:
    """A run that nobody applied gives way to a newer reading; False where it waits no more, or not so long.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
    """
    actor.require(Permission.REGISTRY_SYNC, run.operator_id)
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    since = locked.read_at or locked.started_at
    if locked.state not in WAITING or since > now - GIVES_WAY_AFTER or is_under_way(APPLY_TASK, locked, now):
        return False
    locked.report = [SUPERSEDED]
    _end(locked, State.DISMISSED, actor, now)
    audit_run("registry.sync_dismissed", locked, actor=actor, now=now)
    return True


@transaction.atomic
def stop_sync(*, run: SyncRun, actor: Actor, now: dt.datetime) -> SyncRun:
    """Asks whoever reads it to stop, which takes a moment; one that nobody has begun is stopped at once.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToEndSync: see there.
    """
    actor.require(Permission.REGISTRY_SYNC, run.operator_id)
    locked = SyncRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != State.READING:
        raise UnableToEndSync("Esta sincronização não está mais lendo os dados. Nada foi alterado.")
    is_first = locked.stop_asked_at is None
    locked.stop_asked_at = locked.stop_asked_at or now
    if locked.progress_at is None and is_held_by_nobody(run.operator_id):
        _end(locked, State.STOPPED, actor, now)
    locked.save()
    if is_first:
        audit_run("registry.sync_stopped", locked, actor=actor, now=now)
    return locked


def _end(run: SyncRun, state: SyncRun.State, actor: Actor, now: dt.datetime) -> None:
    drop_schema(run.pk)
    run.state, run.ended_by, run.ended_at = state, actor.user, now
    run.save()
