"""The registry goes back to what it was before the last run that was applied."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import Refusal

from ..models import SyncRun
from ..signals import registry_fed
from ..sync.applying import lock_planned, tell_renamed
from ..sync.audit_lines import audit_run
from ..sync.one_at_a_time import hold_to_the_end
from ..sync.run_schema import drop_schema, working_in
from ..sync.undoing import undo_plan

State = SyncRun.State


class UnableToUndoSync(Refusal):
    """It was not applied, or another one was applied since."""


def undo_sync(*, run: SyncRun, actor: Actor, now: dt.datetime) -> SyncRun:
    """What the run changed is as before; what people changed since stays, and `run.report` tells it.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToUndoSync: see there.
    """
    actor.require(Permission.REGISTRY_SYNC, run.operator_id)
    with transaction.atomic():
        locked = SyncRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != State.APPLIED or not locked.keeps_undo:
            raise UnableToUndoSync(
                "Só a última sincronização aplicada pode ser desfeita, uma vez. Nada foi alterado."
            )
        if not hold_to_the_end(run.operator_id):
            raise UnableToUndoSync(
                "Outra sincronização desta operadora está em andamento. Espere que termine e tente de novo."
            )
        with working_in(run.pk) as cursor:
            lock_planned(cursor)
            locked.report = undo_plan(cursor, now=now)
            tell_renamed(cursor)
        drop_schema(run.pk)
        locked.state, locked.keeps_undo = State.UNDONE, False
        locked.ended_by, locked.ended_at = actor.user, now
        locked.save()
        audit_run("registry.sync_undone", locked, actor=actor, now=now)
        transaction.on_commit(
            partial(registry_fed.send, SyncRun, operator_id=run.operator_id, run_id=run.pk, now=now)
        )
    return locked
