"""Our own prints read back: the typed text of a PDF, walked along the blank sheet of its edition.

Nothing is guessed from positions: labels come in the order of the sheet, and what is set in the filled
fonts between two labels stands in the first one's cell. A line broken inside a word has no space at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from ..editions import Edition
from ..form import RetentionForm
from .extras import NOTHING_MORE
from .glyphs import BREAK_OPPORTUNITY, Ink, printable
from .layout import CONTACTS_ON_THE_FORM, CONTINUATION_TITLE, SIGNATURE_LABEL, lay_out
from .sheet import Box, Cell, ContactBlock
from .typed_text import Piece, pieces_of

_EDITION = re.compile(r"Edição ([0-9]{1,4})(?![0-9])")
# Behind the pages stands the print's own code, which may begin with a digit.
_PAGE = re.compile(r"Página ([0-9]{1,3}) de ([0-9]{1,3}?)(?:([0-9A-Z]{5}-[0-9A-Z]{5})(?![0-9A-Z])|(?![0-9]))")
_TICKED = "☒"


class UnlikeTheEdition(Exception):
    """The labels of a print are not those of the edition that it names."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of one of our prints: what its foot says, and its pieces."""

    edition: int
    number: int
    total: int
    pieces: tuple[Piece, ...]
    code: str = ""  # Of the print, where it has a name.


@dataclass(slots=True)
class FilledCell:
    """What stands in one cell: paragraphs, and boxes with their words; `pieces` with those of its label."""

    cell: Cell
    pieces: list[Piece] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=lambda: [""])
    boxes: list[Box] = field(default_factory=list)

    @property
    def text(self) -> str | None:
        folded = (" ".join(paragraph.split()) for paragraph in self.paragraphs)
        return "\n".join(paragraph for paragraph in folded if paragraph) or None

    def take(self, piece: Piece) -> None:
        """Add a piece that is no label."""
        self.pieces.append(piece)
        match piece.ink:
            case Ink.FILLED:
                self.paragraphs[-1] += piece.text
            case Ink.BOX:
                self.boxes.append(Box("", "", piece.text.strip() == _TICKED))
            case Ink.PRINTED if self.paragraphs[-1]:
                if not piece.text.strip():
                    self.paragraphs.append("")
            case Ink.PRINTED if self.boxes:
                last = self.boxes[-1]
                self.boxes[-1] = Box("", last.label + piece.text, last.ticked)
            case _:
                pass


@dataclass(frozen=True, slots=True)
class ReadContact:
    """The cells of one contact block."""

    number: int
    on: FilledCell
    note: FilledCell


@dataclass(frozen=True, slots=True)
class ReadPrint:
    """A print: its cells by field; the contacts of the continuation sheet follow those of the form.

    Cells on pages that are missing are not there.
    """

    cells: Mapping[str, FilledCell]
    contacts: tuple[ReadContact, ...]

    @property
    def signed_by(self) -> str | None:
        """The name over the line: it stands after the last boxes, before the label of the line."""
        return self.cells["sectors"].text if "sectors" in self.cells else None


def printed_page(page: pdfium.PdfPage, number: int = 0, *, with_bounds: bool = False) -> PrintedPage | None:
    """The page as one of our prints, with its pieces told as those of `number`; None if it is no print."""
    pieces = tuple(pieces_of(page, number, with_bounds=with_bounds))
    foot = "".join(piece.text for piece in pieces if piece.artifact)
    edition, place = _EDITION.search(foot), _PAGE.search(foot)
    if edition is None or place is None:
        return None
    return PrintedPage(
        edition=int(edition[1]),
        number=int(place[1]),
        total=int(place[2]),
        pieces=tuple(piece for piece in pieces if not piece.artifact),
        code=(place[3] or "").replace("-", ""),
    )


