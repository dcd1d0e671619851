"""An exported conversation comes to a case: kept as it came, once it has been seen to be one."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import PurePosixPath

from django.core.files import File

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.case_write import writing
from vinculo.cases.models import Case

from ..conversation_queries import wall_clock
from ..limits import LARGEST_CONVERSATION, LONGEST_NAME
from ..models import Conversation
from ..refusals import UnableToReceiveConversation
from ..whatsapp.export_file import opened_export
from ..whatsapp.message import UnreadableConversationError
from ..whatsapp.reading import read_conversation

_KEPT_ENDINGS = {".txt", ".zip"}


def receive_conversation(
    *, case: Case, name: str, content: File[bytes], actor: Actor, now: dt.datetime
) -> Conversation:
    """Keeps the file with the case. The same file again is the same conversation.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToReceiveConversation: the file is too big, or no conversation that can be read.
        UnableToWriteCase: the case is decided, closed or cancelled.
    """
    shown = _clean_name(name)
    if content.size > LARGEST_CONVERSATION:
        limit = LARGEST_CONVERSATION // (1024 * 1024)
        raise UnableToReceiveConversation(
            f"O arquivo passa de {limit} MB e não foi guardado. No aplicativo, exporte a conversa sem mídia, "
            "ou só a parte mais recente, e envie de novo."
        )
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
    _require_readable(content, shown, now)
    digest = _digest(content)
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        already = Conversation.objects.filter(case=write.case, sha256=digest).first()
        if already is not None:
            return already
        ending = PurePosixPath(shown).suffix.lower()
        conversation = Conversation(
            case=write.case,
            name=shown,
            sha256=digest,
            size=content.size,
            added_by=actor.user,
            added_at=now,
        )
        content.seek(0)
        conversation.content.save(
            digest[:24] + (ending if ending in _KEPT_ENDINGS else ""), content, save=False
        )
        conversation.save(force_insert=True)
        write.audit("case.conversation_received", {"conversation": conversation.pk})
        return conversation


def _require_readable(content: File[bytes], name: str, now: dt.datetime) -> None:
    try:
        with opened_export(content, name) as export:
            read_conversation(export.text, now=wall_clock(now))
    except UnreadableConversationError as refused:
        raise UnableToReceiveConversation(f"{refused} O processo continua como estava.") from refused


def _digest(content: File[bytes]) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _clean_name(name: str) -> str:
    """The name as people know it, less what no screen and no database can show."""
    printable = "".join(char for char in name.strip() if char.isprintable())
    return printable.encode("utf-8", "replace").decode("utf-8")[-LONGEST_NAME:] or "conversa"
