"""A paper form of years ago, scanned and read with three doubts: it waits for its review."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.intake.actions.receive_files import receive_files
from vinculo.intake.actions.settle_file import keep_file_reading
from vinculo.intake.reading_queue import claim_next
from vinculo.network.models import Affiliation
from vinculo.network.queries import affiliations
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import FORM_FIELDS, ContactEntry, RetentionForm
from vinculo.paper.printing import print_form
from vinculo.paper.reading.files import FileReading, SheetPicture
from vinculo.paper.reading.kinds import Kind
from vinculo.paper.reading.own_paper.places import places_on_print
from vinculo.paper.reading.reader import Reading

from .cast import MAIN

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

FILE_NAME = "arquivo morto 2023, caixa 4.pdf"
_DPI = 120
_SURE = 0.985
_NOTES = (
    "Falei com a secretária; o dentista pediu o desligamento por causa dos valores pagos na tabela.",
    "Doutor confirma a saída. Vai atender só particular a partir de abril.",
)
_UNSURE = {"last_production_value": 0.62, "staff_name": 0.81, "contacts.2.note": 0.74}
"""What the reader is not sure of; it took each for something else."""


def bring_in_a_scan(operators: Mapping[str, Operator], actors: Mapping[str, Actor], now: dt.datetime) -> None:
    """Read by no engine: the demonstration is the same where none is installed."""
    operator, actor = operators[MAIN], actors["diego"]
    tie = affiliations(actor).filter(provider__operator=operator, provider__cases=None).order_by("pk").first()
    if tie is None:
        return
    form = _form(operator, tie)
    edition = packaged_edition(form.edition)
    pdf = print_form(form, edition=edition)
    pictures = _scanned(pdf)
    batch = receive_files(
        operator=operator, files=[(FILE_NAME, _as_pdf(pictures))], as_history=True, actor=actor, now=now
    )
    file = claim_next(batch.pk, now)
    assert file is not None
    reading = Reading(
        form=_misread(form),
        confidence={**dict.fromkeys(FORM_FIELDS, _SURE), **_UNSURE},
        sheets=tuple(range(len(pictures))),
        places=places_on_print(pdf, edition),
    )
    sheets = tuple(
        SheetPicture(number, _jpeg(picture), picture.width, picture.height)
        for number, picture in enumerate(pictures)
    )
    keep_file_reading(file=file, reading=FileReading(Kind.PDF, (reading,), sheets), now=now)


def _form(operator: Operator, tie: Affiliation) -> RetentionForm:
    provider, dentist = tie.provider, tie.dentist
    place = provider.municipality
    return RetentionForm(
        edition=2,
        cro_count=1,
        staff_name="Marina Prado",
        filled_on=dt.date(2023, 3, 31),
        operator=operator.name,
        cro=dentist.cro_number,
        cro_state=dentist.cro_uf,
        dentist_name=dentist.name,
        cnpj=provider.cnpj or None,
        cpf=provider.cpf or None,
        joined_on=dt.date(2016, 9, 5),
        provider_type="PJ" if provider.kind == "PJ" else "PF",
        requested_by="Secretária",
        city=place.name if place else None,
        state=place.uf if place else None,
        lives=4318,
        published_cros=21,
        serves_other_plans=False,
        us_value=Decimal("0.36"),
        last_production_on=dt.date(2023, 2, 28),
        last_production_value=Decimal("1688.40"),
        started_on=dt.date(2023, 3, 6),
        ended_on=dt.date(2023, 3, 31),
        duration_days=25,
        outcome="terminated",
        contacts=tuple(
            ContactEntry(number, dt.date(2023, 3, day), note)
            for number, (day, note) in enumerate(zip((8, 22), _NOTES, strict=True), start=1)
        ),
        termination_reasons=("fees",),
        protocol_required=False,
        general_note="Mantém o desligamento.",
        signed_by="Helena Duarte",
    )


def _misread(form: RetentionForm) -> RetentionForm:
    """As worn paper is read: a letter for another, a figure for another."""
    last = form.contacts[-1]
    wrong = replace(last, note=(last.note or "").replace("particular", "particuiar"))
    return replace(
        form,
        staff_name="Manina Prado",
        last_production_value=Decimal("1638.40"),
        contacts=(*form.contacts[:-1], wrong),
    )


def _scanned(pdf: bytes) -> list[Picture]:
    """Grey, a little blurred, on paper that is not white any more."""
    from PIL import ImageFilter

    with closing(pdfium.PdfDocument(pdf)) as document:
        pages = [page.render(scale=_DPI / 72, grayscale=True).to_pil() for page in document]
    return [
        page.filter(ImageFilter.GaussianBlur(0.6)).point([40 + value * 200 // 255 for value in range(256)])
        for page in pages
    ]


def _jpeg(picture: Picture) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=45, optimize=True)
    return made.getvalue()


def _as_pdf(pictures: list[Picture]) -> bytes:
    """As a scanner keeps its sheets."""
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=_DPI, quality=45)
    return made.getvalue()
