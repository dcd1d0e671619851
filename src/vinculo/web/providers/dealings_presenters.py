"""All cases of a provider, and what was said and shown in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.cases.models import Attachment, Case, Contact
from vinculo.kernel.identifiers import phone
from vinculo.paper.catalogue import OptionList, catalogue_options
from vinculo.web.cases.typed_controls import masked

LONGEST_NOTE = 320


@dataclass(frozen=True)
class CaseRow:
    url: str
    name: str
    state: str
    is_history: bool
    started_on: dt.date | None
    ended_on: dt.date | None
    outcome: str
    consultant: str


@dataclass(frozen=True)
class ContactRow:
    """`ways` tells how and with whom; who may not see personal data reads the address masked.

    `answered` is None where we were the ones who were called.
    """

    url: str
    case: str
    on: dt.date | None
    time: dt.time | None
    ways: Sequence[str]
    answered: bool | None
    note: str


@dataclass(frozen=True)
class FileRow:
    """`url` is empty for who may not open it."""

    url: str
    thumbnail_url: str
    name: str
    size: int
    added_at: dt.datetime
    case: str
    case_url: str


def case_rows(cases: Iterable[Case]) -> list[CaseRow]:
    outcomes = {option.code: option.label for option in catalogue_options(OptionList.OUTCOME, 2)}
    return [
        CaseRow(
            url=_case_url(case),
            name=str(case),
            state=case.state,
            is_history=case.is_history,
            started_on=case.started_on,
            ended_on=case.ended_on,
            outcome=outcomes.get(case.outcome or "", case.outcome or ""),
            consultant=case.consultant.short_name if case.consultant else "",
        )
        for case in cases
    ]


def contact_rows(contacts: Iterable[Contact], *, may_see: bool) -> list[ContactRow]:
    return [
        ContactRow(
            url=f"{_case_url(contact.case)}#contact-{contact.pk}",
            case=str(contact.case),
            on=contact.on,
            time=contact.time,
            ways=_ways(contact, may_see),
            answered=None if contact.direction == Contact.Direction.THEY_WROTE else contact.answered,
            note=_excerpt(contact.note or ""),
        )
        for contact in contacts
    ]


def file_rows(files: Iterable[Attachment], *, may_see: bool) -> list[FileRow]:
    return [
        FileRow(
            url=reverse("case-attachment", args=[file.case_id, file.pk]) if may_see else "",
            thumbnail_url=reverse("case-attachment-thumbnail", args=[file.case_id, file.pk])
            if may_see and file.thumbnail
            else "",
            name=file.name,
            size=file.size,
            added_at=file.added_at,
            case=str(file.case),
            case_url=_case_url(file.case),
        )
        for file in files
    ]


def _case_url(case: Case) -> str:
    return reverse("case-page", args=[case.pk])


def _ways(contact: Contact, may_see: bool) -> list[str]:
    address = contact.address or ""
    number = phone.clean(address)
    shown = (phone.formatted(number) if number else address) if may_see else masked("address", address)
    with_whom = f"com {contact.spoken_to}" if contact.spoken_to else ""
    by_whom = f"por {contact.made_by}" if contact.made_by else ""
    parts = (contact.get_direction_display(), contact.get_channel_display(), shown, with_whom, by_whom)
    return [part for part in parts if part]


def _excerpt(note: str) -> str:
    plain = " ".join(note.split())
    return plain if len(plain) <= LONGEST_NOTE else plain[: LONGEST_NOTE - 1].rsplit(" ", 1)[0] + "…"
