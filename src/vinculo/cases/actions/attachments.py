"""Attachments: keeping a file with the case, and voiding a wrong one."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from django.core.files.base import ContentFile

from vinculo.accounts.actor import Actor

from ..models import Attachment, Case, CaseEvent, Contact
from ..refusals import UnableToAddAttachment, UnableToWriteCase
from .case_write import writing

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
)
_ZIPPED = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def kind_of(content: bytes) -> str | None:
    """The media type that the content itself shows, None where it is none that is kept."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "image/heic" if content[8:12] in (b"heic", b"heix", b"mif1") else "video/mp4"
    if content.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIPPED.items() if mark in content[:4096]), None)
    return "text/plain" if _is_plain_text(content) else None


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    printable = not re.search(r"[\x00-\x08\x0e-\x1f]", text)
    return printable and not re.match(r"\s*<(\?xml|!doctype|html|svg|script)", text, re.IGNORECASE)


def add_attachment(
    *,
    case: Case,
    name: str,
    content: bytes,
    largest: int,
    actor: Actor,
    now: dt.datetime,
    contact_id: int | None = None,
) -> Attachment:
    """Keeps a file. The same content twice in a case is one attachment. `largest` is in bytes.

    Evidence may come after the decision, and is kept; only a cancelled case takes none.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToAddAttachment: the file is empty, too big, or of a kind that is not kept.
    """
    kind = _accepted_kind(name, content, largest)
    digest = hashlib.sha256(content).hexdigest()
    with writing(case=case, actor=actor, now=now) as write:
        write.require_not_cancelled()
        already = Attachment.objects.filter(case=write.case, sha256=digest, voided_at=None).first()
        if already is not None:
            return already
        contact = None
        if contact_id is not None:
            contact = Contact.objects.filter(case=write.case, pk=contact_id).first()
            if contact is None:
                raise UnableToWriteCase("Este contato não faz parte do processo. O arquivo não foi anexado.")
        attachment = Attachment(
            case=write.case,
            contact=contact,
            name=_safe_name(name),
            kind=kind,
            size=len(content),
            sha256=digest,
            added_by=actor.user,
            added_at=now,
        )
        attachment.file.save(digest, ContentFile(content), save=True)
        write.tell(CaseEvent.Kind.ATTACHMENT_ADDED, attachment=attachment.pk, name=attachment.name)
        write.audit("case.attachment_added", {"attachment": attachment.pk})
        return attachment


def void_attachment(*, case: Case, attachment_id: int, actor: Actor, now: dt.datetime) -> Attachment:
    """Takes an attachment out of the case's list; the file and its line in the timeline stay.

    Raises:
        UnableToWriteCase: the case is decided or ended, or the attachment is not there.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        attachment = Attachment.objects.filter(case=write.case, pk=attachment_id, voided_at=None).first()
        if attachment is None:
            raise UnableToWriteCase("Este anexo já foi anulado ou não existe. Nada foi alterado.")
        attachment.voided_at = now
        attachment.save(update_fields=["voided_at"])
        write.tell(CaseEvent.Kind.ATTACHMENT_VOIDED, attachment=attachment.pk, name=attachment.name)
        write.audit("case.attachment_voided", {"attachment": attachment.pk})
        return attachment


def _accepted_kind(name: str, content: bytes, largest: int) -> str:
    shown = _safe_name(name)
    if not content:
        raise UnableToAddAttachment(f"“{shown}” está vazio e não foi anexado. Escolha outro arquivo.")
    if len(content) > largest:
        limit = largest // (1024 * 1024)
        raise UnableToAddAttachment(f"“{shown}” passa de {limit} MB e não foi anexado. Reduza o arquivo.")
    kind = kind_of(content)
    if kind is None:
        raise UnableToAddAttachment(
            f"“{shown}” não é de um tipo que se guarda aqui (imagem, PDF, Word, Excel, texto, áudio, vídeo)."
        )
    return kind


def _safe_name(name: str) -> str:
    """The last part of the name, without control characters, at most 200 characters."""
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", last).strip()[-200:] or "arquivo"
