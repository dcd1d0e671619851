"""From a file to the pictures in it, one by one, each within what a picture may cost."""

from __future__ import annotations

import ctypes
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageOps
from pypdfium2 import raw

from ..limits import Limits
from .sheet import Grey

# A page is rendered so finely where no picture fills it.
_RENDERED_DPI = 220
# More would only cost time.
_MOST_SIDE = 3700
_FILLS = 0.8
_POINTS = 72.0
_LEAST_SIDE = 120


class PictureRefusedError(Exception):
    """A picture that cannot, or must not, be opened: a code, and a sentence for a person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


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


def pictures_of(data: bytes, limits: Limits) -> Iterator[Picture]:
    """The frames of a picture file, upright as far as the file tells.

    Raises:
        PictureRefusedError: it is damaged, too large, or of too many sheets.
    """
    _know_heic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise PictureRefusedError("picture-damaged", "A imagem está danificada e não foi lida.") from problem
    with image:
        frames = getattr(image, "n_frames", 1)
        if frames > limits.sheets:
            raise PictureRefusedError(
                "picture-too-long",
                f"A imagem tem {frames} folhas; são lidas no máximo {limits.sheets}. Divida o arquivo.",
            )
        for number in range(1 if image.format in ("GIF", "WEBP", "PNG") else frames):
            yield _frame(image, number, limits)


def _frame(image: Image.Image, number: int, limits: Limits) -> Picture:
    sheet = f"A folha {number + 1}" if number else "A imagem"
    try:
        image.seek(number)
        if image.width * image.height > limits.pixels:
            raise PictureRefusedError(
                "picture-too-large",
                f"{sheet} passa de {limits.pixels // 1_000_000} megapixels e não foi lida.",
            )
        if image.format == "JPEG":
            image.draft("L", (_MOST_SIDE, _MOST_SIDE))
        before = image.size
        told = image.getexif().get(_EXIF_ORIENTATION, 1)
        dpi = image.info.get("dpi", (0, 0))
        upright = ImageOps.exif_transpose(image)
        return Picture(
            number,
            *_bounded(_grey_of(upright), _told_dpi(dpi), before),
            _TURNED_BY_EXIF.get(told, 0),
        )
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as problem:
        raise PictureRefusedError("picture-damaged", f"{sheet} está danificada e não foi lida.") from problem


def _told_dpi(dpi: Sequence[float]) -> float:
    try:
        told = float(dpi[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0
    return told if 60 <= told <= 1200 else 0.0


def _grey_of(image: Image.Image) -> Grey:
    """On white ground where it lets light through."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return np.asarray(Image.alpha_composite(ground, layer).convert("L"))
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        deep = np.asarray(image, dtype=np.float32)
        top = float(deep.max()) or 1.0
        return (deep * (255.0 / (65535.0 if top > 255 else 255.0))).clip(0, 255).astype(np.uint8)
    return np.asarray(image.convert("L"))


def _bounded(grey: Grey, dpi: float, told_for: tuple[int, int]) -> tuple[Grey, float]:
    """Not larger than needed; a decoder may have made it smaller already."""
    dpi *= max(grey.shape) / max(told_for)
    longest = max(grey.shape)
    if min(grey.shape) < _LEAST_SIDE:
        raise PictureRefusedError("picture-too-small", "A imagem é pequena demais para ser um formulário.")
    if longest > _MOST_SIDE:
        scale = _MOST_SIDE / longest
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
        dpi *= scale
    return np.ascontiguousarray(grey), dpi


def pictures_of_pdf(
    document: pdfium.PdfDocument, numbers: Sequence[int], limits: Limits
) -> Iterator[Picture]:
    """Pages of a PDF as pictures: the picture itself where one fills the page, else the page as it is drawn.

    Raises:
        PictureRefusedError: a page is damaged or too large.
    """
    for number in numbers:
        try:
            with closing(document[number]) as page:
                yield _page_picture(page, number, limits)
        except (pdfium.PdfiumError, ValueError, MemoryError) as problem:
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
            raise PictureRefusedError(
                "picture-too-large",
                f"A imagem da página {number + 1} passa de {limits.pixels // 1_000_000} megapixels "
                "e não foi lida.",
            )
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
