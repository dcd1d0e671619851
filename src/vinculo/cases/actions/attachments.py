"""Attachments: keeping a file with the case or one of its contacts, voiding a wrong one, taking that back."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.outbox.actions import plan

from ..file_kinds import KINDS_WITH_TEXT, PICTURES, kind_of, safe_name
from ..models import Attachment, Case, CaseEvent, Contact
from ..pictures import LARGEST_PICTURE, is_quick, pixels_of, thumbnail_of
from ..refusals import UnableToAddAttachment, UnableToWriteCase
from .case_write import CaseWrite, writing

PREPARE_KIND = "attachment"
"""The outbox rows that make an attachment's thumbnail and read its text."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept, with what can be told of it before the case is locked."""

    name: str
    kind: str
    content: bytes
    sha256: str
    thumbnail: bytes | None


def add_attachment(
    *,
    case: Case,
    name: str,
    content: bytes,
    largest: int,
    actor: Actor,
    now: dt.datetime,
    contact_id: int | None = None,
    permission: Permission = Permission.CASES_WORK,
) -> Attachment:
    """Keeps a file with the case or one of its contacts. `largest` is in bytes.

    The same content again in the same place is the attachment that is there (of an earlier `added_at`);
    in another place of the case it is an attachment of its own that shares the stored file. Evidence may
    come after the decision, and is kept; only a cancelled case takes none. `permission` is another one where
    the file answers a task.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToAddAttachment: the file is empty, too big, or of a kind that is not kept.
    """
    checked = _checked(name, content, largest)
    with writing(case=case, actor=actor, now=now, permission=permission) as write:
        write.require_not_cancelled()
        contact = _contact(write, contact_id)
        same = list(Attachment.objects.filter(case=write.case, sha256=checked.sha256).order_by("voided_at"))
        for row in same:
            if row.voided_at is None and row.contact_id == contact_id:
                return row
        attachment = Attachment(
            case=write.case,
            contact=contact,
            name=checked.name,
            kind=checked.kind,
            size=len(content),
            sha256=checked.sha256,
            added_by=actor.user,
            added_at=now,
        )
        _store(attachment, checked, same[0] if same else None)
        write.stale_search = bool(attachment.text)
        if _needs_preparing(attachment):
            plan(kind=PREPARE_KIND, payload={"attachment": attachment.pk}, now=now)
        write.tell(
            CaseEvent.Kind.ATTACHMENT_ADDED,
            attachment=attachment.pk,
            name=attachment.name,
            contact=contact_id,
        )
        write.audit("case.attachment_added", {"attachment": attachment.pk})
        return attachment


def _contact(write: CaseWrite, contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    contact = Contact.objects.filter(case=write.case, pk=contact_id).first()
    if contact is None:
        raise UnableToWriteCase("Este contato não faz parte do processo. O arquivo não foi anexado.")
    return contact


def _store(attachment: Attachment, checked: CheckedFile, twin: Attachment | None) -> None:
    """Saves the row. What the case holds already is not stored, drawn and read a second time."""
    if twin is not None:
        attachment.file.name = twin.file.name
        attachment.thumbnail.name = twin.thumbnail.name
        attachment.text = twin.text
    else:
        attachment.file.save(checked.sha256, ContentFile(checked.content), save=False)
    if not attachment.thumbnail and checked.thumbnail is not None:
        attachment.thumbnail.save(f"{checked.sha256}.jpg", ContentFile(checked.thumbnail), save=False)
    attachment.save()


def _needs_preparing(attachment: Attachment) -> bool:
    if attachment.kind in PICTURES:
        return not attachment.thumbnail
    return attachment.kind in KINDS_WITH_TEXT and not attachment.text


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
        _note(write, CaseEvent.Kind.ATTACHMENT_VOIDED, attachment)
        return attachment


def restore_attachment(*, case: Case, attachment_id: int, actor: Actor, now: dt.datetime) -> Attachment:
    """Takes back that an attachment was voided.

    Raises:
        UnableToWriteCase: the case is decided or ended, the attachment is not voided, or the same file
            has been attached anew meanwhile.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        rows = Attachment.objects.filter(case=write.case)
        attachment = rows.filter(pk=attachment_id).exclude(voided_at=None).first()
        if attachment is None:
            raise UnableToWriteCase("Este anexo não está anulado. Nada foi alterado.")
        twins = rows.filter(sha256=attachment.sha256, voided_at=None)
        if any(twin.contact_id == attachment.contact_id for twin in twins):
            raise UnableToWriteCase("O mesmo arquivo já foi anexado de novo. Nada foi alterado.")
        attachment.voided_at = None
        attachment.save(update_fields=["voided_at"])
        _note(write, CaseEvent.Kind.ATTACHMENT_RESTORED, attachment)
        return attachment


def _note(write: CaseWrite, kind: CaseEvent.Kind, attachment: Attachment) -> None:
    """A line in the timeline and one in the audit log; what the file says is found, or not any more."""
    write.stale_search = write.stale_search or bool(attachment.text)
    write.tell(kind, attachment=attachment.pk, name=attachment.name)
    write.audit(f"case.{kind.value}", {"attachment": attachment.pk})


def _checked(name: str, content: bytes, largest: int) -> CheckedFile:
    shown = safe_name(name)
    if not content:
        raise UnableToAddAttachment(f"“{shown}” está vazio e não foi anexado. Escolha outro arquivo.")
    if len(content) > largest:
        raise too_large(shown, largest)
    kind = kind_of(content)
    if kind is None:
        raise UnableToAddAttachment(
            f"“{shown}” não é de um tipo que se guarda aqui e não foi anexado. "
            "Guardam-se imagem, PDF, Word, Excel, texto, áudio e vídeo."
        )
    is_picture = kind in PICTURES
    if is_picture and (pixels_of(content) or 0) > LARGEST_PICTURE:
        raise UnableToAddAttachment(
            f"“{shown}” diz ter mais pontos do que qualquer câmera faz e não foi anexado. "
            "Abra a imagem, tire uma captura da tela e anexe a captura."
        )
    thumbnail = thumbnail_of(content) if is_picture and is_quick(content) else None
    return CheckedFile(safe_name(name, kind), kind, content, hashlib.sha256(content).hexdigest(), thumbnail)


def too_large(name: str, largest: int) -> UnableToAddAttachment:
    """The refusal of a file beyond the limit; also for who knows its size before its content."""
    limit = largest // (1024 * 1024)
    return UnableToAddAttachment(
        f"“{name}” passa de {limit} MB e não foi anexado. Reduza o arquivo ou divida-o em partes."
    )
