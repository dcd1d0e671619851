"""From the text of an export to its messages. Nothing is left out: what is not understood stays text."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from . import words
from .message import (
    Conversation,
    DateOrder,
    Message,
    MessageKind,
    OrderEvidence,
    UnreadableConversationError,
)
from .stamps import MARKS, Head, find_heads, moment_of, of_one_shape, order_of

LONGEST_NAME = 100
_NO_MARKS = str.maketrans("", "", MARKS)
_HAS_MARKS = re.compile(f"[{MARKS}]")
_LITTLE_BACK = dt.timedelta(minutes=2)
"""Messages that cross on their way may stand in the wrong order by a little."""

NOT_AN_EXPORT = (
    "O arquivo não é uma conversa exportada do WhatsApp. No aplicativo, abra a conversa, toque em "
    "“Mais” e em “Exportar conversa”, e envie o .txt ou o .zip que ele cria."
)


def read_conversation(text: str, *, now: dt.datetime, order: DateOrder | None = None) -> Conversation:
    """All messages of a chat's text. `now` is the wall clock of São Paulo; `order` what a person has told.

    Raises:
        UnreadableConversationError: nothing in it begins as a message does.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    seen = find_heads(lines)
    heads = of_one_shape(seen)
    if not heads:
        raise UnreadableConversationError(NOT_AN_EXPORT)
    order, evidence = _order(heads, text, now, order)
    moments = [moment_of(head, order) for head in heads]
    dated = [(head, moment) for head, moment in zip(heads, moments, strict=True) if moment is not None]
    if not dated:
        raise UnreadableConversationError(NOT_AN_EXPORT)
    bodies = _bodies([head for head, _ in dated], lines)
    messages = tuple(_messages([moment for _, moment in dated], bodies))
    if not any(item.author for item in messages):
        raise UnreadableConversationError(NOT_AN_EXPORT)
    foreign = len(seen) - len(dated)
    return Conversation(messages, order, evidence, tuple(_warnings(messages, now, foreign)))


def _order(
    heads: Sequence[Head], text: str, now: dt.datetime, told: DateOrder | None
) -> tuple[DateOrder, OrderEvidence]:
    found, evidence = order_of(heads, now.date(), words_say_day_first=words.says_day_first(text))
    if told is None or found is DateOrder.YEAR_FIRST or told is DateOrder.YEAR_FIRST:
        return found, evidence
    return told, OrderEvidence.TOLD


def _bodies(heads: Sequence[Head], lines: Sequence[str]) -> list[str]:
    """What follows each stamp, with the lines that belong to it."""
    ends = [head.line for head in heads[1:]] + [len(lines)]
    bodies = []
    for head, end in zip(heads, ends, strict=True):
        if end == head.line + 1:
            bodies.append(head.rest)
        else:
            bodies.append("\n".join([head.rest, *lines[head.line + 1 : end]]).rstrip("\n"))
    return bodies


def _messages(moments: Sequence[dt.datetime], bodies: Sequence[str]) -> Iterator[Message]:
    parted = [_parted(body) for body in bodies]
    times = Counter(author for author, _ in parted)
    longer = _names_with_colons(parted, times)
    for position, (moment, body, (author, text)) in enumerate(zip(moments, bodies, parted, strict=True)):
        if author and times[author] == 1 and words.is_about_the_chat(author):
            author, text = "", body  # noqa: PLW2901 - the app spoke, nobody wrote
        elif author in longer:
            author, text = f"{author}: {longer[author]}", text[len(longer[author]) + 2 :]  # noqa: PLW2901
        yield _message(position, moment, _name(author), text)


def _parted(body: str) -> tuple[str, str]:
    """Who wrote, and what. Nobody where no name stands before a colon."""
    line, newline, more = body.partition("\n")
    author, colon, text = line.partition(": ")
    if not colon and line.endswith(":"):
        author, colon = line[:-1], ":"
    if not colon or not author.strip() or len(author) > LONGEST_NAME:
        return "", body
    return author, text + newline + more


def _names_with_colons(parted: Sequence[tuple[str, str]], times: Counter[str]) -> dict[str, str]:
    """Names such as "Clínica: Sorriso": whatever they write seems to begin with the same words."""
    following: dict[str, set[str]] = defaultdict(set)
    for author, text in parted:
        if author and times[author] > 2 and len(following[author]) < 2:
            line = text.partition("\n")[0]
            following[author].add(line.partition(": ")[0] if ": " in line else "")
    return {
        author: found
        for author, starts in following.items()
        if len(starts) == 1 and (found := next(iter(starts))) and not _HAS_MARKS.search(found)
    }


def _name(author: str) -> str:
    """The name as people know it: without marks, and without the sign for who is in no address book."""
    return " ".join(author.translate(_NO_MARKS).split()).removeprefix("~").strip()


def _message(position: int, moment: dt.datetime, author: str, text: str) -> Message:
    bare = _unmarked(text)
    if words.is_call(bare):
        return Message(position, moment, author, bare, MessageKind.CALL)
    if not author:
        return Message(position, moment, "", bare, MessageKind.SYSTEM)
    if words.is_deleted(bare):
        return Message(position, moment, author, bare, MessageKind.DELETED)
    edited = words.EDITED.search(text) if text.endswith((">", "> ")) else None
    if edited:
        text = text[: edited.start()]
        bare = _unmarked(text)
    media = words.attached_media(text)
    if media is None and (caption := words.left_out_media(text)) is not None:
        media = ("", caption)
    if media is not None:
        name, caption = _unmarked(media[0]), _unmarked(media[1])
        return Message(position, moment, author, caption, MessageKind.MEDIA, name, bool(edited))
    if text.startswith("\u200e") and _is_said_by_the_app(bare):
        return Message(position, moment, "", bare, MessageKind.SYSTEM)
    return Message(position, moment, author, bare, MessageKind.TEXT, "", bool(edited))


def _unmarked(text: str) -> str:
    return (text.translate(_NO_MARKS) if _HAS_MARKS.search(text) else text).strip()


def _is_said_by_the_app(bare: str) -> bool:
    """iPhones put the other's name before what the app says; polls and places are people's own words."""
    first = bare.partition("\n")[0]
    return not first.endswith(":") and "https://" not in first


def _warnings(messages: Sequence[Message], now: dt.datetime, foreign: int) -> Iterator[str]:
    ahead = sum(item.moment > now + dt.timedelta(minutes=15) for item in messages)
    if ahead:
        yield (
            f"{_count(ahead, 'mensagem está', 'mensagens estão')} no futuro: o relógio ou o fuso do telefone "
            "devia estar errado. As horas ficam como estão no arquivo; confira-as antes de incluir."
        )
    back = sum(later.moment < earlier.moment - _LITTLE_BACK for earlier, later in pairwise(messages))
    if back:
        yield (
            f"{_count(back, 'vez', 'vezes')} a hora volta atrás no arquivo: o relógio ou o fuso do telefone "
            "pode ter mudado. As mensagens ficam na ordem e com a hora do arquivo."
        )
    if foreign:
        yield (
            f"{_count(foreign, 'linha tem', 'linhas têm')} data escrita de outra forma, como em conversa "
            "colada: o texto continua na mensagem em que está."
        )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
