"""Where everything stands on a print of ours, as far as its own text tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...editions import Edition
from ...form import RetentionForm
from ...printing.extras import NOTHING_MORE
from ...printing.glyphs import Ink
from ...printing.layout import lay_out
from ...printing.readback import FilledCell, ReadPrint
from ...printing.typed_text import Piece
from ..page import Box
from ..places import joined


def places_of_print(read: ReadPrint, edition: Edition) -> Mapping[str, tuple[Box, ...]]:
    """The places on a print, read with the bounds of its pieces, named as in a `Reading`.

    Of a blank field it is that of its label.
    """
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
