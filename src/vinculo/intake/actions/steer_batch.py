"""Holding a batch, going on with it, stopping it, and having files read again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from vinculo.accounts.actor import Actor

from ..models import FileState, ImportBatch, ImportedFile
from ..reading_queue import wake_readers
from ..refusals import UnableToSteerImport
from .batch_write import UNREAD, BatchWrite, writing_batch

STOPPED = "A leitura foi interrompida antes deste arquivo."


def pause_batch(*, batch: ImportBatch, actor: Actor, now: dt.datetime) -> ImportBatch:
    """No further file is begun; those that are being read are read to their end.

    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToSteerImport: nothing is left to be read, or it has been undone.
    """
    with writing_batch(batch=batch, actor=actor, now=now) as write:
        if write.batch.paused_at is not None:
            return write.batch
        _require_unread(write)
        write.batch.paused_at = now
        write.batch.save(update_fields=["paused_at"])
        write.audit("import.paused")
        return write.batch


def resume_batch(*, batch: ImportBatch, actor: Actor, now: dt.datetime) -> ImportBatch:
    """
    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToSteerImport: it has been undone.
    """
    with writing_batch(batch=batch, actor=actor, now=now) as write:
        if write.batch.paused_at is not None:
            _go_on(write)
            write.audit("import.resumed")
        return write.batch


def stop_batch(*, batch: ImportBatch, actor: Actor, now: dt.datetime) -> int:
    """What was not begun is not read, until somebody says so; how many. What was read stays.

    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToSteerImport: nothing is left to be read, or it has been undone.
    """
    with writing_batch(batch=batch, actor=actor, now=now) as write:
        _require_unread(write)
        stopped = write.files(FileState.WAITING).update(state=FileState.FAILED, problem=STOPPED)
        write.batch.paused_at = None
        write.batch.save(update_fields=["paused_at"])
        write.audit("import.stopped", files=stopped)
        return stopped


def retry_file(*, file: ImportedFile, actor: Actor, now: dt.datetime) -> None:
    """Has one file read again that could not be.

    Raises:
        NotPermitted: the file is another operator's, or the actor may not import forms there.
        UnableToSteerImport: it was read, is not kept, or its batch has been undone.
    """
    if not _retry(file.batch, actor, now, file_ids=[file.pk]):
        raise UnableToSteerImport("Este arquivo já foi lido, ou não ficou guardado. Nada foi alterado.")


def retry_failed(*, batch: ImportBatch, actor: Actor, now: dt.datetime) -> int:
    """Has all files read again that could not be and are kept; how many.

    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToSteerImport: there is none, or it has been undone.
    """
    retried = _retry(batch, actor, now)
    if not retried:
        raise UnableToSteerImport("Não há arquivo a tentar de novo nesta importação. Nada foi alterado.")
    return retried


def _retry(batch: ImportBatch, actor: Actor, now: dt.datetime, *, file_ids: list[int] | None = None) -> int:
    with writing_batch(batch=batch, actor=actor, now=now) as write:
        # What a person made of the sheets may fail beside forms that stand.
        unread = Q(readings=None) | ~Q(groups=[])
        failed = write.files(FileState.FAILED).exclude(content="").filter(unread).distinct()
        if file_ids is not None:
            failed = failed.filter(pk__in=file_ids)
        chosen = list(failed.values_list("pk", flat=True))
        rows = ImportedFile.objects.filter(pk__in=chosen)
        retried = rows.update(state=FileState.WAITING, problem="", tries=0, claimed_at=None, read_at=None)
        if retried:
            _go_on(write)
            write.audit("import.retried", files=retried)
        return retried


def _go_on(write: BatchWrite) -> None:
    write.batch.paused_at = None
    write.batch.save(update_fields=["paused_at"])
    transaction.on_commit(wake_readers)


def _require_unread(write: BatchWrite) -> None:
    if not write.files(*UNREAD).exists():
        raise UnableToSteerImport("Todos os arquivos desta importação já foram lidos. Nada foi alterado.")
