"""A sheet as a person sees it beside its fields: upright, small enough to send, legible."""

from __future__ import annotations

from contextlib import closing

import cv2
import pypdfium2 as pdfium

from ...printing.paper_code import PaperCode
from ..files import SheetPicture
from ..limits import Limits
from ..own_paper.returned import named_code
from ..pdf.reader import PDFIUM
from .opening import Picture, PictureRefusedError, pictures_of_pdf
from .sheet import Grey

_LONGEST, _QUALITY = 1700, 70


def code_on(picture: Picture, *shown: Grey) -> PaperCode | None:
    """The code of our print: on the picture as it came, of which setting it straight may have cut a part."""
    return None if picture.drawn else named_code((picture.grey, *shown))


def shown_pages(data: bytes, limits: Limits) -> tuple[SheetPicture, ...]:
    """The pages of a PDF that was read as text; those that cannot be drawn are left out."""
    shown: list[SheetPicture] = []
    with PDFIUM, closing(pdfium.PdfDocument(data)) as document:
        for number in range(min(len(document), limits.sheets)):
            try:
                shown += (
                    kept_picture(each.grey, number, 0, code_on(each))
                    for each in pictures_of_pdf(document, [number], limits)
                )
            except PictureRefusedError:
                continue
    return tuple(shown)


def kept_picture(grey: Grey, number: int, turned: int, printed: PaperCode | None = None) -> SheetPicture:
    """As it is stored: grey, and no finer than it is looked at."""
    scale = min(1.0, _LONGEST / max(grey.shape))
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    _, packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    height, width = grey.shape
    return SheetPicture(number, packed.tobytes(), width, height, turned, printed)
