"""What a print says beside the form's own fields: the case, who signed, further CROs, later protocols."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FurtherDentist:
    """A dentist concerned by the case beside the one in the head."""

    name: str
    cro: str
    state: str


@dataclass(frozen=True, slots=True)
class OpenedProtocol:
    """A protocol that was opened in the course of the case."""

    kind: str
    in_name_of: str
    number: str
    opened_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ContactDetail:
    """What is known of a contact beside its day and note: channel, number used, who spoke to whom."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as what, and when. The moment is printed as of São Paulo."""

    signed_by: str
    role: str
    signed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class IssuedAs:
    """What makes a print a document: its number, and where its code is looked up."""

    number: str
    verified_at: str


@dataclass(frozen=True, slots=True)
class PrintExtras:
    """All of it. `issued_on` dates the document itself; without it, the form's own day does."""

    case_number: str | None = None
    issued_on: dt.date | None = None
    further_dentists: tuple[FurtherDentist, ...] = ()
    contact_details: tuple[ContactDetail, ...] = ()
    protocols: tuple[OpenedProtocol, ...] = ()
    signature: Signature | None = None
    draft: bool = False
    issued_as: IssuedAs | None = None


NOTHING_MORE = PrintExtras()
