"""Taking back all that an import brought.

What waits is discarded at once, and nothing more is read. Cases, and paper that found its case, are taken
back by the worker, each in a transaction of its own; one to which something has happened since is kept, and
the page of the batch says why.
"""

from __future__ import annotations

import datetime as dt
import time
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.paper_returned import take_back_paper, why_paper_stays
from vinculo.cases.actions.take_back_import import take_back_import
from vinculo.cases.refusals import UnableToChangeState, UnableToWriteCase
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.actions import plan
from vinculo.outbox.handlers import NoUseTrying
from vinculo.outbox.models import OutboxRow

from ..models import Fate, FileState, FormReading, ImportBatch, ReturnedSheet
from .batch_write import UNREAD, writing_batch
from .reading_write import writing_reading

UNDO_KIND = "undo-import"
SECONDS_AT_ONCE = 20.0
UNDONE = "A importação foi desfeita antes de este arquivo ser lido."


def undo_import(*, batch: ImportBatch, actor: Actor, now: dt.datetime) -> ImportBatch:
    """
    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToSteerImport: it has been undone before.
    """
    if actor.user is None:
        raise NotPermitted("Desfazer uma importação é decisão de uma pessoa. Nada foi alterado.")
    with writing_batch(batch=batch, actor=actor, now=now) as write:
        write.batch.undone_at, write.batch.undone_by, write.batch.paused_at = now, actor.user, None
        write.batch.save(update_fields=["undone_at", "undone_by", "paused_at"])
        write.files(*UNREAD).update(state=FileState.FAILED, problem=UNDONE)
        readings = FormReading.objects.filter(file__batch=write.batch)
        discarded = readings.filter(fate__in=[Fate.WAITING, Fate.DUPLICATE, Fate.MATCHED]).update(
            fate=Fate.DISCARDED, case=None, duplicate_of=None, settled_by=actor.user, settled_at=now
        )
        made, paper = _with_case(write.batch).count(), _with_paper(write.batch).count()
        write.audit("import.undone", discarded=discarded, cases=made, paper=paper)
        if made or paper:
            _go_on_with(write.batch, after=0, paper=0, now=now)
        return write.batch


def take_back_cases(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler: paper, then case by case for some seconds, then the next row. Done twice it does
    no harm.

    Raises:
        NoUseTrying: the batch is gone, or was not undone.
    """
    batch = ImportBatch.objects.select_related("undone_by").filter(pk=row.payload["batch"]).first()
    if batch is None or batch.undone_by is None:
        raise NoUseTrying("the batch is gone, or was not undone")
    actor, begun = Actor.for_user(batch.undone_by), time.monotonic()
    after, paper = int(row.payload["after"]), int(row.payload.get("paper", 0))
    for sheet in _with_paper(batch).filter(pk__gt=paper).order_by("pk").iterator(chunk_size=200):
        _take_back_paper(sheet, actor, now)
        paper = sheet.pk
        if time.monotonic() - begun > SECONDS_AT_ONCE:
            with transaction.atomic():
                _go_on_with(batch, after=after, paper=paper, now=now)
            return
    for reading in _with_case(batch).filter(pk__gt=after).order_by("pk").iterator(chunk_size=200):
        _take_back(reading, actor, now)
        if time.monotonic() - begun > SECONDS_AT_ONCE:
            with transaction.atomic():
                _go_on_with(batch, after=reading.pk, paper=paper, now=now)
            return


def _take_back(reading: FormReading, actor: Actor, now: dt.datetime) -> None:
    with writing_reading(reading=reading, actor=actor, now=now) as write:
        case, made_at = write.reading.case, write.reading.settled_at
        if write.reading.fate != Fate.ACCEPTED or case is None or made_at is None:
            return
        try:
            take_back_import(case=case, made_at=made_at, actor=actor, now=now)
        except (UnableToChangeState, NotPermitted):
            return
        write.settle(Fate.RELEASED)
        write.save()
        write.audit("form.taken_back", {"case": case.pk})


def why_sheet_stays(sheet: ReturnedSheet) -> str:
    """Why a returned sheet stays with its case although its import was undone; empty where it does not."""
    if sheet.attachment is None:
        return ""
    if sheet.seen_at is not None:
        by = sheet.seen_by.name if sheet.seen_by else "alguém"
        return f"Foi conferido por {by} em {format_date(sheet.seen_at.astimezone(SAO_PAULO).date())}."
    again = ReturnedSheet.objects.filter(attachment=sheet.attachment, sheet__file__batch__undone_at=None)
    if again.exists():
        return "A mesma folha veio também em outra importação."
    return why_paper_stays(sheet.attachment)


def _take_back_paper(sheet: ReturnedSheet, actor: Actor, now: dt.datetime) -> None:
    if sheet.attachment is None or why_sheet_stays(sheet):
        return
    with suppress(UnableToWriteCase, NotPermitted):
        take_back_paper(attachment=sheet.attachment, actor=actor, now=now)


def _with_paper(batch: ImportBatch) -> QuerySet[ReturnedSheet]:
    """Whose attachment stands."""
    rows = ReturnedSheet.objects.filter(sheet__file__batch=batch, attachment__voided_at=None)
    return rows.exclude(attachment=None).select_related("attachment__case", "seen_by")


def _with_case(batch: ImportBatch) -> QuerySet[FormReading]:
    return FormReading.objects.filter(file__batch=batch, fate=Fate.ACCEPTED).exclude(case=None)


def _go_on_with(batch: ImportBatch, *, after: int, paper: int, now: dt.datetime) -> None:
    plan(kind=UNDO_KIND, payload={"batch": batch.pk, "after": after, "paper": paper}, now=now)
