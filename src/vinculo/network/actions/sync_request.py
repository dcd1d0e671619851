"""Asking for what takes long: a run to be read, applied or undone by the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission

from ..models import SyncRun
from ..sync_jobs.connections import connection_for
from ..sync_jobs.incoming import file_name, keep_incoming
from ..sync_jobs.queue import APPLY_TASK, READ_TASK, UNDO_TASK, enqueue, is_under_way
from .sync_apply import UnableToApplySync
from .sync_start import UnableToStartSync, start_sync
from .sync_undo import UnableToUndoSync

State = SyncRun.State
LONGEST_LABEL = 200
_NO_FILE = (
    "Esta operadora ainda não tem o arquivo de conexão, que diz onde está cada coluna. Copie o modelo para"
    " {path} e adapte."
)
_BROKEN = "O arquivo de conexão {path} tem erros; nada foi lido. Corrija-os e sincronize de novo."
_NO_ADDRESS = (
    "A conexão desta operadora não diz de onde ler (nem servidor, nem pasta). Envie os arquivos pela página."
)


@transaction.atomic
def request_sync(
    *, operator: Operator, actor: Actor, now: dt.datetime, files: Sequence[tuple[str, BinaryIO]] = ()
) -> SyncRun:
    """A run that the worker reads: of these files, by their names, or of the operator's connection.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToStartSync: another run is open, the connection is not there or broken, or says not wherefrom.
    """
    run = open_run(operator=operator, names=[name for name, _ in files], actor=actor, now=now)
    keep_incoming(run, files)
    enqueue(READ_TASK, run)
    return run


def open_run(*, operator: Operator, names: Sequence[str], actor: Actor, now: dt.datetime) -> SyncRun:
    """A run that nobody has been asked to read, of files with these names or of the connection.

    Raises:
        NotPermitted: see `request_sync`.
        UnableToStartSync: see `request_sync`.
    """
    actor.require(Permission.REGISTRY_SYNC, operator.pk)
    connection = connection_for(operator)
    if connection.mapping is None:
        told = _BROKEN if connection.mistakes else _NO_FILE
        raise UnableToStartSync(told.format(path=connection.path))
    label = ", ".join(map(file_name, names)) if names else connection.address
    if not label:
        raise UnableToStartSync(_NO_ADDRESS)
    return start_sync(
        operator=operator,
        label=label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…",
        origin=SyncRun.Origin.UPLOAD if names else SyncRun.Origin.CONNECTION,
        actor=actor,
        now=now,
        deactivation_share=connection.mapping.deactivation_share,
    )


@transaction.atomic
def request_apply(
    *, run: SyncRun, actor: Actor, now: dt.datetime, accept_deactivations: bool = False
) -> None:
    """Has the worker apply the run in the name of that person.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToApplySync: it does not wait to be applied, or asks and nobody has answered.
    """
    actor.require(Permission.REGISTRY_SYNC, run.operator_id)
    state = _state_of(run)
    if state == State.ASKS and not accept_deactivations:
        raise UnableToApplySync(
            "Esta leitura tiraria gente demais da rede para ser aplicada sem que alguém confirme. Marque"
            " que conferiu e aplique de novo."
        )
    if state not in (State.READY, State.ASKS):
        raise UnableToApplySync("Esta sincronização não espera mais para ser aplicada. Nada foi alterado.")
    if not is_under_way(APPLY_TASK, run, now):
        enqueue(APPLY_TASK, run, user_id=actor.user.pk if actor.user else None, accept=accept_deactivations)


@transaction.atomic
def request_undo(*, run: SyncRun, actor: Actor, now: dt.datetime) -> None:
    """Has the worker undo the run in the name of that person.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToUndoSync: it was not applied, or another one was applied since.
    """
    actor.require(Permission.REGISTRY_SYNC, run.operator_id)
    if _state_of(run) != State.APPLIED or not run.keeps_undo:
        raise UnableToUndoSync("Só a última sincronização aplicada pode ser desfeita. Nada foi alterado.")
    if not is_under_way(UNDO_TASK, run, now):
        enqueue(UNDO_TASK, run, user_id=actor.user.pk if actor.user else None)


def _state_of(run: SyncRun) -> str:
    run.refresh_from_db(fields=["state", "keeps_undo"])
    return run.state
