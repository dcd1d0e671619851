"""Small pictures cut out of the pictures of sheets.

A page of the review asks for some fifty crops of two or three sheets: the sheets unfolded last are kept in
memory, so that each is unfolded once.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .models import Sheet
from .paper_places import Place

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_KEPT_UNFOLDED = 4
_WIDEST = 1_000
_TALLEST = 1_400
_SMALL_SIDE = 320

_unfolded: OrderedDict[str, Picture] = OrderedDict()
_lock = threading.Lock()


def crop(sheets: Sequence[Sheet], places: Sequence[Place]) -> bytes | None:
    """A JPEG of these places, one under the other; None where no picture of them is kept."""
    from PIL import Image  # noqa: PLC0415 - only who cuts pays for it

    pictures = {sheet.number: _picture_of(sheet) for sheet in sheets}
    cut = [
        picture.crop(place.cut.pixels(*picture.size))
        for place in places
        if (picture := pictures.get(place.sheet)) is not None
    ]
    if not cut:
        return None
    whole = Image.new("RGB", (max(part.width for part in cut), sum(part.height for part in cut)), "white")
    top = 0
    for part in cut:
        whole.paste(part, (0, top))
        top += part.height
    whole.thumbnail((_WIDEST, _TALLEST))
    return _jpeg(whole, 82)


def small_picture(sheet: Sheet) -> bytes | None:
    """The whole sheet, as small as it lies among others."""
    picture = _picture_of(sheet)
    if picture is None:
        return None
    small = picture.copy()
    small.thumbnail((_SMALL_SIDE, _SMALL_SIDE))
    return _jpeg(small, 75)


def _jpeg(picture: Picture, quality: int) -> bytes:
    made = io.BytesIO()
    picture.convert("RGB").save(made, "JPEG", quality=quality)
    return made.getvalue()


def _picture_of(sheet: Sheet) -> Picture | None:
    """The sheet's picture, unfolded: pictures of sheets are our own, of a bounded size."""
    from PIL import Image  # noqa: PLC0415 - see above

    name = sheet.picture.name or ""
    with _lock:
        if name in _unfolded:
            _unfolded.move_to_end(name)
            return _unfolded[name]
    try:
        with sheet.picture.open("rb") as kept:
            picture = Image.open(io.BytesIO(kept.read()))
            picture.load()
    except OSError:
        return None
    with _lock:
        _unfolded[name] = picture
        while len(_unfolded) > _KEPT_UNFOLDED:
            _unfolded.popitem(last=False)
    return picture
