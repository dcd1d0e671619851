"""From a file to the pictures in it, one by one, each within what a picture may cost."""

from __future__ import annotations

import ctypes
import io
import struct
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from ..at_work import at_sheet, is_left_out
from ..limits import Limits
from .sheet import Grey

# A page is rendered so finely where no picture fills it.
_RENDERED_DPI = 220
# More would only cost time.
_MOST_SIDE = 3700
_FILLS = 0.8
_POINTS = 72.0
_LEAST_SIDE = 120
_LEAST_DPI = 60


class PictureRefusedError(Exception):
    """A picture that cannot, or must not, be opened: a code, and a sentence for a person; which sheet it is,
    where the others can be read."""

    def __init__(self, code: str, sentence: str, sheet: int = 0) -> None:
        super().__init__(sentence)
        self.code, self.sheet = code, sheet


def sheet_not_read(number: int, why: str = "") -> PictureRefusedError:
    return PictureRefusedError("sheet-not-read", f"A folha {number + 1} não pôde ser lida{why}.", number)


def _unless_left_out(number: int) -> None:
    if is_left_out(number):
        raise sheet_not_read(number, ": ela pede memória ou tempo demais, ou está danificada")


@dataclass(frozen=True, slots=True)
class Picture:
    """One sheet as the file has it. `dpi`: 0 where nothing tells; `turned` clockwise as the file says.

    `drawn`: a page of a PDF that no picture fills, and that was on paper never or long ago.
    """

    number: int
    grey: Grey
    dpi: float = 0.0
    turned: int = 0
    drawn: bool = False


_EXIF_ORIENTATION = 0x0112
_TURNED_BY_EXIF = {3: 180, 6: 90, 8: 270}
_UPRIGHT: Mapping[int, Callable[[Grey], Grey]] = {
    2: np.fliplr,
    3: lambda grey: np.rot90(grey, 2),
    4: np.flipud,
    5: np.transpose,
    6: lambda grey: np.rot90(grey, -1),
    7: lambda grey: np.rot90(grey.T, 2),
    8: np.rot90,
}
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "HEIF", "AVIF")
_OF_SHEETS = ("TIFF", "HEIF")
"""Formats of which each frame is a sheet; in the others it moves, or is a picture of the picture."""

# What the library raises on pictures that are cut off, mixed up or no pictures at all.
_DAMAGE = (
    *(OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, AttributeError),
    *(ArithmeticError, RuntimeError, AssertionError, struct.error),
)


class _Sheets(Iterator[Picture]):
    """Opened when the first is asked for. One that is refused is raised, and those behind it follow."""

    def __init__(self, opened: Callable[[], Iterator[Picture]]) -> None:
        self._opened: Callable[[], Iterator[Picture]] | None = opened
        self._sheets: Iterator[Picture] = iter(())

    def __next__(self) -> Picture:
        if self._opened is not None:
            opened, self._opened = self._opened, None
            self._sheets = opened()
        return next(self._sheets)


def pictures_of(data: bytes, limits: Limits, numbers: Sequence[int] | None = None) -> Iterator[Picture]:
    """The frames of a picture file, all or those of some numbers, upright as far as the file tells.

    Raises:
        PictureRefusedError: it is damaged, too large, or of too many sheets; where it is but one of its
            sheets, the next ones follow.
    """
    return _Sheets(lambda: _frames(data, limits, numbers))


def _frames(data: bytes, limits: Limits, numbers: Sequence[int] | None) -> Iterator[Picture]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _opened(data, limits)
        count = _sheets_in(image, limits.sheets + 1) if image.format in _OF_SHEETS else 1
    if count > limits.sheets:
        raise PictureRefusedError(
            "picture-too-long",
            f"A imagem tem mais de {limits.sheets} folhas, que é o máximo que se lê. Divida o arquivo.",
        )
    return map(partial(_frame, image, limits=limits), range(count) if numbers is None else numbers)


def _opened(data: bytes, limits: Limits) -> Image.Image:
    _know_heic()
    Image.init()
    try:
        return Image.open(io.BytesIO(data), formats=[each for each in _FORMATS if each in Image.OPEN])
    except Image.DecompressionBombError as problem:
        raise _too_large("A imagem", limits) from problem
    except _DAMAGE as problem:
        raise PictureRefusedError("picture-damaged", "A imagem está danificada e não foi lida.") from problem


def _sheets_in(image: Image.Image, most: int) -> int:
    """So many, and no more are looked for; one that is damaged is counted, and is the last."""
    for number in range(1, most):
        try:
            image.seek(number)
        except EOFError:
            return number
        except (*_DAMAGE, Image.DecompressionBombError):
            return number + 1
    return most


def _frame(image: Image.Image, number: int, *, limits: Limits) -> Picture:
    at_sheet(number)
    _unless_left_out(number)
    sheet = f"A folha {number + 1}" if number else "A imagem"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            grey, told, dpi, before = _decoded(image, number, sheet, limits)
    except Image.DecompressionBombError as problem:
        raise _too_large(sheet, limits) from problem
    except _DAMAGE as problem:
        raise PictureRefusedError("picture-damaged", f"{sheet} está danificada e não foi lida.") from problem
    bounded, fineness = _bounded(grey, dpi, before)
    if min(bounded.shape) < _LEAST_SIDE:
        raise PictureRefusedError("picture-too-small", f"{sheet} é pequena demais para ser um formulário.")
    return Picture(number, bounded, fineness, _TURNED_BY_EXIF.get(told, 0))


