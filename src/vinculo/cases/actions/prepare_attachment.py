"""What is made of an attachment after it has been kept: its thumbnail, and the text that it carries."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile
from django.db import transaction

from vinculo.outbox.handlers import HandlerFailed, NoUseTrying
from vinculo.outbox.models import OutboxRow

from ..file_kinds import PICTURES
from ..file_text import text_of
from ..models import Attachment, Case
from ..pictures import thumbnail_of
from ..search_index import refresh_search_index


def prepare_attachment(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler. Done twice it does no harm: what is there already stays.

    Raises:
        NoUseTrying: the attachment is gone.
        HandlerFailed: its file cannot be read now.
    """
    attachment = Attachment.objects.filter(pk=row.payload["attachment"]).first()
    if attachment is None:
        raise NoUseTrying("the attachment is gone")
    try:
        with attachment.file.open("rb") as stored:
            content = stored.read()
    except OSError as problem:
        raise HandlerFailed(f"the stored file cannot be read: {type(problem).__name__}") from problem
    if attachment.kind in PICTURES and not attachment.thumbnail:
        made = thumbnail_of(content)
        if made is not None:
            attachment.thumbnail.save(f"{attachment.sha256}.jpg", ContentFile(made), save=False)
            attachment.save(update_fields=["thumbnail"])
    text = text_of(content, attachment.kind)
    if text and not attachment.text:
        _keep_text(attachment, text)


@transaction.atomic
def _keep_text(attachment: Attachment, text: str) -> None:
    """The text, and the case's search index anew, with the case locked: an index written by two is stale."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=attachment.case_id)
    attachment.text = text
    attachment.save(update_fields=["text"])
    refresh_search_index(case)
