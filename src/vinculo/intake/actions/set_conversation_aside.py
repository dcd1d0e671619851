"""A conversation of which nothing is wanted is left aside, and brought back."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.case_write import writing
from vinculo.kernel.refusal import NotPermitted

from ..models import Conversation
from ..refusals import UnableToTakeConversation


def set_conversation_aside(*, conversation: Conversation, actor: Actor, now: dt.datetime) -> Conversation:
    """It no longer asks to be reviewed. The file stays, and may still be taken over.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToTakeConversation: messages of it are part of the case.
    """
    return _settle(conversation, now, "case.conversation_set_aside", actor=actor, now=now)


def bring_conversation_back(*, conversation: Conversation, actor: Actor, now: dt.datetime) -> Conversation:
    """
    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToTakeConversation: messages of it are part of the case.
    """
    return _settle(conversation, None, "case.conversation_brought_back", actor=actor, now=now)


def _settle(
    conversation: Conversation, settled_at: dt.datetime | None, action: str, *, actor: Actor, now: dt.datetime
) -> Conversation:
    with writing(case=conversation.case, actor=actor, now=now) as write:
        stored = Conversation.objects.visible_to(actor).filter(pk=conversation.pk, case=write.case).first()
        if stored is None:
            raise NotPermitted
        if stored.taken_messages.exists():
            raise UnableToTakeConversation("Parte desta conversa já está no processo. Nada foi alterado.")
        stored.settled_at = settled_at
        stored.save(update_fields=["settled_at"])
        write.audit(action, {"conversation": stored.pk})
        return stored
