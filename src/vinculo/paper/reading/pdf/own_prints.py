"""Our own prints: each page says which one it is, and the form is read back exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import pypdfium2 as pdfium

from vinculo.kernel.finding import Finding, Severity

from ...editions import Edition
from ...form import FORM_FIELDS
from ...printing.form_of_print import form_of
from ...printing.readback import PrintedPage, UnlikeTheEdition, missing_pages, printed_page, read_print
from ..at_work import at_sheet
from ..reader import NOT_MET, Reading, refused
from .print_places import places_of_print

_UNKNOWN = refused("edition-unknown", "O formulário é de uma edição que não está entre as conhecidas.")
UNKNOWN_PRINT = (_UNKNOWN,)
_MOST_TOLD = 8


def _printed_page(document: pdfium.PdfDocument, number: int) -> PrintedPage | None:
    at_sheet(number)
    with closing(document[number]) as page:
        # Where things stand is told of upright pages, as all our prints are.
        return printed_page(page, number + 1, with_bounds=page.get_rotation() == 0)


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
            numbers = ", ".join(map(str, missing[:_MOST_TOLD])) + (" e outras" * (len(missing) > _MOST_TOLD))
            message = f"Faltam páginas do formulário: {numbers} de {pages[0].total}."
            findings = (*findings, Finding("pages-missing", Severity.WARNING, "", message))
        met = {*read.cells, "edition", "contacts", "signed_by"} if missing else set(FORM_FIELDS)
        sure = {name: 1.0 if name in met - doubtful else NOT_MET for name in FORM_FIELDS}
        places = places_of_print(read, edition)
        sheets = tuple(sorted({box.sheet for boxes in places.values() for box in boxes}))
        return Reading(form, sure, findings, sheets=sheets, places=places)
    return None


def _with_finding(reading: Reading, code: str, message: str) -> Reading:
    finding = Finding(code, Severity.WARNING, "", message)
    return replace(reading, findings=(finding, *reading.findings))


def read_prints(document: pdfium.PdfDocument, editions: Sequence[Edition]) -> tuple[Reading, ...]:
    """Each of our prints in a file, in order: none, or `UNKNOWN_PRINT` for one that no edition knows."""
    printed = [_printed_page(document, number) for number in range(len(document))]
    prints = list(_by_print(page for page in printed if page))
    known = tuple(_read_print(pages, editions) or _UNKNOWN for pages in prints)
    others = printed.count(None)
    if others and known and known != UNKNOWN_PRINT:
        message = f"O PDF tem {others} página(s) que não são do formulário e não foram lidas."
        finding = Finding("other-pages", Severity.WARNING, "", message)
        known = (replace(known[0], findings=(finding, *known[0].findings)), *known[1:])
    return known
