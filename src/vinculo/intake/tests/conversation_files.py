"""Exports of both systems for tests: the samples of invented people, and ZIPs as the app makes them."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

from django.core.files.base import ContentFile

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import actor_of
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW
from vinculo.intake.actions.receive_conversation import receive_conversation
from vinculo.intake.models import Conversation

SAMPLES = Path(__file__).parent / "conversations"
ANDROID_NAME = "Conversa do WhatsApp com Renata Queiroz.txt"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\n"
    b"IDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAx"
    "NDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEA"
    "AD8AVN//2Q=="
)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def zipped(text: str | bytes, media: Mapping[str, bytes] | None = None, name: str = ANDROID_NAME) -> bytes:
    """A ZIP of a chat and its media."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
        for file_name, content in (media or {}).items():
            archive.writestr(file_name, content)
    return packed.getvalue()


def receive(case: Case, user: User, content: bytes | str, name: str = "_chat.txt") -> Conversation:
    """The conversation, kept with the case."""
    data = content.encode() if isinstance(content, str) else content
    return receive_conversation(
        case=case, name=name, content=ContentFile(data), actor=actor_of(user), now=NOW
    )


def one_conversation(case: Case, user: User, who: str = "Renata Queiroz", said: str = "sim") -> Conversation:
    """A ZIP with one picture, its first entry the chat and its second the picture."""
    text = (
        f"02/03/2026 09:00 - {user.name}: Bom dia\n02/03/2026 09:01 - {who}: {said}\n"
        f"02/03/2026 09:02 - {who}: IMG-20260302-WA0001.png (arquivo anexado)\n"
    )
    return receive(case, user, zipped(text, {"IMG-20260302-WA0001.png": PNG}), "Conversa.zip")
