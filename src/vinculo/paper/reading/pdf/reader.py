"""The one way from the bytes of a PDF to the forms in it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from vinculo.kernel.finding import Finding, Severity

from ...editions import Edition
from ...printing.paper_code import PaperCode
from ..at_work import at_sheet
from ..limits import LIMITS, Limits
from ..page import WITHIN_CELL, Line, Page
from ..reader import Reading, read_page, refused
from ..splitting import split_lines
from ..word.contact_tables import with_contacts_apart
from .annotations import told_notes
from .foreign import ForeignPage, pages_of
from .own_prints import PAGES_MISSING, OwnPrints, read_prints, with_others_told
from .sheet_ends import lines_over_sheets

MAX_PDF_BYTES = 20_000_000
MAX_PAGES = 50

# A form has some 6,000 characters; what stands beyond this is no part of one.
_LONGEST_FORM = 150_000
_UNKNOWN_EDITION = 0.5

PDFIUM = threading.RLock()
"""The library behind pypdfium2 serves one thread at a time; whoever calls it holds this."""


@dataclass(frozen=True, slots=True)
class PdfReading:
    """What a PDF says. `pictures` are its pages, counted from 0, that are to be read as a scan is: they have
    no text of their own, or one that cannot be told from its signs."""

    readings: tuple[Reading, ...]
    pictures: tuple[int, ...] = ()
    lines: tuple[Line, ...] = ()
    """What the other pages say."""
    unmapped: tuple[int, ...] = ()
    """Those of `pictures` that have text of which the file does not say what it says."""
    is_own: bool = False
    """The readings are those of our own prints; `others`: the pages that are of none of them."""
    others: tuple[int, ...] = ()
    codes: Mapping[int, PaperCode] = field(default_factory=dict)
    """Of pages that name their print."""


def read_pdf(data: bytes, editions: Sequence[Edition]) -> Reading:
    """Read the form of a PDF: the first, with a finding if there are more."""
    readings = read_pdf_forms(data, editions)
    if len(readings) == 1:
        return readings[0]
    message = f"O arquivo tem {len(readings)} formulários; aqui está só o primeiro."
    return _with_finding(readings[0], "several-forms", message)


def read_pdf_forms(
    data: bytes, editions: Sequence[Edition], limits: Limits | None = None
) -> tuple[Reading, ...]:
    """Read every form of a PDF, in order; one reading at least, which may be a refusal.

    Raises:
        ValueError: no edition was given.
    """
    return read_pdf_file(data, editions, limits).readings


def read_pdf_file(data: bytes, editions: Sequence[Edition], limits: Limits | None = None) -> PdfReading:
    """Every form of a PDF, and which of its pages are pictures.

    Raises:
        ValueError: no edition was given.
    """
    if not editions:
        raise ValueError("a form can only be read by an edition")
    if not data.strip():
        return _refused("empty-file", "O arquivo está vazio.")
    most_bytes = limits.bytes if limits else MAX_PDF_BYTES
    if len(data) > most_bytes:
        return _refused("file-too-large", f"O arquivo passa de {most_bytes // 1_000_000} MB e não foi lido.")
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as problem:
            return _not_opened(problem)
        with closing(document):
            return _read_document(document, editions, limits or LIMITS)


def _refused(code: str, message: str) -> PdfReading:
    return PdfReading((refused(code, message),))


def _not_opened(problem: pdfium.PdfiumError) -> PdfReading:
    if problem.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        return _refused(
            "pdf-encrypted", "O PDF está protegido por senha; salve-o sem senha e importe-o de novo."
        )
    return _refused("pdf-damaged", "O arquivo não é um PDF ou está danificado.")


def _read_document(document: pdfium.PdfDocument, editions: Sequence[Edition], limits: Limits) -> PdfReading:
    pages, most = len(document), min(MAX_PAGES, limits.sheets)
    if not 0 < pages <= most:
        return _not_so_many(pages, most)
    try:
        document.init_forms()
        own = read_prints(document, editions)
        if own.is_known and not own.others:
            return _with_notes(PdfReading(_with_text(own.readings, document)), document, typed_are_read=False)
        found = pages_of(document, editions, limits.characters)
        at_sheet(None)
    except pdfium.PdfiumError:
        return _refused("pdf-damaged", f"{_damaged_page(document)} está danificada, e o PDF não foi lido.")
    if sum(page.characters for page in found) >= limits.characters:
        return _refused("pdf-too-long", "O PDF tem texto demais para um formulário e não foi lido.")
    if own.is_known:
        return _with_notes(_own_and_others(own, document, found, editions), document, typed_are_read=False)
    read = _with_notes(_read_foreign(found, editions), document, typed_are_read=True)
    return replace(read, readings=tuple(map(_of_unknown_edition, read.readings))) if own.readings else read


def _with_notes(read: PdfReading, document: pdfium.PdfDocument, *, typed_are_read: bool) -> PdfReading:
    """With a word on the notes that stand on its pages."""
    findings = (
        told_notes(document, typed_are_read=typed_are_read) if read.readings[0].form is not None else []
    )
    if not findings:
        return read
    first = replace(read.readings[0], findings=(*read.readings[0].findings, *findings))
    return replace(read, readings=(first, *read.readings[1:]))


def _not_so_many(pages: int, most: int) -> PdfReading:
    if pages == 0:
        return _refused("pdf-damaged", "O PDF não tem páginas.")
    return _refused(
        "pdf-too-long", f"O PDF tem {pages} páginas; são lidas no máximo {most}. Divida o arquivo."
    )


def _own_and_others(
    own: OwnPrints, document: pdfium.PdfDocument, pages: Sequence[ForeignPage], editions: Sequence[Edition]
) -> PdfReading:
    """Our prints, and pages of something else beside them: pictures may be the pages that a print lacks."""
    readings = with_others_told(_with_text(own.readings, document), len(own.others))
    pictures = tuple(number for number in own.others if number < len(pages) and pages[number].is_picture)
    lines: Sequence[Line] = ()
    if pictures and any(finding.code == PAGES_MISSING for each in readings for finding in each.findings):
        items = ([] if number in own.others else page.items for number, page in enumerate(pages))
        lines = with_contacts_apart(lines_over_sheets(list(items), editions))
    return PdfReading(readings, pictures, tuple(lines), (), True, own.others, own.codes)


def _damaged_page(document: pdfium.PdfDocument) -> str:
    """The first page that cannot be opened, by its number."""
    for number in range(len(document)):
        try:
            with closing(document[number]) as page, closing(page.get_textpage()):
                pass
        except pdfium.PdfiumError:
            return f"A página {number + 1} de {len(document)}"
    return "Uma página"


def _with_text(readings: Sequence[Reading], document: pdfium.PdfDocument) -> tuple[Reading, ...]:
    """A print is read by its labels, not by its text; a person compares with the text."""
    pages = []
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as words:
            pages.append(words.get_text_range())
    text = "\n\n".join(pages)
    return tuple(replace(reading, text=reading.text or text) for reading in readings)


def _of_unknown_edition(reading: Reading) -> Reading:
    """A print of ours by labels that nobody here knows: what it says was read as text."""
    if reading.form is None:
        return reading
    message = (
        "O formulário é de uma edição que não está entre as conhecidas: foi lido como texto; confira tudo."
    )
    sure = {name: min(_UNKNOWN_EDITION, value) for name, value in reading.confidence.items()}
    return _with_finding(replace(reading, confidence=sure), "edition-unknown", message)


def _read_foreign(pages: Sequence[ForeignPage], editions: Sequence[Edition]) -> PdfReading:
    pictures = tuple(number for number, page in enumerate(pages) if page.is_picture)
    unmapped = tuple(number for number, page in enumerate(pages) if page.is_picture and page.is_unmapped)
    lines = with_contacts_apart(lines_over_sheets([page.items for page in pages], editions))
    if not any(line.text.strip() for line in lines):
        if pictures:
            message = "O PDF só tem imagens; digitalizações e fotos não foram lidas."
            return PdfReading((refused("scan-not-read", message),), pictures, unmapped=unmapped)
        return _refused("pdf-without-text", "O PDF não tem texto.")
    readings = [_read(form, editions) for form in split_lines(lines, editions)]
    if readings[0].form is None and not pictures and any(page.has_picture for page in pages):
        # Few words on pictures: stamps, or a poor text layer.
        pictures = tuple(number for number, page in enumerate(pages) if page.has_picture)
    if readings[0].form is None and not pictures:
        pictures = unmapped = tuple(number for number, page in enumerate(pages) if page.is_unmapped)
    lossy = [
        str(number + 1) for number, page in enumerate(pages) if page.loses_letters and not page.is_picture
    ]
    if lossy and readings[0].form is not None:
        which = f"das páginas {', '.join(lossy)}" if len(lossy) > 1 else f"da página {lossy[0]}"
        message = (
            f"O PDF não diz quais são algumas letras {which} (fonte sem mapa de texto): elas faltam no que "
            "foi lido; confira."
        )
        readings[0] = _with_finding(readings[0], "text-unmapped", message)
    if pictures:
        numbers = ", ".join(str(number + 1) for number in pictures)
        message = f"Páginas que são imagem e não foram lidas como texto: {numbers} de {len(pages)}."
        readings[0] = _with_finding(readings[0], "picture-pages", message)
    return PdfReading(tuple(readings), pictures, tuple(lines), unmapped)


def _read(lines: Sequence[Line], editions: Sequence[Edition]) -> Reading:
    kept: list[Line] = []
    left = _LONGEST_FORM
    for line in lines:
        left -= len(line.text) + 1
        if left < 0:
            break
        kept.append(line)
    reading = read_page(Page.of(kept), editions)
    text = "\n".join(line.text.replace(WITHIN_CELL, "\n") for line in kept)
    sheets = tuple(sorted({word.box.sheet for line in kept for word in line.words}))
    return replace(reading, text=text, sheets=reading.sheets or sheets)


def _with_finding(reading: Reading, code: str, message: str) -> Reading:
    finding = Finding(code, Severity.WARNING, "", message)
    return replace(reading, findings=(finding, *reading.findings))
