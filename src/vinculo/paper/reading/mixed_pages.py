"""Files of which some pages are text and others pictures: a print whose last page was signed and scanned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..form import ContactEntry
from ..printing.paper_code import PaperCode
from .page import Line
from .result import Reading

if TYPE_CHECKING:
    from .pdf.reader import PdfReading
    from .scan.kept_sheet import KeptSheet

_NEVER_WHOLE = ("contacts", "edition")
_BETWEEN_LETTERS = re.compile(r"[\s-]+")


def text_sheets(lines: Iterable[Line], codes: Mapping[int, PaperCode]) -> list[KeptSheet]:
    """The pages that these lines stand on, as the reader of scans has its sheets."""
    from .scan.kept_sheet import KeptSheet  # noqa: PLC0415 - only who reads pictures pays for it

    pages: dict[int, list[Line]] = {}
    current = 0
    for line in lines:
        current = line.words[0].box.sheet if line.words else current
        pages.setdefault(current, []).append(line)
    return [
        KeptSheet(number, tuple(held), printed=codes.get(number)) for number, held in sorted(pages.items())
    ]


def forms_of_both(read: PdfReading, on_pictures: Sequence[Reading]) -> tuple[Reading, ...]:
    """The forms of both kinds of pages, each once; without any, what the pictures were refused for."""
    pictures = set(read.pictures)
    kept = [each for each in read.readings if each.form is not None]
    forms = []
    for form in on_pictures:
        if form.form is not None:
            halves = [each for each in kept if not pictures.issuperset(form.sheets) and _is_part(each, form)]
            kept = [each for each in kept if each not in halves]
            forms.append(_as_printed(form, halves[0]) if read.is_own and len(halves) == 1 else form)
    return (*kept, *forms) or tuple(on_pictures)


def _is_part(text: Reading, whole: Reading) -> bool:
    return bool(text.sheets) and set(text.sheets) <= set(whole.sheets)


def _as_printed(whole: Reading, printed: Reading) -> Reading:
    """A form with what a page of our own print says to the letter."""
    if whole.form is None or printed.form is None:
        return whole
    exact = set(_exact(printed))
    contacts = tuple(_exact_contact(each, printed.form.contacts) for each in whole.form.contacts)
    values = {name: getattr(printed.form, name) for name in exact}
    return replace(
        whole,
        form=replace(whole.form, edition=printed.form.edition, contacts=contacts, **values),
        confidence={**whole.confidence, **dict.fromkeys((*exact, "edition"), 1.0)},
        findings=tuple(each for each in whole.findings if each.field not in exact),
        unread={name: text for name, text in whole.unread.items() if name not in exact},
        places={**whole.places, **{name: printed.places[name] for name in exact}},
        looks={name: seen for name, seen in whole.looks.items() if name not in exact},
    )


def _exact_contact(contact: ContactEntry, printed: Sequence[ContactEntry]) -> ContactEntry:
    """As it is printed, where no more of it stands on a page that was scanned."""
    return next((each for each in printed if _squashed(each) == _squashed(contact)), contact)


def _squashed(contact: ContactEntry) -> tuple[object, ...]:
    return contact.number, contact.on, _BETWEEN_LETTERS.sub("", contact.note or "")


def _exact(printed: Reading) -> Iterator[str]:
    """The fields that stand whole on the pages that are there."""
    for name, sure in printed.confidence.items():
        if sure == 1.0 and name in printed.places and name not in _NEVER_WHOLE:
            yield name


def has_text(reading: Reading, read: PdfReading) -> bool:
    """Whether it is a form of pages that were read as text, alone or among others."""
    return reading.form is not None and not (read.pictures and set(reading.sheets) <= set(read.pictures))


def pages_of_no_form(read: PdfReading, readings: Iterable[Reading]) -> int:
    """Beside our own prints: so many pages belong to none of the forms."""
    taken = {sheet for each in readings if each.form is not None for sheet in each.sheets}
    return len(set(read.others) - taken)
