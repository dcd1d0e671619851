"""A part of a conversation becomes contacts: several at once, told as what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..models import CaseEvent, Contact
from .add_contact import append_contact
from .case_write import CaseWrite


def add_conversation(
    write: CaseWrite, *, conversation_id: int, contacts: Sequence[Mapping[str, str]], messages: int
) -> list[Contact]:
    """The contacts of one conversation, within an action that holds the lock. `messages`: how many they hold.

    None of them names a next contact, so that the one of the case stays where it is.

    Raises:
        UnableToWriteCase: the case is decided, closed or cancelled.
    """
    write.require_open()
    added = [append_contact(write, values) for values in contacts]
    facts = {"conversation": conversation_id, "contacts": len(added), "messages": messages}
    write.tell(CaseEvent.Kind.CONVERSATION_ADDED, **facts)
    write.audit("case.conversation_added", facts)
    return added
