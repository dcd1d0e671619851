"""A print as it left the house: the picture of each page, and where its boxes and fields stand.

The print is set again from what was kept of it. Its boxes are known from the typed text, its fields from the
rules around them: a field has every framed part of the page in which its label or its text stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from ...editions import Edition
from ...printing.glyphs import Ink
from ...printing.kept_print import print_again, sheet_of
from ...printing.paper_code import PrintName
from ...printing.readback import FilledCell, printed_page, read_print
from ...printing.typed_text import Bounds
from ..pdf import PDFIUM
from ..scan.sheet import Grey

DPI = 200
PIXELS_PER_MM = DPI / 25.4
SIGNATURE = "signed_by"
_RULE = 200
"""What is darker than that and long is a rule; the shades behind headings are lighter."""
_SHORTEST_RULE = int(7 * PIXELS_PER_MM)
_ABOVE_SIGNATURE, _BELOW_SIGNATURE = 30.0, 25.0
_NO_AREA = -1

Areas = NDArray[np.int32]
"""For each pixel, the place of its field in `ReferencePage.fields`, or -1."""


@dataclass(frozen=True, slots=True)
class PrintedBox:
    """A tick box of a page. `field` and `option` as the form has them ("yes" and "no" for questions)."""

    field: str
    option: str
    ticked: bool
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """One page as it was printed. `fields` are named as `contacts.2.note`, or as in the form."""

    picture: Grey
    boxes: tuple[PrintedBox, ...]
    fields: tuple[str, ...]
    areas: Areas


def reference_page(
    kept: Mapping[str, Any], *, edition: Edition, name: PrintName, number: int
) -> ReferencePage | None:
    """Page `number` (from 1) of a kept print; None if it has no such page, or reads back as another form."""
    pdf = print_again(kept, edition=edition, name=name)
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        if not 1 <= number <= len(document):
            return None
        pages = [
            printed_page(document[place], place + 1, with_bounds=place + 1 == number)
            for place in range(len(document))
        ]
        picture = document[number - 1].render(scale=DPI / 72, grayscale=True).to_numpy().copy()
    read = read_print([page for page in pages if page], edition)
    cells = dict(_named(read.cells, read.contacts))
    options = {
        cell.field: [box.code for box in cell.boxes] for cell in sheet_of(kept, edition).cells() if cell.boxes
    }
    fields, areas = _areas(picture, cells, number)
    boxes = tuple(box for field, cell in cells.items() for box in _boxes(field, cell, options, number))
    return ReferencePage(picture, boxes, fields, areas)


def _named(cells: Mapping[str, FilledCell], contacts: Any) -> Iterator[tuple[str, FilledCell]]:
    for field, cell in cells.items():
        if field not in {"title", "contact", "contact_on", "contact_note"}:
            yield SIGNATURE if field == "signature" else field, cell
    for contact in contacts:
        yield f"contacts.{contact.number}.on", contact.on
        yield f"contacts.{contact.number}.note", contact.note


def _boxes(field: str, cell: FilledCell, options: Mapping[str, list[str]], page: int) -> Iterator[PrintedBox]:
    placed = [piece for piece in cell.pieces if piece.ink is Ink.BOX]
    for piece, box, option in zip(placed, cell.boxes, options.get(field, ()), strict=False):
        if piece.page == page and piece.bounds is not None:
            yield PrintedBox(field, option, box.ticked, piece.bounds)


def _areas(picture: Grey, cells: Mapping[str, FilledCell], page: int) -> tuple[tuple[str, ...], Areas]:
    """The field of each pixel. Beyond all frames there is only the foot, where one signs."""
    height, width = picture.shape
    _, framed = cv2.connectedComponents((~_rules(picture)).astype(np.uint8), connectivity=4)
    beyond = framed[0, 0]
    fields = tuple(cells)
    areas = np.full(picture.shape, _NO_AREA, np.int32)
    for place, cell in enumerate(cells.values()):
        for piece in cell.pieces:
            if piece.page != page or piece.bounds is None:
                continue
            at = piece.bounds
            row = min(int((at.top + at.bottom) / 2 * height), height - 1)
            column = min(int(at.left * width) + 1, width - 1)
            if framed[row, column] != beyond:
                areas[framed == framed[row, column]] = place
            elif fields[place] == SIGNATURE:
                above = max(int(at.top * height - _ABOVE_SIGNATURE * PIXELS_PER_MM), 0)
                below = int(at.bottom * height + _BELOW_SIGNATURE * PIXELS_PER_MM)
                foot = areas[above:below]
                foot[framed[above:below] == beyond] = place
    return fields, areas


def _rules(picture: Grey) -> NDArray[np.bool_]:
    dark = (picture < _RULE).astype(np.uint8)
    found = np.zeros(picture.shape, bool)
    for size in ((_SHORTEST_RULE, 1), (1, _SHORTEST_RULE)):
        found |= cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8)).astype(bool)
    return found
