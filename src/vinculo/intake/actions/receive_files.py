"""Files come in: each is kept as it came, read, and its forms wait for a person."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted

from ..corrections import texts_to_keep
from ..file_reading import FileRead, FormRead, read_file
from ..fingerprint import fingerprint
from ..limits import LONGEST_NAME, MOST_FILES_IN_BATCH
from ..models import Fate, FormReading, ImportBatch, ImportedFile
from ..queries import editions_to_read
from ..refusals import UnableToReceiveFiles
from ..twins import twin_in_waiting, twin_with_case
from .reading_write import count_doubts

_KEPT_ENDINGS = {".txt", ".md", ".pdf", ".html", ".htm"}


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
            _audit(batch, "import.opened", actor, now, as_history=as_history)
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
    *, batch: ImportBatch, name: str, content: bytes, actor: Actor, now: dt.datetime
) -> ImportedFile:
    """Keeps one file and reads the forms in it, all or nothing. The same file again is the same row.

    What cannot be read is no refusal: the file is kept with a sentence about it.

    Raises:
        NotPermitted: the batch is another operator's, or the actor may not import forms there.
        UnableToReceiveFiles: the batch is full.
    """
    actor.require(Permission.FORMS_IMPORT, batch.operator_id)
    name, digest = _clean_name(name), hashlib.sha256(content).hexdigest()
    too_large = len(content) > settings.MAX_FORM_FILE_BYTES
    read = _refused_for_size() if too_large else read_file(content, editions_to_read(batch.operator))
    with transaction.atomic():
        locked = ImportBatch.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=batch.pk)
        if not locked.exists():
            raise NotPermitted
        already = ImportedFile.objects.filter(batch=batch, sha256=digest).order_by("pk")
        same_name = already.filter(name=name).first()
        if same_name is not None:
            return same_name
        if batch.files.count() >= MOST_FILES_IN_BATCH:
            raise UnableToReceiveFiles(_too_many())
        same = already.first()
        file = ImportedFile(batch=batch, name=name, sha256=digest, size=len(content), same_as=same)
        file.problem = _repeated(same) if same else read.problem
        with _content_kept(file, None if too_large else content):
            file.save(force_insert=True)
            for form in () if same else read.forms:
                _keep_reading(file, form, now)
        _audit(batch, "import.file_received", actor, now, file=file.pk, forms=0 if same else len(read.forms))
    return file


@contextmanager
def _content_kept(file: ImportedFile, content: bytes | None) -> Iterator[None]:
    """The bytes are stored while the rows are written, and go again where those cannot be.

    Bytes that this operator has brought in before are not stored twice.
    """
    before = ImportedFile.objects.filter(batch__operator_id=file.batch.operator_id, sha256=file.sha256)
    known = before.exclude(content="").values_list("content", flat=True).first()
    if content is None or (known and file.content.storage.exists(known)):
        file.content.name = known or ""
        yield
        return
    ending = PurePosixPath(file.name).suffix.lower()
    stored_as = file.sha256[:24] + (ending if ending in _KEPT_ENDINGS else "")
    file.content.save(stored_as, ContentFile(content), save=False)
    try:
        yield
    except BaseException:
        file.content.delete(save=False)
        raise


def _keep_reading(file: ImportedFile, form: FormRead, now: dt.datetime) -> FormReading:
    reading = FormReading(
        operator=file.batch.operator,
        file=file,
        position=form.position,
        source_text=form.text,
        form=form.form.to_json(),
        confidence=dict(form.reading.confidence),
        findings=[finding.to_json() for finding in form.findings],
        unread=texts_to_keep(form.reading.unread),
        fingerprint=fingerprint(form.form),
    )
    count_doubts(reading, now)
    twin = twin_with_case(reading) or twin_in_waiting(reading)
    if twin is not None:
        reading.fate, reading.duplicate_of = Fate.DUPLICATE, twin
    reading.save(force_insert=True)
    return reading


def _clean_name(name: str) -> str:
    """The name as people know it, less what no screen and no database can show."""
    printable = "".join(char if char.isprintable() else "\ufffd" for char in name.strip())
    safe = printable.encode("utf-8", "replace").decode("utf-8")
    return safe[-LONGEST_NAME:] or "sem nome"


def _too_many() -> str:
    return f"Uma importação leva até {MOST_FILES_IN_BATCH} arquivos. Importe os demais em outra."


def _refused_for_size() -> FileRead:
    limit = settings.MAX_FORM_FILE_BYTES // (1024 * 1024)
    return FileRead(problem=f"O arquivo passa de {limit} MB, o limite de um formulário, e não foi guardado.")


def _repeated(same: ImportedFile) -> str:
    return f"É o mesmo arquivo que “{same.name}”, já recebido nesta importação."


def _audit(batch: ImportBatch, action: str, actor: Actor, now: dt.datetime, **detail: object) -> None:
    record_audit(
        actor=actor,
        operator_id=batch.operator_id,
        action=action,
        subject_kind="import_batch",
        subject_id=batch.pk,
        now=now,
        detail=detail,
    )
