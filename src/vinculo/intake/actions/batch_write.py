"""What every write to a batch has in common: the lock, the permission, the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted

from ..models import FileState, ImportBatch, ImportedFile
from ..refusals import UnableToSteerImport

UNREAD = (FileState.WAITING, FileState.READING)


@dataclass
class BatchWrite:
    """A locked batch, for the length of one action."""

    batch: ImportBatch
    actor: Actor
    now: dt.datetime

    def files(self, *states: str) -> QuerySet[ImportedFile]:
        return ImportedFile.objects.filter(batch=self.batch, state__in=states)

    def audit(self, action: str, **detail: object) -> None:
        audit_batch(self.batch, action, self.actor, self.now, **detail)


def audit_batch(batch: ImportBatch, action: str, actor: Actor, now: dt.datetime, **detail: object) -> None:
    record_audit(
        actor=actor,
        operator_id=batch.operator_id,
        action=action,
        subject_kind="import_batch",
        subject_id=batch.pk,
        now=now,
        detail=detail,
    )


@contextmanager
def writing_batch(*, batch: ImportBatch, actor: Actor, now: dt.datetime) -> Iterator[BatchWrite]:
    """Locks a batch for one action.

    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToSteerImport: it has been undone.
    """
    with transaction.atomic():
        rows = ImportBatch.objects.visible_to(actor).select_for_update(of=("self",))
        locked = rows.select_related("operator").filter(pk=batch.pk).first()
        if locked is None:
            raise NotPermitted
        actor.require(Permission.FORMS_IMPORT, locked.operator_id)
        if locked.undone_at is not None:
            raise UnableToSteerImport("Esta importação já foi desfeita. Nada foi alterado.")
        yield BatchWrite(locked, actor, now)
