"""One message of a conversation, and a conversation as it was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class MessageKind(StrEnum):
    """What a line of an export stands for. SYSTEM is said by the app: nobody wrote it."""

    TEXT = "text"
    MEDIA = "media"
    DELETED = "deleted"
    CALL = "call"
    SYSTEM = "system"


class DateOrder(StrEnum):
    """What comes first in the dates of a file."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    YEAR_FIRST = "year"


class OrderEvidence(StrEnum):
    """How the order of the dates is known; ASSUMED is no evidence: a person has to say."""

    DATES = "dates"
    SEQUENCE = "sequence"
    LANGUAGE = "language"
    TOLD = "told"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Message:
    """`moment` is what the phone's clock showed, without a zone; `position` the message's place in the file.

    `text` of a media message is its caption; `media` its file's name, empty where the file was left out.
    """

    position: int
    moment: dt.datetime
    author: str
    text: str
    kind: MessageKind
    media: str = ""
    is_edited: bool = False

    @property
    def is_content(self) -> bool:
        """Whether it says something that a contact would tell."""
        return self.kind not in (MessageKind.SYSTEM, MessageKind.DELETED)

    @property
    def may_be_taken(self) -> bool:
        return self.kind is not MessageKind.SYSTEM


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a file says. `warnings` are Portuguese sentences about what a person should look at."""

    messages: tuple[Message, ...]
    order: DateOrder
    evidence: OrderEvidence
    warnings: tuple[str, ...] = ()

    @property
    def order_is_known(self) -> bool:
        return self.evidence is not OrderEvidence.ASSUMED

    def authors(self) -> tuple[str, ...]:
        """Who wrote, in the order of their first message."""
        return tuple(dict.fromkeys(item.author for item in self.messages if item.author))


class UnreadableConversationError(ValueError):
    """The file is no conversation that can be read; the message is a Portuguese sentence."""
