"""Readings of paper for tests: our own print as a picture, with the places of what stands on it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pypdfium2 as pdfium
from django.core.files.base import ContentFile

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import actor_of
from vinculo.intake.actions.reading_write import count_doubts
from vinculo.intake.actions.receive_files import open_batch
from vinculo.intake.fingerprint import fingerprint
from vinculo.intake.models import FormReading, ImportedFile, Sheet
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import FORM_FIELDS, ContactEntry, RetentionForm
from vinculo.paper.printing import print_form
from vinculo.paper.reading.own_paper.places import places_on_print

from .form_files import NOW, certain_form

_SCALE = 1.4
SURE = 0.99


@dataclass(frozen=True)
class PaperSheet:
    jpeg: bytes
    width: int
    height: int


@cache
def printed(form: RetentionForm) -> tuple[tuple[PaperSheet, ...], Mapping[str, list[list[float]]]]:
    """The sheets of a print as pictures, and where its fields stand."""
    edition = packaged_edition(form.edition)
    pdf = print_form(form, edition=edition)
    sheets = []
    with closing(pdfium.PdfDocument(pdf)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page:
                picture = page.render(scale=_SCALE).to_pil().convert("L")
                made = io.BytesIO()
                picture.save(made, "JPEG", quality=60)
                sheets.append(PaperSheet(made.getvalue(), picture.width, picture.height))
    places = places_on_print(pdf, edition)
    return tuple(sheets), {name: [box.to_json() for box in boxes] for name, boxes in places.items()}


def paper_reading(
    user: User,
    *,
    on_paper: RetentionForm | None = None,
    misread: Mapping[str, Any] | None = None,
    confidence: Mapping[str, float] | None = None,
    as_history: bool = False,
) -> FormReading:
    """A scan that waits for its review: `misread` is what the reader took for something else."""
    form = on_paper or certain_form()
    membership = user.memberships.select_related("operator").first()
    assert membership is not None
    batch = open_batch(operator=membership.operator, as_history=as_history, actor=actor_of(user), now=NOW)
    sheets, places = printed(form)
    file = ImportedFile(batch=batch, name="digitalizado.jpg", size=len(sheets[0].jpeg), kind="picture")
    file.sha256 = hashlib.sha256(sheets[0].jpeg + str(batch.pk).encode()).hexdigest()
    file.content.save("digitalizado.jpg", ContentFile(sheets[0].jpeg), save=False)
    file.save()
    for number, sheet in enumerate(sheets):
        row = Sheet(file=file, number=number, width=sheet.width, height=sheet.height)
        row.picture.save("folha.jpg", ContentFile(sheet.jpeg), save=False)
        row.save()
    read = replace(form, **(misread or {}))
    reading = FormReading(
        operator=membership.operator,
        file=file,
        position=1,
        source_text="",
        form=read.to_json(),
        confidence=dict.fromkeys(FORM_FIELDS, SURE) | dict(confidence or {}),
        fingerprint=fingerprint(read),
        sheets=list(range(len(sheets))),
        places=dict(places),
    )
    count_doubts(reading, NOW)
    reading.save()
    return reading


THREE_WRONG: Mapping[str, Any] = {
    "dentist_name": "Renata Queirnz Lima",
    "lives": 5306,
    "contacts": (ContactEntry(1, dt.date(2026, 3, 2), "Falei com a recepcao; mantém a decisão."),),
}
"""What a reader may make of `certain_form` on bad paper…"""
THREE_UNSURE: Mapping[str, float] = {"dentist_name": 0.82, "lives": 0.55, "contacts.1.note": 0.74}
"""…and how sure it says that it is."""
