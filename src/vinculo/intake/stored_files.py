"""The bytes of files: stored while their rows are written, gone again where those cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from django.core.files.base import ContentFile

from vinculo.paper.reading.kinds import ENDINGS

from .models import ImportedFile


@contextmanager
def content_kept(file: ImportedFile, content: bytes | None) -> Iterator[None]:
    """Bytes that this operator has brought in before are not stored twice."""
    before = ImportedFile.objects.filter(batch__operator_id=file.batch.operator_id, sha256=file.sha256)
    known = before.exclude(content="").values_list("content", flat=True).first()
    if content is None or (known and file.content.storage.exists(known)):
        file.content.name = known or ""
        yield
        return
    ending = PurePosixPath(file.name).suffix.lower()
    stored_as = file.sha256[:24] + (ending if ending in ENDINGS else "")
    file.content.save(stored_as, ContentFile(content), save=False)
    try:
        yield
    except BaseException:
        file.content.delete(save=False)
        raise