def missing_pages(pages: Sequence[PrintedPage]) -> tuple[int, ...]:
    """The numbers of the pages of a print that are not among these."""
    present = {page.number for page in pages}
    return tuple(number for number in range(1, pages[0].total + 1) if number not in present)


def read_print(pages: Sequence[PrintedPage], edition: Edition) -> ReadPrint:
    """What the pages of one print say.

    Raises:
        UnlikeTheEdition: the labels are others than those of `edition`.
    """
    sheet = lay_out(RetentionForm(edition=edition.number), edition, NOTHING_MORE)
    wanted = [Cell("title", sheet.title), *sheet.cells(), Cell("signature", SIGNATURE_LABEL)]
    pieces = _without_repeated_hyphens(piece for page in pages for piece in page.pieces)
    cells = list(_walk(pieces, wanted))
    if len(cells) < len(wanted) and not missing_pages(pages):
        raise UnlikeTheEdition
    filled = {id(cell.cell): cell for cell in cells}
    contacts = [
        ReadContact(block.number, filled[id(block.on)], filled[id(block.note)])
        for block in sheet.contacts
        if id(block.note) in filled
    ]
    contacts += _further_contacts(pieces, edition, sheet.contacts[0])
    return ReadPrint({cell.cell.field: cell for cell in cells}, tuple(contacts))


def _without_repeated_hyphens(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Portuguese repeats the hyphen at which a line was broken at the head of the next."""
    last: Piece | None = None
    for piece in pieces:
        same_text = last is not None and last.ink is piece.ink and last.text.endswith("-")
        if not (same_text and piece.text == "-" and last and last.baseline != piece.baseline):
            yield piece
        last = piece


def _walk(pieces: Iterator[Piece], wanted: Sequence[Cell]) -> Iterator[FilledCell]:
    """The wanted cells, filled; ends at the label of the last, whose own pieces are left."""
    current: FilledCell | None = None
    labels = iter(wanted)
    awaited = next(labels, None)
    label: list[Piece] = []
    seen = ""
    while awaited is not None:
        piece = next(pieces, None)
        if piece is None:
            break
        if piece.ink is not Ink.LABEL:
            if current:
                current.take(piece)
            continue
        seen += _squashed(piece.text)
        label.append(piece)
        if seen == _squashed(awaited.label):
            if current:
                yield current
            current, awaited, seen, label = FilledCell(awaited, label), next(labels, None), "", []
        elif not _squashed(awaited.label).startswith(seen):
            raise UnlikeTheEdition
    if current:
        yield current


def _further_contacts(pieces: Iterable[Piece], edition: Edition, like: ContactBlock) -> list[ReadContact]:
    """The contacts of the continuation sheet; the labels of its listings match none of theirs."""
    heading = _contact_heading(edition)
    contacts: list[ReadContact] = []
    awaited: list[FilledCell] = []
    current: FilledCell | None = None
    seen = ""
    for piece in pieces:
        if piece.ink is not Ink.LABEL:
            if current:
                current.take(piece)
            continue
        current = None
        seen += _squashed(piece.text)
        if awaited:
            awaited[0].pieces.append(piece)
            if seen == _squashed(awaited[0].cell.label):
                current, seen = awaited.pop(0), ""
        elif seen == _squashed(CONTINUATION_TITLE):
            seen = ""
        elif match := heading.fullmatch(seen):
            number = int(match[1] or CONTACTS_ON_THE_FORM + 1 + len(contacts))
            contacts.append(ReadContact(number, FilledCell(like.on), FilledCell(like.note)))
            awaited, seen = [contacts[-1].on, contacts[-1].note], ""
    return contacts


def _contact_heading(edition: Edition) -> re.Pattern[str]:
    before, _, after = printable(edition.label_of("contact"), Ink.LABEL).partition("{number}")
    return re.compile(f"{re.escape(_squashed(before))}([0-9]*){re.escape(_squashed(after))}")


def _squashed(text: str) -> str:
    return "".join(text.replace(BREAK_OPPORTUNITY, "").split())
