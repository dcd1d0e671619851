"""By what the same message is known when it comes again, in an export of either system.

Who wrote is no part of it: a number that is put into the address book has another name in the next export.
Two chats of one case are told apart by the tag that stands before the digest (`chat_tag`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import phone

from .message import Message, MessageKind

DIGEST_LENGTH = 40
TAG_LENGTH = 12
SAME_CHAT = 0.5
"""A chat of which this share was taken before comes again, whatever its people are called now."""

# Emoji are written with and without it; votes are counted on between two exports.
_UNSTEADY = re.compile("\ufe0f|\\(\\d+ (?:votos?|votes?)\\)")
_NUMBER_BEFORE = re.compile(r"\d{8}-")


def digests_of(messages: Iterable[Message]) -> list[str]:
    """One for each message: its minute, what it says, and its running number among equal ones."""
    seen: Counter[str] = Counter()
    digests = []
    for message in messages:
        said = f"{message.moment.isoformat(timespec='minutes')}|{_said(message)}"
        seen[said] += 1
        digests.append(hashlib.sha256(f"{said}|{seen[said]}".encode()).hexdigest()[:DIGEST_LENGTH])
    return digests


def chat_tag(names: Iterable[str]) -> str:
    """A short name for the chat with these people, telephones in any writing."""
    known = sorted({phone.clean(name) or fold(name) for name in names})
    return hashlib.sha256("|".join(known).encode()).hexdigest()[:TAG_LENGTH]


def key_of(tag: str, digest: str) -> str:
    return f"{tag}.{digest}"


def taken_by_tag(keys: Iterable[str]) -> Mapping[str, set[str]]:
    """The digests under each chat's tag."""
    found: dict[str, set[str]] = {}
    for key in keys:
        tag, _, digest = key.partition(".")
        found.setdefault(tag, set()).add(digest)
    return found


def same_chat(taken: Mapping[str, set[str]], digests: Collection[str], names: Sequence[str]) -> str:
    """The tag under which this chat's messages were taken before; a new one where they never were."""
    here = set(digests)
    shares = {tag: len(known & here) / len(known) for tag, known in taken.items()}
    likeliest = max(shares, key=lambda tag: shares[tag], default="")
    if likeliest and shares[likeliest] >= SAME_CHAT:
        return likeliest
    return chat_tag(names)


def _said(message: Message) -> str:
    """What a message says, without what differs between exports of the same chat."""
    match message.kind:
        case MessageKind.CALL | MessageKind.DELETED:
            return str(message.kind)
        case MessageKind.MEDIA:
            caption = _steady(message.text)
            return f"media|{'' if _is_file_name(caption, message.media) else caption}"
        case _:
            return _steady(message.text)


def _steady(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    # "Localização:" and "localização:" are the two systems' own.
    return " ".join(_UNSTEADY.sub("", text).casefold().split())


def _is_file_name(caption: str, name: str) -> bool:
    """A document's caption is often its name again: one system writes it, the other does not."""
    bare = fold(_NUMBER_BEFORE.sub("", name, count=1))
    said = fold(caption)
    return bool(said) and said in (bare, bare.rpartition(".")[0])