def _decoded(
    image: Image.Image, number: int, sheet: str, limits: Limits
) -> tuple[Grey, int, float, tuple[int, int]]:
    """One frame, upright; the turn that it tells of, its fineness, and its measures as it tells them."""
    image.seek(number)
    if image.width * image.height > limits.pixels:
        raise _too_large(sheet, limits)
    if image.format in ("JPEG", "MPO"):
        image.draft("L", (_MOST_SIDE, _MOST_SIDE))
    before = image.size
    told = image.getexif().get(_EXIF_ORIENTATION, 1)
    dpi = _told_dpi(image.info.get("dpi", (0, 0)))
    image.load()
    # Some formats are turned as they are unfolded.
    left = image.getexif().get(_EXIF_ORIENTATION, 1)
    upright = _UPRIGHT.get(left, np.asarray)
    return upright(_grey_of(image)), told, dpi, before


def _too_large(what: str, limits: Limits) -> PictureRefusedError:
    return PictureRefusedError(
        "picture-too-large", f"{what} passa de {limits.pixels // 1_000_000} megapixels e não foi lida."
    )


def _told_dpi(dpi: Sequence[float]) -> float:
    try:
        told = float(dpi[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0
    return told if _LEAST_DPI <= told <= 1200 else 0.0


def _grey_of(image: Image.Image) -> Grey:
    """On white ground where it lets light through."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
        ground = Image.new("L", layer.size, 255)
        return np.asarray(Image.composite(layer.convert("L"), ground, layer.getchannel("A")))
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        deep = np.array(image, dtype=np.float32)
        top = float(deep.max()) or 1.0
        deep *= 255.0 / (65535.0 if top > 255 else 255.0)
        return np.nan_to_num(deep, copy=False).clip(0, 255, out=deep).astype(np.uint8)
    if image.mode == "LAB":
        return np.asarray(image.getchannel("L"))
    return np.asarray(image.convert("L"))


def _bounded(grey: Grey, dpi: float, told_for: tuple[int, int]) -> tuple[Grey, float]:
    """Not larger than needed; a decoder may have made it smaller already.

    What would be coarser than any scan was told wrongly, and is as good as not told.
    """
    dpi *= max(grey.shape) / max(told_for)
    longest = max(grey.shape)
    if longest > _MOST_SIDE:
        scale = _MOST_SIDE / longest
        sides = [max(1, round(side * scale)) for side in reversed(grey.shape)]
        grey = cv2.resize(grey, sides, interpolation=cv2.INTER_AREA).astype(np.uint8)
        dpi *= scale
    return np.ascontiguousarray(grey), dpi if dpi >= _LEAST_DPI else 0.0


def pictures_of_pdf(
    document: pdfium.PdfDocument, numbers: Sequence[int], limits: Limits
) -> Iterator[Picture]:
    """Pages of a PDF as pictures: the picture itself where one fills the page, else the page as it is drawn.

    Raises:
        PictureRefusedError: a page is damaged or too large; the next ones follow.
    """
    return map(partial(_drawn_page, document, limits=limits), numbers)


def _drawn_page(document: pdfium.PdfDocument, number: int, *, limits: Limits) -> Picture:
    at_sheet(number)
    _unless_left_out(number)
    try:
        with closing(document[number]) as page:
            return _page_picture(page, number, limits)
    except (pdfium.PdfiumError, ValueError, ArithmeticError) as problem:
        raise PictureRefusedError(
            "pdf-damaged", f"A página {number + 1} do PDF está danificada e não foi lida."
        ) from problem


def _page_picture(page: pdfium.PdfPage, number: int, limits: Limits) -> Picture:
    width, height = page.get_size()
    finest = _RENDERED_DPI
    filling = _filling_image(page, width, height)
    if filling is not None:
        pixels = filling.get_px_size()
        if pixels[0] * pixels[1] > limits.pixels:
            raise _too_large(f"A imagem da página {number + 1}", limits)
        # The page is drawn at the picture's own fineness: its turns, masks and palettes are then right.
        finest = max(pixels) / (max(width, height) / _POINTS)
    finest = min(finest, _MOST_SIDE / (max(width, height) / _POINTS))
    scale = max(finest, 1.0) / _POINTS
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    try:
        grey = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    if grey.ndim == 3:
        grey = grey[:, :, 0]
    if min(grey.shape) < _LEAST_SIDE:
        raise PictureRefusedError(
            "picture-too-small", f"A página {number + 1} é pequena demais para um formulário."
        )
    return Picture(number, np.ascontiguousarray(grey), finest, drawn=filling is None)


def _filling_image(page: pdfium.PdfPage, width: float, height: float) -> pdfium.PdfImage | None:
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(image, left, bottom, right, top):
            continue
        covered = abs(right.value - left.value) * abs(top.value - bottom.value)
        if covered > _FILLS * width * height and isinstance(image, pdfium.PdfImage):
            return image
    return None


def _know_heic() -> None:
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415 - a picture of a telephone, if at all
    except ImportError:
        return
    register_heif_opener()
