"""From the bytes of a file to the forms in it. Nothing here raises, whatever a file holds."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import pypdfium2 as pdfium

from vinculo.kernel.finding import Finding
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading import Reading, UndecodableError, decode, read_text, split_forms
from vinculo.paper.reading.pdf import PDFIUM, read_pdf_forms

from .limits import MOST_FORMS_IN_FILE

logger = logging.getLogger(__name__)

_PDF = b"%PDF-"


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
        parts = _parts(content, editions)
    except UndecodableError as refusal:
        return FileRead(problem=str(refusal))
    except Exception as failure:
        # The rest of the batch goes on. Only the kind is told: the words may hold somebody's data.
        kind = type(failure).__name__
        logger.error("the reader failed on a file: %s", kind)
        return FileRead(problem=f"O leitor falhou neste arquivo ({kind}). O arquivo fica guardado.")
    if len(parts) > MOST_FORMS_IN_FILE:
        return FileRead(
            problem=f"O arquivo tem {len(parts)} formulários; cabem até {MOST_FORMS_IN_FILE}. "
            "Divida o arquivo e importe as partes."
        )
    return _gathered(parts)


def _parts(content: bytes, editions: Sequence[Edition]) -> list[tuple[str, Reading]]:
    """The text of each form and what was read from it."""
    if content.startswith(_PDF):
        readings = read_pdf_forms(content, editions)
        text = _storable(_text_of_pdf(content)) if any(reading.form for reading in readings) else ""
        return [(text, reading) for reading in readings]
    texts = split_forms(_storable(decode(content)), editions)
    if len(texts) > MOST_FORMS_IN_FILE:
        return [(text, Reading(None)) for text in texts]
    return [(text, read_text(text, editions)) for text in texts]


def _text_of_pdf(content: bytes) -> str:
    """What a PDF says, for a person to compare; the reader goes its own way."""
    with PDFIUM, closing(pdfium.PdfDocument(content)) as document:
        return "\n\n".join(_text_of_page(document, number) for number in range(len(document)))


def _text_of_page(document: pdfium.PdfDocument, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as text_page:
        text: str = text_page.get_text_range()
    return text


def _storable(text: str) -> str:
    """PostgreSQL keeps neither null characters nor halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


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
