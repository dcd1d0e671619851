"""Where everything stands on a print of ours, as far as its own text tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

import pypdfium2 as pdfium

from ...editions import Edition
from ...form import RetentionForm
from ...printing.extras import NOTHING_MORE
from ...printing.glyphs import Ink
from ...printing.layout import lay_out
from ...printing.readback import FilledCell, ReadPrint, printed_page, read_print
from ...printing.typed_text import Piece
from ..page import Box
from ..pdf import PDFIUM
from ..places import joined


def places_on_print(pdf: bytes, edition: Edition) -> Mapping[str, tuple[Box, ...]]:
    """The places of a whole print of that edition, named as in a `Reading`; of a blank field, its label.

    Raises:
        UnlikeTheEdition: the labels are others than those of `edition`.
    """
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        pages = [
            printed_page(document[number], number + 1, with_bounds=True) for number in range(len(document))
        ]
    read = read_print([page for page in pages if page], edition)
    sheet = lay_out(RetentionForm(edition=edition.number), edition, NOTHING_MORE)
    codes = {cell.field: [box.code for box in cell.boxes] for cell in sheet.cells() if cell.boxes}
    places: dict[str, tuple[Box, ...]] = {}
    for name, cell in _named(read):
        written = [piece for piece in cell.pieces if piece.ink is Ink.FILLED]
        drawn = [piece for piece in cell.pieces if piece.ink is Ink.BOX]
        if name == "sectors":
            # The name over the line follows the last boxes, before the label of the line.
            places["signed_by"] = _boxes(written)
        with_words = [piece for piece in cell.pieces if piece.ink in (Ink.BOX, Ink.PRINTED)]
        places[name] = _boxes(with_words if drawn else written or cell.pieces)
        for piece, code in zip(drawn, codes.get(name, ()), strict=False):
            places[f"{name}.{code}"] = _boxes([piece])
    return {name: boxes for name, boxes in places.items() if boxes}


def _named(read: ReadPrint) -> Iterator[tuple[str, FilledCell]]:
    for field, cell in read.cells.items():
        if field not in {"title", "contact", "contact_on", "contact_note", "signature"}:
            yield field, cell
    for contact in read.contacts:
        yield f"contacts.{contact.number}.on", contact.on
        yield f"contacts.{contact.number}.note", contact.note


def _boxes(pieces: Sequence[Piece]) -> tuple[Box, ...]:
    return joined(
        Box(piece.page - 1, at.left, at.top, at.right, at.bottom)
        for piece in pieces
        if (at := piece.bounds) is not None
    )
