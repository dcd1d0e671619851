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

State = SyncRun.State


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
    if locked.state not in {State.READY, State.ASKS}:
        raise UnableToEndSync("Esta sincronização não está esperando para ser aplicada. Nada foi alterado.")
    _end(locked, State.DISMISSED, actor, now)
    audit_run("registry.sync_dismissed", locked, actor=actor, now=now)
    return locked


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
    locked.stop_asked_at = locked.stop_asked_at or now
    if locked.progress_at is None and is_held_by_nobody(run.operator_id):
        _end(locked, State.STOPPED, actor, now)
    locked.save()
    audit_run("registry.sync_stopped", locked, actor=actor, now=now)
    return locked


def _end(run: SyncRun, state: SyncRun.State, actor: Actor, now: dt.datetime) -> None:
    drop_schema(run.pk)
    run.state, run.ended_by, run.ended_at = state, actor.user, now
    run.save()
