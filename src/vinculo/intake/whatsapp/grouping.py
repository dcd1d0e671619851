"""From chosen messages to contacts: what would be written on paper about each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import phone

from .message import Message, MessageKind

PAUSE = dt.timedelta(hours=3)
"""After so long a silence another block of the conversation begins."""
LONGEST_NOTE = 20_000


class Grouping(StrEnum):
    DAY = "day"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """The messages that become one contact, and which of their authors are our own people."""

    messages: tuple[Message, ...]
    our_names: frozenset[str]

    @property
    def first(self) -> Message:
        return self.messages[0]

    @property
    def media_names(self) -> tuple[str, ...]:
        return tuple(item.media for item in self.messages if item.media)

    @property
    def is_ours(self) -> bool:
        """Whether we wrote first. A call without a name is one that this telephone missed."""
        return self.first.author in self.our_names

    def values(self, *, made_by: str, chat_with: str) -> dict[str, str]:
        """The contact's fields as they would be typed. `made_by`: who it was where none of us wrote.

        `chat_with` is whom the chat is with, a name or a telephone: it tells what the messages do not.
        """
        ours, theirs = self._authors(True), self._authors(False)
        named = theirs or ((chat_with,) if chat_with else ())
        phones = [digits for name in (*named, chat_with) if (digits := phone.clean(name))]
        people = [name for name in named if not phone.clean(name)]
        has_answer = bool(ours) and bool(theirs)
        return {
            "on": format_date(self.first.moment.date()),
            "time": f"{self.first.moment:%H:%M}",
            "direction": "outgoing" if self.is_ours else "incoming",
            "channel": "whatsapp",
            "address": ", ".join(phone.formatted(digits) for digits in dict.fromkeys(phones)),
            "made_by": ", ".join(name for name in ours if not phone.clean(name)) or made_by,
            "spoken_to": ", ".join(people),
            "note": self.note(),
            "answered": "yes" if has_answer else "no",
        }

    def note(self) -> str:
        """Each message in a line of its own, with its time and author; further lines are set in."""
        several_days = self.first.moment.date() != self.messages[-1].moment.date()
        return "\n".join(_line(message, several_days) for message in self.messages)

    def _authors(self, ours: bool) -> tuple[str, ...]:
        names = (item.author for item in self.messages if item.author)
        return tuple(dict.fromkeys(name for name in names if (name in self.our_names) is ours))


def drafts_of(
    messages: Iterable[Message], our_names: Iterable[str], grouping: Grouping
) -> tuple[ContactDraft, ...]:
    """The contacts that these messages make, in their order. What the app said makes none."""
    ours = frozenset(our_names)
    chosen = [item for item in messages if item.may_be_taken]
    return tuple(
        ContactDraft(tuple(group), ours)
        for group in _grouped(chosen, grouping)
        if any(item.is_content for item in group)
    )


def message_text(message: Message) -> str:
    """What a message says in a note, its file by name."""
    if message.kind is MessageKind.MEDIA:
        shown = f"[{message.media}]" if message.media else "[mídia não exportada]"
        return f"{shown} {message.text}".strip()
    if message.kind is MessageKind.DELETED:
        return "[mensagem apagada]"
    return f"{message.text} [editada]" if message.is_edited else message.text


def who(message: Message) -> str:
    digits = phone.clean(message.author) if message.author else None
    return phone.formatted(digits) if digits else message.author


def _grouped(messages: Sequence[Message], grouping: Grouping) -> Iterator[list[Message]]:
    group: list[Message] = []
    length = 0
    for message in messages:
        size = len(message.text) + len(message.author) + len(message.media) + 32
        if group and (_parts(group[-1], message, grouping) or length + size > LONGEST_NOTE):
            yield group
            group, length = [], 0
        group.append(message)
        length += size
    if group:
        yield group


def _parts(before: Message, after: Message, grouping: Grouping) -> bool:
    """Whether another contact begins."""
    if grouping is Grouping.DAY:
        return before.moment.date() != after.moment.date()
    return abs(after.moment - before.moment) >= PAUSE


def _line(message: Message, with_day: bool) -> str:
    stamp = f"{message.moment:%d/%m %H:%M}" if with_day else f"{message.moment:%H:%M}"
    author = f" {who(message)}:" if message.author else ""
    text = message_text(message).replace("\n", "\n    ")
    return f"{stamp}{author} {text}"
