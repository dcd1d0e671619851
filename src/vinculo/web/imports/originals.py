"""A file as it came, sent back."""

from __future__ import annotations

from django.http import FileResponse, Http404

from vinculo.intake.models import ImportedFile


def original_file(file: ImportedFile) -> FileResponse:
    """Only a PDF is shown: of nothing else may a browser make a page.

    Raises:
        Http404: the bytes were never kept, or are kept no more.
    """
    if not file.content or not file.content.storage.exists(file.content.name or ""):
        raise Http404
    with file.content.open() as kept:
        is_pdf = kept.read(5) == b"%PDF-"
    answer = FileResponse(
        file.content.open(),
        as_attachment=not is_pdf,
        filename=file.name.replace("/", "_"),
        content_type="application/pdf" if is_pdf else "application/octet-stream",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
