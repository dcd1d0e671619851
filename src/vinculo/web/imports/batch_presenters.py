"""Batches and their readings as the lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from vinculo.cases.models import Case
from vinculo.intake.models import Fate, FormReading, ImportBatch, ImportedFile
from vinculo.kernel.identifiers import cro


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


def batch_summary(batch: ImportBatch) -> str:
    """12 arquivos, 14 formulários: 3 a conferir (1 com dúvidas), 11 com processo."""
    counts: dict[str, int] = vars(batch)
    waiting = _counted(counts["waiting_count"], "a conferir", "a conferir")
    if counts["doubtful_count"]:
        waiting += f" ({counts['doubtful_count']} com dúvidas)"
    fates = [
        waiting,
        _counted(counts["settled_count"], "com processo", "com processo"),
        _counted(counts["duplicate_count"], "repetido", "repetidos"),
        _counted(counts["discarded_count"], "descartado", "descartados"),
    ]
    told = ", ".join(fate for fate in fates if fate)
    came = ", ".join(
        (
            _counted(counts["file_count"], "arquivo", "arquivos"),
            _counted(counts["reading_count"], "formulário", "formulários") or "nenhum formulário",
        )
    )
    return f"{came}: {told}." if told else f"{came}."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


@dataclass(frozen=True)
class FileRow:
    """One file as it has just been read: its readings, or why there are none."""

    file: ImportedFile
    readings: list[ReadingRow]

    @property
    def is_repeated(self) -> bool:
        return self.file.same_as_id is not None


def present_file(file: ImportedFile, readings: Iterable[FormReading]) -> FileRow:
    rows = list(readings)
    return FileRow(file, [present_reading(reading, alone=len(rows) == 1) for reading in rows])
