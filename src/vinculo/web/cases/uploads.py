"""Files that come with a form, and attachments that go out, wherever they are asked for."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from vinculo.cases.actions.attachments import too_large
from vinculo.cases.file_kinds import PDF, PICTURES, safe_name
from vinculo.cases.models import Attachment

SHOWN_IN_BROWSER = (*PICTURES, PDF)


def content_of(upload: UploadedFile[bytes]) -> tuple[str, bytes]:
    """Its name and its content, which is not read where it is too much.

    Raises:
        UnableToAddAttachment: it is larger than an attachment may be.
    """
    name = upload.name or ""
    if (upload.size or 0) > settings.MAX_ATTACHMENT_BYTES:
        raise too_large(safe_name(name), settings.MAX_ATTACHMENT_BYTES)
    return name, upload.read()


def attachment_response(found: Attachment) -> FileResponse:
    """The caller has asked whether it may be seen, and noted that it was."""
    response = FileResponse(
        found.file.open("rb"),
        filename=found.name,
        as_attachment=found.kind not in SHOWN_IN_BROWSER,
        content_type=found.kind,
    )
    return harmless(response, found.kind)


def harmless(response: FileResponse, kind: str) -> FileResponse:
    """A file of strangers runs nothing here, whatever a browser takes it for."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # A browser's own reader of PDFs does not start inside a sandbox; there is no script it would run.
    response["Content-Security-Policy"] = "default-src 'none'; " + (
        "object-src 'self'; style-src 'unsafe-inline'"
        if kind == PDF
        else "img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
    )
    return response
