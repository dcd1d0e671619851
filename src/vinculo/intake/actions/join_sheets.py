"""Sheets of several files of one import are one form: photos of its pages, each read by itself before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.reading.chosen_sheets import ChosenSheet
from vinculo.paper.reading.joined_sheets import JoinedPart, joined_file

from ..joining import GIVES_WAY, SheetsToJoin
from ..models import Fate, FileState, FormReading, ImportBatch, ImportedFile, Sheet
from ..reading_queue import wake_readers
from ..refusals import UnableToSettleReading
from .receive_files import receive_file

_LONGEST_PART = 60
_UNREAD = (FileState.WAITING, FileState.READING)


def join_sheets(
    *, batch: ImportBatch, parts: Sequence[SheetsToJoin], actor: Actor, now: dt.datetime
) -> ImportedFile:
    """One file of all these sheets, in this order, which a worker reads as one form.

    The files stay as they came, within it and beside it; what was read of each by itself stands no more.

    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToSettleReading: there are less than two, one of them is being read or has made a case, or they
            are too large together.
        UnableToReceiveFiles: the batch is full.
    """
    with transaction.atomic():
        actor.require(Permission.FORMS_IMPORT, batch.operator_id)
        # The batch first, as whoever undoes it does.
        rows = ImportBatch.objects.visible_to(actor).select_for_update(of=("self",))
        locked = rows.filter(pk=batch.pk).first()
        if locked is None:
            raise NotPermitted
        if len({part.file.pk for part in parts}) < 2:
            raise UnableToSettleReading("Escolha ao menos uma folha de outro arquivo. Nada foi alterado.")
        found = [_locked(part, locked) for part in parts]
        contents = [_content(part) for part in found]
        if sum(len(content.data) for content in contents) > settings.MAX_FORM_FILE_BYTES:
            most = settings.MAX_FORM_FILE_BYTES // 1_000_000
            raise UnableToSettleReading(
                f"Juntos, estes arquivos passam de {most} MB, o limite de um formulário. Nada foi alterado."
            )
        for part in found:
            _give_way(part, actor, now)
        name = " + ".join(part.file.name.rpartition("/")[2][-_LONGEST_PART:] for part in found)
        joined = receive_file(batch=locked, name=name, content=joined_file(contents), actor=actor, now=now)
        _read_anew(joined)
        record_audit(
            actor=actor,
            operator_id=locked.operator_id,
            action="import.sheets_joined",
            subject_kind="imported_file",
            subject_id=joined.pk,
            now=now,
            detail={"files": [part.file.pk for part in found]},
        )
    return joined


def _locked(part: SheetsToJoin, batch: ImportBatch) -> SheetsToJoin:
    file = ImportedFile.objects.select_for_update(of=("self",)).filter(pk=part.file.pk, batch=batch).first()
    reading = part.reading
    if reading is not None:
        reading = FormReading.objects.select_for_update(of=("self",)).filter(pk=reading.pk, file=file).first()
    if file is None or (part.reading is not None and reading is None) or file.state in _UNREAD:
        raise UnableToSettleReading("Um destes arquivos está sendo lido. Espere terminar e tente de novo.")
    standing = FormReading.objects.filter(file=file).exclude(fate=Fate.REGROUPED)
    if (reading.fate not in GIVES_WAY) if reading is not None else standing.exists():
        raise UnableToSettleReading(
            f"Há uma folha de “{file.name}” que já é de outro formulário. Nada foi alterado."
        )
    return SheetsToJoin(file, reading)


def _content(part: SheetsToJoin) -> JoinedPart:
    """As it came; the reader opens it, nobody else."""
    turned = dict(Sheet.objects.filter(file=part.file).order_by("number").values_list("number", "turned"))
    numbers = part.reading.sheets if part.reading is not None else list(turned)
    sheets = [ChosenSheet(number, turned[number]) for number in numbers if number in turned]
    if not sheets:
        raise UnableToSettleReading(f"“{part.file.name}” não tem folhas. Nada foi alterado.")
    try:
        with part.file.content.open("rb") as kept:
            return JoinedPart(part.file.name, kept.read(), sheets)
    except OSError as problem:
        sentence = "Um destes arquivos não pôde ser aberto agora. Tente de novo."
        raise UnableToSettleReading(sentence) from problem


def _give_way(part: SheetsToJoin, actor: Actor, now: dt.datetime) -> None:
    if part.reading is not None:
        rows = FormReading.objects.filter(pk=part.reading.pk)
        rows.update(fate=Fate.REGROUPED, duplicate_of=None, settled_by=actor.user, settled_at=now)
    else:
        # What was wrong with it by itself is told no more.
        ImportedFile.objects.filter(pk=part.file.pk).update(state=FileState.READ, problem="")


def _read_anew(joined: ImportedFile) -> None:
    """The same sheets were joined before, and parted again; or in another import, of which this is a twin."""
    if joined.state in _UNREAD:
        return
    if FormReading.objects.filter(file=joined).exclude(fate=Fate.REGROUPED).exists():
        raise UnableToSettleReading("Estas folhas já foram juntadas: confira o formulário delas.")
    waits = {"state": FileState.WAITING, "tries": 0, "claimed_at": None, "same_as": None, "problem": ""}
    ImportedFile.objects.filter(pk=joined.pk).update(**waits)
    transaction.on_commit(wake_readers)
