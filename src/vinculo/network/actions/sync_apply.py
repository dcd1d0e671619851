"""What a run has planned becomes the registry, in one transaction."""

from __future__ import annotations

import datetime as dt
import logging
from functools import partial

from django.db import IntegrityError, OperationalError, transaction
from django.db.backends.utils import CursorWrapper

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted, Refusal

from ..models import SyncRun
from ..signals import registry_fed
from ..sync.applying import apply_plan, is_still_seen, lock_planned, tell_renamed
from ..sync.audit_lines import audit_run
from ..sync.index_merging import merging_beside
from ..sync.left_behind import note_last_ids
from ..sync.one_at_a_time import hold_to_the_end
from ..sync.planning import is_as_planned, plan_run
from ..sync.run_schema import drop_schema, drop_staged, working_in
from ..sync.share_guard import taken, too_many
from .sync_read import kind_of, note_planned

logger = logging.getLogger(__name__)
State = SyncRun.State
_TRIES = 4
"""Who writes by hand at the same moment may be in the way; then all is taken back and done again."""
_BUSY = (
    "Muitos cadastros estavam sendo alterados à mão ao mesmo tempo, e a sincronização não foi aplicada."
    " O cadastro está como antes; aplique de novo em alguns minutos."
)
_OUR_FAULT = (
    "A sincronização não foi aplicada por um erro do próprio Vínculo ({kind}). O cadastro está como antes."
)
_CHANGED_SINCE = (
    "O cadastro foi alterado depois da leitura, e o que mudaria já não é o que foi mostrado."
    " Nada foi aplicado: confira de novo e aplique."
)


class UnableToApplySync(Refusal):
    """It is not ready, or would deactivate more than was shown; the registry stands as it was."""


class _Moved(Exception):
    """Somebody wrote what the plan was made from."""


def apply_sync(
    *, run: SyncRun, actor: Actor, now: dt.datetime, accept_deactivations: bool = False
) -> SyncRun:
    """The run, applied; or waiting again, where it would now do other than was shown to who applies it.

    Raises:
        NotPermitted: the actor may not sync that operator's registry, or is no person and accepts for one.
        UnableToApplySync: see there.
    """
    actor.require(Permission.REGISTRY_SYNC, run.operator_id)
    if accept_deactivations and actor.user is None:
        raise NotPermitted("Só uma pessoa pode confirmar as desativações. Nada foi alterado.")
    was = _begin(run, now, accept_deactivations=accept_deactivations)
    try:
        return _apply_patiently(run, actor, now)
    except Refusal:
        SyncRun.objects.filter(pk=run.pk, state=State.APPLYING).update(state=was)
        raise
    except Exception as problem:
        # Only the kind is told: the words may hold somebody's data.
        kind = kind_of(problem)
        logger.error("sync run %s could not be applied: %s", run.pk, kind)
        return _fail(run, kind, now)


def _begin(run: SyncRun, now: dt.datetime, *, accept_deactivations: bool) -> str:
    """The state that it had, and goes back to where it cannot be applied now."""
    with transaction.atomic():
        locked = SyncRun.objects.select_for_update().get(pk=run.pk)
        if locked.state == State.ASKS and not accept_deactivations:
            raise UnableToApplySync(
                "Esta leitura tiraria gente demais da rede para ser aplicada sem que alguém confirme."
                " Confira a lista e confirme."
            )
        if locked.state not in {State.READY, State.ASKS}:
            raise UnableToApplySync(
                "Esta sincronização não está esperando para ser aplicada. Nada foi alterado."
            )
        was = locked.state
        locked.state, locked.progress_at = State.APPLYING, now
        locked.save(update_fields=["state", "progress_at"])
    return was


def _apply_patiently(run: SyncRun, actor: Actor, now: dt.datetime) -> SyncRun:
    for _ in range(_TRIES):
        try:
            with working_in(run.pk) as cursor:
                locked = SyncRun.objects.select_for_update().get(pk=run.pk)
                if not hold_to_the_end(run.operator_id):
                    raise UnableToApplySync(
                        "Outra sincronização desta operadora está em andamento. Nada foi alterado."
                    )
                if not is_as_planned(cursor) and _asks_anew(cursor, locked, actor, now):
                    return locked
                lock_planned(cursor)
                if not is_still_seen(cursor):
                    raise _Moved
                with merging_beside(cursor):
                    _write(cursor, locked, actor, now)
                return locked
        except (_Moved, IntegrityError, OperationalError) as problem:
            logger.warning("sync run %s is tried again: %s", run.pk, kind_of(problem))
    raise UnableToApplySync(_BUSY)


def _asks_anew(cursor: CursorWrapper, run: SyncRun, actor: Actor, now: dt.datetime) -> bool:
    """Somebody wrote to the registry since: the plan is taken anew, and may do other than was shown.

    Who looked at it looks again; a run that applies itself was shown to nobody, and asks only where more
    would go.
    """
    shown, effects = {one.entity: one.going for one in taken(run)}, _effects(run)
    note_planned(run, plan_run(cursor, run, now=now))
    goes_on = all(one.going <= shown.get(one.entity, 0) for one in too_many(run))
    if goes_on and (actor.user is None or _effects(run) == effects):
        return False
    run.report = [_CHANGED_SINCE]
    run.save()
    return True


def _effects(run: SyncRun) -> dict[str, tuple[int, ...]]:
    """What the plan would do, by entity."""
    return {
        entity: tuple(counts.get(kind, 0) for kind in ("new", "changed", "gone"))
        for entity, counts in run.counts.items()
    }


def _write(cursor: CursorWrapper, run: SyncRun, actor: Actor, now: dt.datetime) -> None:
    apply_plan(cursor, operator_id=run.operator_id, now=now)
    note_last_ids(cursor)
    tell_renamed(cursor)
    drop_staged(cursor)
    for former in SyncRun.objects.filter(operator_id=run.operator_id, keeps_undo=True):
        drop_schema(former.pk)
        SyncRun.objects.filter(pk=former.pk).update(keeps_undo=False)
    run.state, run.keeps_undo, run.report = State.APPLIED, True, []
    run.applied_by, run.applied_at = actor.user, now
    run.save()
    audit_run("registry.sync_applied", run, actor=actor, now=now)
    transaction.on_commit(
        partial(registry_fed.send, SyncRun, operator_id=run.operator_id, run_id=run.pk, now=now)
    )


def _fail(run: SyncRun, kind: str, now: dt.datetime) -> SyncRun:
    with transaction.atomic():
        drop_schema(run.pk)
        failed = SyncRun.objects.select_for_update().get(pk=run.pk)
        failed.state, failed.ended_at = State.FAILED, now
        failed.failure = _OUR_FAULT.format(kind=kind)
        failed.save()
        audit_run("registry.sync_failed", failed, actor=Actor.system(), now=now)
    return failed
