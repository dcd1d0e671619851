"""The prints of the form: filled, and blank to be written on by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields

from vinculo.kernel.finding import Finding, Severity

from ..editions import Edition
from ..form import RetentionForm
from .extras import NOTHING_MORE, PrintExtras
from .glyphs import Ink, unprintable
from .layout import lay_out
from .paper_code import PrintName
from .typesetter import typeset

UNDATED = dt.date(2000, 1, 1)
"""The document's day (PDF/A wants one) where neither the caller nor the form gives one."""


def print_form(
    form: RetentionForm,
    *,
    edition: Edition,
    extras: PrintExtras = NOTHING_MORE,
    name: PrintName | None = None,
) -> bytes:
    """The PDF of a filled form, with its continuation sheet where one is needed.

    `name` stands in the code of every page. A character that no font has stands as U+FFFD;
    `printing_findings` says which.
    """
    issued_on = extras.issued_on or form.filled_on or UNDATED
    return typeset(lay_out(form, edition, extras), issued_on, name)


def print_blank(edition: Edition) -> bytes:
    """The PDF of the empty form, with room to write by hand."""
    blank = RetentionForm(edition=edition.number)
    return typeset(lay_out(blank, edition, NOTHING_MORE, blank=True), UNDATED)


def printing_findings(form: RetentionForm, extras: PrintExtras = NOTHING_MORE) -> tuple[Finding, ...]:
    """What the print of this form cannot show: characters that no font has, by field."""
    return tuple(
        Finding(
            code="character-not-printable",
            severity=Severity.WARNING,
            field=field,
            message=f"Há caracteres que a impressão não consegue mostrar e que saem como “\ufffd”: {lost}.",
        )
        for field, text in (*_texts(form), *_further_texts(extras))
        if (lost := " ".join(unprintable(text, Ink.FILLED)))
    )


def _texts(form: RetentionForm) -> Iterator[tuple[str, str]]:
    for item in fields(form):
        value = getattr(form, item.name)
        if isinstance(value, str):
            yield item.name, value
    for entry in form.contacts:
        yield "contacts", entry.note or ""


def _further_texts(extras: PrintExtras) -> Iterator[tuple[str, str]]:
    for dentist in extras.further_dentists:
        yield "", f"{dentist.name} {dentist.cro} {dentist.state}"
    for protocol in extras.protocols:
        yield "", f"{protocol.kind} {protocol.in_name_of} {protocol.number}"
    for detail in extras.contact_details:
        yield "contacts", detail.text
    if extras.signature:
        yield "signed_by", f"{extras.signature.signed_by} {extras.signature.role}"
