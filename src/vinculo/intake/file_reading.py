"""From what was read of a file to the forms to be kept, and the sentence about what could not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.kernel.finding import Finding
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading import Reading
from vinculo.paper.reading.files import FileReading

from .limits import MOST_FORMS_IN_FILE


@dataclass(frozen=True, slots=True)
class FormRead:
    """One form of a file, with the text that it was read from."""

    position: int
    text: str
    form: RetentionForm
    reading: Reading

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.reading.findings


@dataclass(frozen=True, slots=True)
class FileRead:
    """The forms of a file, and the sentence of what could not be read (empty where all was)."""

    forms: tuple[FormRead, ...] = ()
    problem: str = ""


def forms_of(file: FileReading) -> FileRead:
    parts = file.readings
    if len(parts) > MOST_FORMS_IN_FILE:
        return FileRead(
            problem=f"O arquivo tem {len(parts)} formulários; cabem até {MOST_FORMS_IN_FILE}. "
            "Divida o arquivo e importe as partes."
        )
    return _gathered(parts)


def _storable(text: str) -> str:
    """PostgreSQL keeps neither null characters nor halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _gathered(parts: Sequence[Reading]) -> FileRead:
    forms: list[FormRead] = []
    problems: list[str] = []
    for position, reading in enumerate(parts, start=1):
        if reading.form is not None:
            forms.append(FormRead(position, _storable(reading.text), reading.form, reading))
            continue
        sentence = " ".join(finding.message for finding in reading.findings)
        problems.append(sentence if len(parts) == 1 else f"{position}º formulário do arquivo: {sentence}")
    return FileRead(tuple(forms), _storable(" ".join(problems)))
