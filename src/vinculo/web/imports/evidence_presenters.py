"""Where a case came from: what was read of each field, how sure, and who confirmed it or put it right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vinculo.cases.models import Case
from vinculo.intake.actions.correct_reading import edition_shown
from vinculo.intake.corrections import FIELDS, TICK_LISTS, Correction, corrections_of, standing, text_of
from vinculo.intake.doubts import parts_of_contacts, sure_of
from vinculo.intake.models import FieldConfirmation, FormReading, Sheet
from vinculo.intake.sheet_queries import confirmations_of, papers_of_case, sheets_of
from vinculo.intake.unchecked import unchecked_doubts
from vinculo.kernel.finding import Finding
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.web.cases.page_presenters import HEAD_LABELS

from .review_paper import Certainty, Crop, PaperOfReading, paper_of, told

_ANSWERS = {"yes": "Sim", "no": "Não"}


@dataclass(frozen=True, slots=True)
class EvidenceOfField:
    """`typed`: what stands in the case's stead of what was read, where somebody put it right."""

    name: str
    label: str
    crop: Crop | None
    read: str
    certainty: Certainty
    typed: Correction | None
    typed_words: str
    confirmation: FieldConfirmation | None
    is_unchecked: bool = False
    """It was doubted, and nobody has looked."""


@dataclass(frozen=True)
class EvidenceOfReading:
    """`unchecked`: how many doubts nobody has looked at; `left`: those of them that no field shows."""

    reading: FormReading
    sheets: Sequence[Sheet]
    fields: Sequence[EvidenceOfField]
    unchecked: int = 0
    left: Sequence[str] = ()


def evidence_of(case: Case, now: dt.datetime) -> list[EvidenceOfReading]:
    """All papers of a case, the first one first."""
    readings = list(papers_of_case(case))
    confirmations = confirmations_of(readings)
    return [_evidence(case, reading, confirmations.get(reading.pk, {}), now) for reading in readings]


def _evidence(
    case: Case, reading: FormReading, confirmations: Mapping[str, FieldConfirmation], now: dt.datetime
) -> EvidenceOfReading:
    sheets = sheets_of(reading)
    paper = paper_of(reading, sheets, confirmations, case_id=case.pk)
    edition = edition_shown(reading)
    typed = standing(corrections_of(reading.corrections))
    doubts = unchecked_doubts(reading, now, confirmations)
    doubted = {doubt.field for doubt in doubts}
    shown = [
        replace(field, is_unchecked=not doubted.isdisjoint({name, name.partition(".")[0]}))
        for name in _names(reading, edition, typed)
        if (field := _field(reading, edition, paper, name, typed.get(name)))
    ]
    placed = {part for field in shown for part in (field.name, field.name.partition(".")[0])}
    return EvidenceOfReading(
        reading,
        sheets,
        [item for item in shown if item.read or item.typed or item.confirmation or item.is_unchecked],
        len(doubts),
        [_told(edition, doubt) for doubt in doubts if doubt.field not in placed],
    )


def _told(edition: Edition, doubt: Finding) -> str:
    """With the label of a field that nobody types in: the paper's operator, its duration."""
    in_head = {item.field for row in edition.head for item in row}
    return f"{label_of(edition, doubt.field)}: {doubt.message}" if doubt.field in in_head else doubt.message


def _names(reading: FormReading, edition: Edition, typed: Mapping[str, Correction]) -> list[str]:
    """In the order of the paper."""
    head = [item.field for row in edition.head for item in row]
    form = reading.form_as_read()
    contacts = list(parts_of_contacts(form))
    contacts += [name for name in typed if name.startswith("contacts.") and name not in contacts]
    blocks = ("actions", "actions_note", "termination_reasons", "protocol_required", "general_note")
    names = [*head, "outcome", *contacts, *blocks, "sectors", "signed_by"]
    return [name for name in names if name in FIELDS or name in TICK_LISTS or name.startswith("contacts.")]


def _field(
    reading: FormReading, edition: Edition, paper: PaperOfReading, name: str, typed: Correction | None
) -> EvidenceOfField:
    read = reading.unread.get(name) or text_of(reading.form_as_read(), name)
    return EvidenceOfField(
        name=name,
        label=label_of(edition, name),
        crop=paper.crop(name),
        read=_in_words(edition, name, read),
        certainty=told(sure_of(paper.confidence, name)),
        typed=typed,
        typed_words=_in_words(edition, name, typed.raw) if typed else "",
        confirmation=paper.confirmations.get(name),
    )


def label_of(edition: Edition, name: str) -> str:
    """What the paper calls a field; of a contact's part, with the contact's number."""
    if name.startswith("contacts."):
        _, number, part = name.split(".")
        block = edition.label_of("contact").replace("{number}", number)
        return f"{block} · {edition.label_of(f'contact_{part}')}"
    return HEAD_LABELS.get(name) or ("Assinado por" if name == "signed_by" else edition.label_of(name))


def _in_words(edition: Edition, name: str, text: str) -> str:
    if name in TICK_LISTS:
        return ", ".join(edition.option_label(TICK_LISTS[name], code) for code in text.split())
    if name == "outcome":
        return edition.option_label(OptionList.OUTCOME, text) if text else ""
    return _ANSWERS.get(text, text)


def peeks_of(case: Case, evidence: Sequence[EvidenceOfReading]) -> dict[str, dict[str, str | int]]:
    """For the fields of the case's page, by their keys: the crop, and what to say about it."""
    contacts = {contact.position: contact.pk for contact in case.contacts.all()}
    peeks: dict[str, dict[str, str | int]] = {}
    for item in (field for paper in evidence for field in paper.fields):
        key = item.name
        if key.startswith("contacts."):
            _, number, part = key.split(".")
            key = f"contacts-{contacts.get(int(number))}-{part}"
        if item.crop and key not in peeks:
            crop = item.crop
            peeks[key] = {"url": crop.url, "width": crop.width, "height": crop.height, "said": _said(item)}
    return peeks


def _said(item: EvidenceOfField) -> str:
    """One line: what was read, how sure, and who looked."""
    parts = [f"Lido: “{item.read}”" if item.read else "Lido: em branco", item.certainty.words.lower()]
    if item.typed:
        parts.append(f"corrigido por {item.typed.by_name}")
    if item.confirmation:
        parts.append(f"conferido por {item.confirmation.by.name}")
    if item.is_unchecked:
        parts.append("não conferido")
    return "; ".join(parts) + "."
