"""A reading of the core system begins; one at a time for each operator."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import Refusal

from ..models import SyncRun
from ..sync.audit_lines import audit_run
from ..sync.one_at_a_time import is_held_by_nobody
from ..sync.run_schema import drop_schema, stray_schemas
from ..sync_jobs.queue import READ_TASK, is_under_way

State = SyncRun.State
SILENT_FOR = dt.timedelta(minutes=10)
"""A process that reads tells of it every second or so; the plan of a large feed takes longer."""
_DIED = (
    "A sincronização parou no meio: o servidor foi parado. O cadastro está como antes; sincronize de novo."
)
_IN_THE_WAY = {
    State.READING: "Outra sincronização desta operadora está em leitura. Espere que termine ou interrompa-a.",
    State.APPLYING: "Outra sincronização desta operadora está sendo aplicada. Espere que termine.",
    State.READY: "Outra sincronização desta operadora espera ser aplicada. Aplique-a ou descarte-a antes.",
    State.ASKS: "Outra sincronização desta operadora pede confirmação. Confirme-a ou descarte-a antes.",
}


class UnableToStartSync(Refusal):
    """`run` is the one that stands in the way."""

    def __init__(self, message: str, run: SyncRun | None = None) -> None:
        super().__init__(message)
        self.run = run


def start_sync(
    *,
    operator: Operator,
    label: str,
    origin: str,
    actor: Actor,
    now: dt.datetime,
    deactivation_share: float = 0.05,
) -> SyncRun:
    """A run that waits to be read. `label` says where it comes from, for people; no personal data.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToStartSync: another run of the operator is open.
    """
    actor.require(Permission.REGISTRY_SYNC, operator.pk)
    sweep_dead_runs(now=now)
    try:
        with transaction.atomic():
            run = SyncRun.objects.create(
                operator=operator,
                label=label[:200],
                origin=SyncRun.Origin(origin),
                share=deactivation_share,
                started_by=actor.user,
                started_at=now,
            )
            audit_run("registry.sync_started", run, actor=actor, now=now)
    except IntegrityError:
        other = SyncRun.objects.filter(operator=operator, state__in=SyncRun.OPEN_STATES).first()
        if other is None:
            raise
        raise UnableToStartSync(_IN_THE_WAY[State(other.state)], other) from None
    return run


def sweep_dead_runs(*, now: dt.datetime) -> int:
    """Runs whose process is gone become failed, and what they staged goes. How many there were.

    One that waits for a worker is not among them.
    """
    at_work = SyncRun.objects.filter(Q(state=State.READING) | Q(state=State.APPLYING))
    silent = at_work.annotate(heard_at=Coalesce("progress_at", "started_at"))
    dead = 0
    for run in silent.filter(heard_at__lt=now - SILENT_FOR):
        if is_held_by_nobody(run.operator_id) and not is_under_way(READ_TASK, run, now):
            still = SyncRun.objects.filter(pk=run.pk, state=run.state, progress_at=run.progress_at)
            if still.update(state=State.FAILED, failure=_DIED, ended_at=now):
                audit_run("registry.sync_failed", run, actor=Actor.system(), now=now)
                dead += 1
    for run_id in stray_schemas():
        drop_schema(run_id)
    return dead
