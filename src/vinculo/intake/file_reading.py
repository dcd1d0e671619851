"""From the bytes of a file to the forms in it. Nothing here raises for what a file holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.kernel.finding import Finding
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading import Reading, UndecodableError, decode, read_text, split_forms

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


def read_file(content: bytes, editions: Sequence[Edition]) -> FileRead:
    """Everything that a file says, in whichever of the editions each form is."""
    try:
        text = decode(content)
    except UndecodableError as refusal:
        return FileRead(problem=str(refusal))
    # PostgreSQL keeps neither null characters nor halves of characters.
    texts = split_forms(text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8"), editions)
    if len(texts) > MOST_FORMS_IN_FILE:
        return FileRead(
            problem=f"O arquivo tem {len(texts)} formulários; leia até {MOST_FORMS_IN_FILE} de cada vez. "
            "Divida o arquivo e importe as partes."
        )
    return _gathered([(part, read_text(part, editions)) for part in texts])


def _gathered(parts: Sequence[tuple[str, Reading]]) -> FileRead:
    forms: list[FormRead] = []
    problems: list[str] = []
    for position, (text, reading) in enumerate(parts, start=1):
        if reading.form is not None:
            forms.append(FormRead(position, text, reading.form, reading))
            continue
        sentence = " ".join(finding.message for finding in reading.findings)
        problems.append(sentence if len(parts) == 1 else f"{position}º formulário do arquivo: {sentence}")
    return FileRead(tuple(forms), " ".join(problems))
