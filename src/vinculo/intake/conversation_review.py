"""One stored conversation as a person reviews it: what is new in it, which part is chosen, what it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case
from vinculo.kernel.dates import SAO_PAULO

from .conversation_queries import (
    contacts_by_key,
    known_names,
    names_of_attachments,
    standing_keys,
    wall_clock,
)
from .models import Conversation
from .our_names import guess_our_names
from .whatsapp.export_file import ExportFile, opened_export
from .whatsapp.grouping import ContactDraft, Grouping, drafts_of
from .whatsapp.keys import digests_of, key_of, same_chat, taken_by_tag
from .whatsapp.message import Conversation as Chat
from .whatsapp.message import DateOrder, Message
from .whatsapp.reading import read_conversation


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has chosen on the review page; None where nothing was said yet.

    `our` are places in the list of authors, so that no name stands in an address. A day wins over the
    message that was clicked before, where the two disagree. `kept` are the first positions of the
    contacts that stay ticked.
    """

    first: int | None = None
    last: int | None = None
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    our: tuple[int, ...] | None = None
    grouping: Grouping = Grouping.DAY
    order: DateOrder | None = None
    kept: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class ReadConversation:
    """A conversation, opened and read once, its messages with their digests."""

    stored: Conversation
    file: ExportFile
    chat: Chat
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateFile:
    """A file of a message that was taken when its media had not been exported."""

    contact_id: int
    name: str


@dataclass(frozen=True)
class Review:
    """`first` and `last` are positions of the chosen part, None where nothing is chosen.

    `drafts` are the contacts that what is new in it makes; `tag` is the chat's name among the keys.
    """

    read: ReadConversation
    choice: Choice
    authors: tuple[str, ...]
    our_names: frozenset[str]
    tag: str
    taken: frozenset[int]
    first: int | None
    last: int | None
    drafts: tuple[ContactDraft, ...] = field(default=())
    late: tuple[LateFile, ...] = field(default=())

    @property
    def messages(self) -> tuple[Message, ...]:
        return self.read.chat.messages

    @property
    def kept_drafts(self) -> tuple[ContactDraft, ...]:
        kept = self.choice.kept
        return tuple(item for item in self.drafts if kept is None or item.first.position in kept)

    @property
    def chat_with(self) -> str:
        """Whom the chat is with: the file's name says it, or the only one who is not us."""
        others = [name for name in self.authors if name not in self.our_names]
        return self.read.file.title or (others[0] if len(others) == 1 else "")

    @property
    def new_count(self) -> int:
        return sum(item.is_content and item.position not in self.taken for item in self.messages)

    def is_chosen(self, message: Message) -> bool:
        return (
            self.first is not None and self.last is not None and self.first <= message.position <= self.last
        )

    def key_of(self, message: Message) -> str:
        return key_of(self.tag, self.read.digests[message.position])


@contextmanager
def opened_conversation(
    stored: Conversation, *, now: dt.datetime, order: DateOrder | None = None
) -> Iterator[ReadConversation]:
    """
    Raises:
        UnreadableConversationError: the file cannot be read any more.
    """
    with stored.content.open("rb") as file, opened_export(file.file, stored.name) as export:
        chat = read_conversation(export.text, now=wall_clock(now), order=order)
        yield ReadConversation(stored, export, chat, tuple(digests_of(chat.messages)))


def review_of(read: ReadConversation, *, case: Case, choice: Choice, actor: Actor) -> Review:
    """What stands on the review page for a choice, from what has been taken until now."""
    messages, authors = read.chat.messages, read.chat.authors()
    ours = _our_names(read, case, choice, authors, actor)
    taken_before = taken_by_tag(standing_keys(case))
    tag = same_chat(taken_before, read.digests, [name for name in authors if name not in ours])
    known = taken_before.get(tag, set())
    taken = frozenset(item.position for item in messages if read.digests[item.position] in known)
    first, last = _part(messages, taken, case, choice)
    chosen: Sequence[Message] = () if first is None or last is None else messages[first : last + 1]
    new = [item for item in chosen if item.position not in taken]
    return Review(
        *(read, choice, authors, ours, tag, taken, first, last),
        drafts=drafts_of(new, ours, choice.grouping),
        late=_late_files(read, case, tag, taken),
    )


def _late_files(read: ReadConversation, case: Case, tag: str, taken: frozenset[int]) -> tuple[LateFile, ...]:
    """Files that come now, of messages that are part of the case already without them."""
    came = [item for item in read.chat.messages if item.position in taken and read.file.holds(item.media)]
    if not came:
        return ()
    contact_of = contacts_by_key(case)
    late = [LateFile(contact_of[key_of(tag, read.digests[item.position])], item.media) for item in came]
    names = names_of_attachments(item.contact_id for item in late)
    return tuple(
        item
        for item in dict.fromkeys(late)
        if not any(name.startswith(item.name) for name in names.get(item.contact_id, ()))
    )


def _our_names(
    read: ReadConversation, case: Case, choice: Choice, authors: Sequence[str], actor: Actor
) -> frozenset[str]:
    if choice.our is not None:
        return frozenset(authors[place] for place in choice.our if place < len(authors))
    if read.stored.our_names:
        return frozenset(name for name in authors if name in read.stored.our_names)
    return guess_our_names(authors, known_names(actor, case, read.file.title))


def _part(
    messages: Sequence[Message], taken: frozenset[int], case: Case, choice: Choice
) -> tuple[int | None, int | None]:
    """The chosen part; where nothing was chosen yet, what came after all that is taken."""
    first, last = _first_chosen(messages, choice), _last_chosen(messages, choice)
    if first is None and last is None and choice.from_day is None and choice.to_day is None:
        return _offered(messages, taken, case)
    first = 0 if first is None and choice.from_day is None else first
    last = len(messages) - 1 if last is None and choice.to_day is None else last
    if first is None or last is None:
        return None, None
    return (first, last) if first <= last else (last, first)


def _first_chosen(messages: Sequence[Message], choice: Choice) -> int | None:
    clicked = _clicked(messages, choice.first, choice.from_day)
    if clicked is not None or choice.from_day is None:
        return clicked
    day = choice.from_day
    return next((item.position for item in messages if item.moment.date() >= day), None)


def _last_chosen(messages: Sequence[Message], choice: Choice) -> int | None:
    clicked = _clicked(messages, choice.last, choice.to_day)
    if clicked is not None or choice.to_day is None:
        return clicked
    day = choice.to_day
    return next((item.position for item in reversed(messages) if item.moment.date() <= day), None)


def _clicked(messages: Sequence[Message], position: int | None, day: dt.date | None) -> int | None:
    if position is None or not 0 <= position < len(messages):
        return None
    return position if day is None or messages[position].moment.date() == day else None


def _offered(messages: Sequence[Message], taken: frozenset[int], case: Case) -> tuple[int | None, int | None]:
    """What follows the last message that was taken; the first time, what was said since the case began."""
    after = max(taken, default=-1)
    new = [
        item for item in messages if item.is_content and item.position > after and item.position not in taken
    ]
    if not new:
        return None, None
    if not taken:
        since = case.started_on or case.created_at.astimezone(SAO_PAULO).date()
        new = [item for item in new if item.moment.date() >= since] or new
    return new[0].position, new[-1].position
