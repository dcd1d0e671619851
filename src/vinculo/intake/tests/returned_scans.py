"""Prints as they come back: a page on paper, marked with a pen, scanned a little askew."""

from __future__ import annotations

from contextlib import closing

import cv2
import numpy as np
import pypdfium2 as pdfium

from vinculo.paper.reading.own_paper.reference import PrintedBox

DPI = 150
_BLUE = (150, 60, 30)


def scanned(
    pdf: bytes, page: int, *, signed: bool = False, ticked: PrintedBox | None = None, turned: float = 1.2
) -> bytes:
    """A page, from 1, as a JPEG; `turned` by so many degrees. It is signed below its signature's line."""
    with closing(pdfium.PdfDocument(pdf)) as document:
        picture = document[page - 1].render(scale=DPI / 72).to_numpy()[:, :, :3].copy()
    height, width = picture.shape[:2]
    if signed:
        points = [(int(420 + 22 * step), int(290 + 30 * np.sin(step * 1.9))) for step in range(14)]
        cv2.polylines(picture, [np.array(points, np.int32)], False, _BLUE, 3, cv2.LINE_AA)
    if ticked is not None:
        at = ticked.bounds
        left, right, top, bottom = at.left * width, at.right * width, at.top * height, at.bottom * height
        for ends in (((left, top), (right, bottom)), ((left, bottom), (right, top))):
            begin, end = (tuple(round(value) for value in point) for point in ends)
            cv2.line(picture, begin, end, _BLUE, 3, cv2.LINE_AA)
    around = cv2.getRotationMatrix2D((width / 2, height / 2), turned, 0.985)
    askew = cv2.warpAffine(picture, around, (width, height), borderValue=(255, 255, 255))
    return bytes(cv2.imencode(".jpg", askew, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes())
