"""Files come in: each is kept as it came, and waits to be read."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.numbers import format_count
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.reading.kinds import Kind, kind_of

from ..limits import LONGEST_NAME, MOST_FILES_IN_BATCH
from ..models import FileState, ImportBatch, ImportedFile
from ..reading_queue import wake_readers
from ..refusals import UnableToReceiveFiles
from ..same_files import same_in_batch, same_in_other_batch
from ..stored_files import content_kept
from .batch_write import audit_batch


def receive_files(
    *,
    operator: Operator,
    files: Sequence[tuple[str, bytes]],
    as_history: bool,
    actor: Actor,
    now: dt.datetime,
    token: uuid.UUID | None = None,
) -> ImportBatch:
    """A batch of these files, (name, bytes) each. The same token twice is the same batch.

    Raises:
        NotPermitted: the actor may not import forms of that operator.
        UnableToReceiveFiles: there is no file, or there are too many.
    """
    if not files:
        raise UnableToReceiveFiles("Nenhum arquivo foi escolhido. Escolha ao menos um, ou cole o texto.")
    if len(files) > MOST_FILES_IN_BATCH:
        raise UnableToReceiveFiles(_too_many())
    batch = open_batch(operator=operator, as_history=as_history, actor=actor, now=now, token=token)
    for name, content in files:
        receive_file(batch=batch, name=name, content=content, actor=actor, now=now)
    return batch


def open_batch(
    *,
    operator: Operator,
    as_history: bool,
    actor: Actor,
    now: dt.datetime,
    token: uuid.UUID | None = None,
) -> ImportBatch:
    """A batch without files yet. The same token twice is the same batch.

    Raises:
        NotPermitted: the actor may not import forms of that operator.
    """
    actor.require(Permission.FORMS_IMPORT, operator.pk)
    already = _already_open(operator, token)
    if already is not None:
        return already
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                operator=operator,
                created_by=actor.user,
                created_at=now,
                as_history=as_history,
                creation_token=token,
            )
            audit_batch(batch, "import.opened", actor, now, as_history=as_history)
    except IntegrityError:
        # The same submit came twice at once, and the other one was first.
        already = _already_open(operator, token)
        if already is None:
            raise
        return already
    return batch


def _already_open(operator: Operator, token: uuid.UUID | None) -> ImportBatch | None:
    if token is None:
        return None
    return ImportBatch.objects.filter(operator=operator, creation_token=token).first()


def receive_file(
    *,
    batch: ImportBatch,
    name: str,
    content: bytes,
    actor: Actor,
    now: dt.datetime,
    within: ImportedFile | None = None,
) -> ImportedFile:
    """Keeps one file, which a worker will read. The same file again is the same row.

    Bytes that came before are not read again: the file says where. `within` is the ZIP that it came in.

    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToReceiveFiles: the batch is full, in files or in bytes, or has been undone.
    """
    actor.require(Permission.FORMS_IMPORT, batch.operator_id)
    name, digest, kind = clean_name(name), hashlib.sha256(content).hexdigest(), kind_of(content)
    too_large = _refused_for_size(content, kind)
    with transaction.atomic():
        locked = ImportBatch.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=batch.pk)
        batch_now = locked.first()
        if batch_now is None:
            raise NotPermitted
        if batch_now.undone_at is not None:
            raise UnableToReceiveFiles("Esta importação foi desfeita e não recebe mais arquivos.")
        came_before = same_in_batch(batch, digest, name)
        if came_before is not None:
            return came_before
        file = ImportedFile(
            batch=batch, name=name, sha256=digest, size=len(content), kind=kind, within=within
        )
        if kind is not Kind.EMPTY:
            # Of two empty files neither repeats the other: both are told to be empty.
            file.same_as = same_in_batch(batch, digest) or same_in_other_batch(batch, digest)
        _require_room(batch, 0 if too_large or file.same_as else len(content))
        if too_large:
            file.problem, file.state = too_large, FileState.FAILED
        elif file.same_as is not None:
            file.problem, file.state = _repeated(file.same_as, batch), FileState.READ
        else:
            file.state = FileState.WAITING
        with content_kept(file, None if too_large else content):
            file.save(force_insert=True)
            audit_batch(batch, "import.file_received", actor, now, file=file.pk)
        if file.state == FileState.WAITING:
            transaction.on_commit(wake_readers)
    return file


def clean_name(name: str) -> str:
    """The name as people know it, less what no screen and no database can show."""
    printable = "".join(char if char.isprintable() else "\ufffd" for char in name.strip())
    safe = printable.encode("utf-8", "replace").decode("utf-8")
    return safe[-LONGEST_NAME:] or "sem nome"


def _require_room(batch: ImportBatch, size: int) -> None:
    """What came before, or is too large by itself, is not stored and takes no room."""
    stored = Q(same_as=None) & ~Q(content="")
    taken = batch.files.aggregate(files=Count("pk"), bytes=Sum("size", filter=stored, default=0))
    if taken["files"] >= MOST_FILES_IN_BATCH:
        raise UnableToReceiveFiles(_too_many())
    if taken["bytes"] + size > settings.MAX_BATCH_BYTES:
        most = format_count(settings.MAX_BATCH_BYTES // 1_000_000)
        raise UnableToReceiveFiles(
            f"Com este arquivo, a importação passaria de {most} MB, o limite de uma só. "
            "Ele não foi guardado: importe-o em outra."
        )


def _too_many() -> str:
    most = format_count(MOST_FILES_IN_BATCH)
    return f"Uma importação leva até {most} arquivos. Importe os demais em outra."


def _refused_for_size(content: bytes, kind: Kind) -> str:
    most = settings.MAX_ARCHIVE_BYTES if kind is Kind.ARCHIVE else settings.MAX_FORM_FILE_BYTES
    if len(content) <= most:
        return ""
    what = "de um ZIP" if kind is Kind.ARCHIVE else "de um formulário"
    return f"O arquivo passa de {most // 1_000_000} MB, o limite {what}, e não foi guardado."


def _repeated(same: ImportedFile, batch: ImportBatch) -> str:
    if same.batch_id == batch.pk:
        return f"É o mesmo arquivo que “{same.name}”, já recebido nesta importação."
    when = same.batch.created_at.astimezone(SAO_PAULO)
    return f"É o mesmo arquivo que “{same.name}”, já importado em {when:%d/%m/%Y às %H:%M}."
