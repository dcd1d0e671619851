"""Where everything stands on a print of ours, as far as its own text tells."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

import pypdfium2 as pdfium

from ...editions import Edition
from ...printing.readback import printed_page, read_print
from ..page import Box
from ..pdf import PDFIUM
from ..pdf.print_places import places_of_print


def places_on_print(pdf: bytes, edition: Edition) -> Mapping[str, tuple[Box, ...]]:
    """The places of a whole print of that edition, named as in a `Reading`; of a blank field, its label.

    Raises:
        UnlikeTheEdition: the labels are others than those of `edition`.
    """
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        pages = [
            printed_page(document[number], number + 1, with_bounds=True) for number in range(len(document))
        ]
    return places_of_print(read_print([page for page in pages if page], edition), edition)
