"""Our own prints: each page says which one it is, and the form is read back exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium

from vinculo.kernel.finding import Finding, Severity

from ...editions import Edition
from ...form import FORM_FIELDS
from ...printing.form_of_print import form_of
from ...printing.paper_code import PaperCode
from ...printing.readback import PrintedPage, UnlikeTheEdition, missing_pages, printed_page, read_print
from ..at_work import at_sheet
from ..reader import NOT_MET, Reading, refused
from .print_places import places_of_print

_UNKNOWN = refused("edition-unknown", "O formulário é de uma edição que não está entre as conhecidas.")
UNKNOWN_PRINT = (_UNKNOWN,)
PAGES_MISSING = "pages-missing"
_OTHER_PAGES = "other-pages"
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
            findings = (*findings, Finding(PAGES_MISSING, Severity.WARNING, "", message))
        met = {*read.cells, "edition", "contacts", "signed_by"} if missing else set(FORM_FIELDS)
        sure = {name: 1.0 if name in met - doubtful else NOT_MET for name in FORM_FIELDS}
        places = places_of_print(read, edition)
        sheets = tuple(sorted({box.sheet for boxes in places.values() for box in boxes}))
        return Reading(form, sure, findings, sheets=sheets, places=places)
    return None


def _with_finding(reading: Reading, code: str, message: str) -> Reading:
    finding = Finding(code, Severity.WARNING, "", message)
    return replace(reading, findings=(finding, *reading.findings))


@dataclass(frozen=True, slots=True)
class OwnPrints:
    """Our prints in a file, in order: none, or `UNKNOWN_PRINT` for one that no edition knows. `others` are
    the pages that are of none; `codes` those of pages that name their print."""

    readings: tuple[Reading, ...]
    others: tuple[int, ...] = ()
    codes: Mapping[int, PaperCode] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        return bool(self.readings) and self.readings != UNKNOWN_PRINT


def read_prints(document: pdfium.PdfDocument, editions: Sequence[Edition]) -> OwnPrints:
    printed = [_printed_page(document, number) for number in range(len(document))]
    prints = list(_by_print(page for page in printed if page))
    others = tuple(number for number, page in enumerate(printed) if page is None)
    codes = {
        number: PaperCode(page.code, page.edition, page.number, "")
        for number, page in enumerate(printed)
        if page is not None and page.code
    }
    return OwnPrints(tuple(_read_print(pages, editions) or _UNKNOWN for pages in prints), others, codes)


def with_others_told(readings: tuple[Reading, ...], count: int) -> tuple[Reading, ...]:
    """With a word on pages that are no part of a form, and none on others."""
    told = tuple(each for each in readings[0].findings if each.code != _OTHER_PAGES)
    if not count:
        return (replace(readings[0], findings=told), *readings[1:])
    message = (
        "O PDF tem 1 página que não é do formulário e não foi lida."
        if count == 1
        else f"O PDF tem {count} páginas que não são do formulário e não foram lidas."
    )
    finding = Finding(_OTHER_PAGES, Severity.WARNING, "", message)
    return (replace(readings[0], findings=(finding, *told)), *readings[1:])
