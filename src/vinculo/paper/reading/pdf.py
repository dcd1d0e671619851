"""Digital PDFs: our own prints, read back exactly, and the text of others, as well as it goes.

In: the bytes of a file and the editions that may be meant. Out: a `Reading` for each form in it, or one that
says why there is none: encrypted, damaged, too large, a scan. Nothing is raised for what a file holds.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from vinculo.kernel.finding import Finding, Severity

from ..editions import Edition
from ..form import FORM_FIELDS
from ..printing.form_of_print import form_of
from ..printing.readback import PrintedPage, UnlikeTheEdition, missing_pages, printed_page, read_print
from ..printing.typed_text import whole_text
from .page import CELL, Line, Page
from .reader import NOT_MET, Reading, read_page, refused

MAX_PDF_BYTES = 20_000_000
MAX_PAGES = 50

_MAX_CHARACTERS = 500_000
# In em of the text, and in points.
_ONE_LINE = 0.35
_GAP = 0.9
_SAME_COLUMN = 5.0
_BLANK = ord(" ")
_FOREIGN = 0.5
"""How sure the text of a PDF is that we did not print."""

PDFIUM = threading.RLock()
"""The library behind pypdfium2 serves one thread at a time; whoever calls it holds this."""


def read_pdf(data: bytes, editions: Sequence[Edition]) -> Reading:
    """Read the form of a PDF: the first, with a finding if there are more."""
    readings = read_pdf_forms(data, editions)
    if len(readings) == 1:
        return readings[0]
    message = f"O arquivo tem {len(readings)} formulários; aqui está só o primeiro."
    return _with_finding(readings[0], "several-forms", message)


def read_pdf_forms(data: bytes, editions: Sequence[Edition]) -> tuple[Reading, ...]:
    """Read every form of a PDF, in order; one reading at least, which may be a refusal.

    Raises:
        ValueError: no edition was given.
    """
    if not editions:
        raise ValueError("a form can only be read by an edition")
    if not data.strip():
        return (refused("empty-file", "O arquivo está vazio."),)
    if len(data) > MAX_PDF_BYTES:
        limit = MAX_PDF_BYTES // 1_000_000
        return (refused("file-too-large", f"O arquivo passa de {limit} MB e não foi lido."),)
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as problem:
            return (_not_opened(problem),)
        with closing(document):
            return _read_document(document, editions)


def _not_opened(problem: pdfium.PdfiumError) -> Reading:
    if problem.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        return refused("pdf-encrypted", "O PDF está protegido por senha; tire a senha e tente de novo.")
    return refused("pdf-damaged", "O arquivo não é um PDF ou está danificado.")


def _read_document(document: pdfium.PdfDocument, editions: Sequence[Edition]) -> tuple[Reading, ...]:
    if len(document) == 0:
        return (refused("pdf-damaged", "O PDF não tem páginas."),)
    if len(document) > MAX_PAGES:
        return (
            refused(
                "pdf-too-long",
                f"O PDF tem {len(document)} páginas; são lidas no máximo {MAX_PAGES}. Divida o arquivo.",
            ),
        )
    try:
        printed = [_printed_page(document, number) for number in range(len(document))]
        prints = list(_by_print(page for page in printed if page))
        if not prints:
            return (_read_foreign(document, editions),)
        readings = [_read_print(pages, editions) for pages in prints]
        if len(readings) == 1 and readings[0] is None:
            return (_read_foreign(document, editions),)
    except pdfium.PdfiumError:
        return (refused("pdf-damaged", "O PDF tem uma página danificada e não foi lido."),)
    known = tuple(reading or _UNKNOWN_PRINT for reading in readings)
    others = printed.count(None)
    if others:
        message = f"O PDF tem {others} página(s) que não são do formulário e não foram lidas."
        known = (_with_finding(known[0], "other-pages", message), *known[1:])
    return known


_UNKNOWN_PRINT = refused("edition-unknown", "O formulário é de uma edição que não está entre as conhecidas.")


def _printed_page(document: pdfium.PdfDocument, number: int) -> PrintedPage | None:
    with closing(document[number]) as page:
        return printed_page(page)


def _by_print(pages: Iterable[PrintedPage]) -> Iterator[list[PrintedPage]]:
    """The pages of each print: a new one begins where the page numbers do not rise."""
    current: list[PrintedPage] = []
    for page in pages:
        if current and (page.number <= current[-1].number or page.total != current[-1].total):
            yield current
            current = []
        current.append(page)
    if current:
        yield current


def _read_print(pages: Sequence[PrintedPage], editions: Sequence[Edition]) -> Reading | None:
    """A print of ours; None if none of the editions has its labels."""
    for edition in editions:
        if edition.number != pages[0].edition:
            continue
        try:
            read = read_print(pages, edition)
        except UnlikeTheEdition:
            continue
        form, findings = form_of(read, edition)
        doubtful = {finding.field for finding in findings}
        missing = missing_pages(pages)
        if missing:
            numbers = ", ".join(map(str, missing))
            message = f"Faltam páginas do formulário: {numbers} de {pages[0].total}."
            findings = (*findings, Finding("pages-missing", Severity.WARNING, "", message))
        met = {*read.cells, "edition", "contacts", "signed_by"} if missing else set(FORM_FIELDS)
        sure = {name: 1.0 if name in met - doubtful else NOT_MET for name in FORM_FIELDS}
        return Reading(form, sure, findings)
    return None


def _with_finding(reading: Reading, code: str, message: str) -> Reading:
    finding = Finding(code, Severity.WARNING, "", message)
    return replace(reading, findings=(finding, *reading.findings))


@dataclass(slots=True)
class _Fragment:
    """Text without a gap, on one line: where it begins and ends, and its baseline."""

    left: float
    right: float
    baseline: float
    size: float
    text: str

    def goes_on_with(self, char: _Fragment) -> bool:
        on_line = abs(self.baseline - char.baseline) < self.size * _ONE_LINE
        return on_line and -self.size < char.left - self.right < self.size * _GAP

    def whole(self) -> _Fragment:
        return replace(self, text=whole_text(self.text).strip())


def _read_foreign(document: pdfium.PdfDocument, editions: Sequence[Edition]) -> Reading:
    """A PDF that we did not print: its lines, as text. Drawn boxes and columns may be lost."""
    lines: list[Line] = []
    images = False
    for number in range(len(document)):
        with closing(document[number]) as page:
            images = images or any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
            lines += _lines_of(page)
        if sum(len(line.text) for line in lines) > _MAX_CHARACTERS:
            return refused("pdf-too-long", "O PDF tem texto demais para um formulário e não foi lido.")
    if not lines:
        if images:
            return refused(
                "scan-not-read", "O PDF só tem imagens; digitalizações e fotos ainda não são lidas."
            )
        return refused("pdf-without-text", "O PDF não tem texto.")
    reading = read_page(Page.of(lines), editions)
    if reading.form is None:
        return reading
    return _with_finding(
        reading,
        "pdf-of-other-origin",
        "Este PDF não foi impresso por este sistema: confira os campos e as marcas com o original.",
    )


def _lines_of(page: pdfium.PdfPage) -> list[Line]:
    """The lines of a page, top to bottom; what stands apart on a line is parted by `CELL`."""
    rows = _rows(page)
    margin = max((row[-1].right for row in rows), default=0.0)
    lines: list[Line] = []
    columns: Sequence[float] = ()
    for above, row in zip([None, *rows], rows, strict=False):
        if above and _wraps(above, row, margin):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {row[0].text}")
            continue
        cells = _in_columns(row, columns)
        if cells is None:
            columns = [fragment.left for fragment in row]
            cells = [fragment.text for fragment in row]
        lines.append(Line(CELL.join(cells), sure=_FOREIGN))
    return lines


def _wraps(above: Sequence[_Fragment], row: Sequence[_Fragment], margin: float) -> bool:
    """Whether a line goes on from the one above: its first word had no room there."""
    if len(above) > 1 or len(row) > 1 or abs(above[0].left - row[0].left) > 1:
        return False
    line, text = row[0], row[0].text
    word = len(text.split(" ", 1)[0]) * (line.right - line.left) / len(text)
    return above[0].right + word > margin and above[0].baseline - line.baseline < 2 * line.size


def _rows(page: pdfium.PdfPage) -> list[list[_Fragment]]:
    with closing(page.get_textpage()) as text_page:
        fragments = [fragment for fragment in _fragments(text_page) if fragment.text]
    fragments.sort(key=lambda fragment: -fragment.baseline)
    rows: list[list[_Fragment]] = []
    for fragment in fragments:
        if rows and rows[-1][0].baseline - fragment.baseline < fragment.size * _ONE_LINE:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda fragment: fragment.left) for row in rows]


def _in_columns(row: Sequence[_Fragment], columns: Sequence[float]) -> list[str] | None:
    """The row as cells of the columns above it, blank ones included; None if it does not fit them."""
    cells = [""] * len(columns)
    for fragment in row:
        place = next((n for n, left in enumerate(columns) if abs(left - fragment.left) < _SAME_COLUMN), None)
        if place is None or cells[place]:
            return None
        cells[place] = fragment.text
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _fragments(text_page: pdfium.PdfTextPage) -> Iterator[_Fragment]:
    current: _Fragment | None = None
    for place in range(raw.FPDFText_CountChars(text_page)):
        if raw.FPDFText_IsGenerated(text_page, place) == 1:
            if current and raw.FPDFText_GetUnicode(text_page, place) == _BLANK:
                current.text += " "
            continue
        char = _char(text_page, place)
        if current and current.goes_on_with(char):
            current.text += char.text
            current.right = char.right
            continue
        if current:
            yield current.whole()
        current = char
    if current:
        yield current.whole()


def _char(text_page: pdfium.PdfTextPage, place: int) -> _Fragment:
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    raw.FPDFText_GetCharOrigin(text_page, place, x, y)
    raw.FPDFText_GetLooseCharBox(text_page, place, box)
    hyphen = raw.FPDFText_IsHyphen(text_page, place) == 1
    return _Fragment(
        left=x.value,
        right=box.right,
        baseline=y.value,
        size=raw.FPDFText_GetFontSize(text_page, place) or 1.0,
        text="-" if hyphen else chr(raw.FPDFText_GetUnicode(text_page, place)),
    )
