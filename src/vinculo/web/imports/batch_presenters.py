"""Batches and their readings as the lists show them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from vinculo.cases.models import Case
from vinculo.intake.actions.take_returned_sheet import NOT_COMPARED
from vinculo.intake.batch_queries import BatchCounts, CountedBatch
from vinculo.intake.models import Fate, FormReading, ReturnedSheet
from vinculo.kernel.identifiers import cro
from vinculo.kernel.numbers import format_count


@dataclass(frozen=True, slots=True)
class CaseLink:
    label: str
    url: str


@dataclass(frozen=True)
class ReadingRow:
    """One reading in a list. `tone` and `icon` go with the words of `state`, never alone."""

    reading: FormReading
    url: str
    who: str
    registration: str
    where: str
    state: str
    icon: str
    tone: str
    case: CaseLink | None
    may_restore: bool


_ICONS: Mapping[str, tuple[str, str]] = {
    Fate.ACCEPTED: ("check", "ok"),
    Fate.MATCHED: ("check", "ok"),
    Fate.DISCARDED: ("close", ""),
    Fate.DUPLICATE: ("copy", ""),
    Fate.RELEASED: ("cancelled", ""),
}


def case_link(case: Case | None) -> CaseLink | None:
    if case is None:
        return None
    return CaseLink(case.number or f"rascunho {case.pk}", reverse("case-page", args=[case.pk]))


def case_of(reading: FormReading) -> Case | None:
    """The case of a reading, or of the one that it repeats."""
    if reading.case is not None:
        return reading.case
    return reading.duplicate_of.case if reading.duplicate_of else None


def may_restore(reading: FormReading) -> bool:
    """Whether it can wait for review again; a repetition only where what it repeats came to nothing."""
    twin = reading.duplicate_of
    if reading.fate == Fate.DUPLICATE:
        return twin is None or twin.fate in (Fate.DISCARDED, Fate.RELEASED)
    return reading.fate in (Fate.DISCARDED, Fate.MATCHED)


def present_reading(reading: FormReading, *, alone: bool) -> ReadingRow:
    """`alone`: its file has no other form."""
    form: dict[str, Any] = reading.form
    for item in reading.corrections:
        if item["applied"] and item["field"] in ("dentist_name", "cro", "cro_state"):
            form = form | {item["field"]: item["raw"].strip() or None}
    icon, tone = _ICONS.get(reading.fate, ("", ""))
    state = str(reading.get_fate_display())
    if reading.is_waiting:
        icon, tone = ("warning", "warn") if reading.doubts else ("check", "")
        state = _doubts(reading.doubts)
    return ReadingRow(
        reading=reading,
        url=reverse("import-review", args=[reading.pk]),
        who=form["dentist_name"] or "sem nome",
        registration=cro.formatted(form["cro"], form["cro_state"]) if form["cro"] else "",
        where=reading.file.name if alone else f"{reading.file.name} · {reading.position}º formulário",
        state=state,
        icon=icon,
        tone=tone,
        case=case_link(case_of(reading)),
        may_restore=may_restore(reading),
    )


def _doubts(count: int) -> str:
    if count == 0:
        return "A conferir, sem dúvidas"
    return f"A conferir, {count} {'dúvida' if count == 1 else 'dúvidas'}"


def batch_summary(counts: BatchCounts) -> str:
    """12 arquivos, 14 formulários: 3 a conferir (1 com dúvidas), 11 com processo."""
    waiting = _counted(counts.waiting, "a conferir", "a conferir")
    if counts.doubtful:
        waiting += f" ({counts.doubtful} com dúvidas)"
    fates = [
        waiting,
        _counted(counts.settled, "com processo", "com processo"),
        _counted(counts.released, "com processo cancelado", "com processo cancelado"),
        _counted(counts.duplicate, "repetido", "repetidos"),
        _counted(counts.discarded, "descartado", "descartados"),
    ]
    told = ", ".join(fate for fate in fates if fate)
    none_yet = "nenhum formulário ainda" if counts.unread else "nenhum formulário"
    came = ", ".join(
        (
            _counted(counts.files, "arquivo", "arquivos"),
            _counted(counts.readings, "formulário", "formulários") or none_yet,
        )
    )
    return f"{came}: {told}." if told else f"{came}."


def _counted(number: int, one: str, many: str) -> str:
    return _number_of(number, one, many) if number else ""


def _number_of(count: int, one: str, many: str) -> str:
    return f"{format_count(count)} {one if count == 1 else many}"


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far the reading is. `quarter` changes now and then: what a screen reader is told."""

    sentence: str
    left: str
    reached: int
    total: int
    is_paused: bool

    @property
    def quarter(self) -> int:
        return self.reached * 4 // max(self.total, 1)


def batch_progress(counted: CountedBatch, seconds: float | None) -> BatchProgress | None:
    """None where nothing is left to be read."""
    counts = counted.counts
    if not counts.unread:
        return None
    is_paused = counted.batch.paused_at is not None
    read = f"{format_count(counts.read)} de {_number_of(counts.files, 'arquivo', 'arquivos')}"
    verb = "Leitura pausada" if is_paused else "Lendo"
    left = "" if is_paused or seconds is None else time_left(seconds)
    return BatchProgress(f"{verb}: {read}", left, counts.read, counts.files, is_paused)


def time_left(seconds: float) -> str:
    """As roughly as it is known, and rather more than less."""
    if seconds < 50:
        return "falta menos de 1 minuto"
    minutes = math.ceil(seconds / 60 - 0.1)
    if minutes < 60:
        return "falta cerca de 1 minuto" if minutes <= 1 else f"faltam cerca de {minutes} minutos"
    hours = math.ceil(minutes / 60 - 0.1)
    return "falta cerca de 1 hora" if hours == 1 else f"faltam cerca de {hours} horas"


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case that an undo left alone, and why."""

    case: CaseLink
    file: str
    reason: str


def present_kept(kept: Iterable[tuple[FormReading, str]]) -> list[KeptCase]:
    rows = ((case_link(reading.case), reading.file.name, reason) for reading, reason in kept)
    return [KeptCase(link, name, reason) for link, name, reason in rows if link is not None]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A sheet that was paper of a case: its place in the batch, and what became of it."""

    file: str
    case: CaseLink
    page: int
    marks: str
    reason: str = ""


def present_paper(sheet: ReturnedSheet, reason: str = "") -> PaperRow:
    """`reason`: why it stays although its import was undone."""
    case = sheet.case
    url = f"{reverse('case-returned', args=[case.pk])}#returned-{sheet.pk}"
    link = CaseLink(f"processo {case.number}" if case.number else f"rascunho {case.pk}", url)
    return PaperRow(sheet.sheet.file.name, link, sheet.page, _marks(sheet), reason)


def _marks(sheet: ReturnedSheet) -> str:
    if any(change["kind"] == NOT_COMPARED for change in sheet.changes):
        return "Não deu para comparar com o que foi impresso"
    count = len(sheet.changes)
    return _counted(count, "marca à caneta", "marcas à caneta") or "Igual ao que foi impresso"
