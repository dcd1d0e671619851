"""Small pictures of pictures, and what a picture that claims to be enormous gets instead.

A few kilobytes may claim to unfold into gigabytes. So the size that a picture claims is read before anything
of it is unfolded, and nothing is unfolded whose size is beyond bounds.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

LARGEST_PICTURE = 250_000_000
"""Pixels that no camera of a phone exceeds: what claims more is not kept."""
LARGEST_UNFOLDED = 50_000_000
"""Pixels that a worker unfolds for a thumbnail; larger pictures are kept without one."""
LARGEST_AT_ONCE = 6_000_000
"""Pixels, and…"""
LONGEST_AT_ONCE = 2 * 1024 * 1024
"""…bytes of a picture whose thumbnail is made while its sender waits."""
SIDE = 360

_READ = ("PNG", "JPEG", "GIF", "WEBP")


def pixels_of(content: bytes) -> int | None:
    """How many pixels a picture claims, None where it says nothing that can be read."""
    picture = _opened(content)
    return picture.width * picture.height if picture is not None else None


def is_quick(content: bytes) -> bool:
    """Whether a thumbnail takes so little that it is made at once."""
    return len(content) <= LONGEST_AT_ONCE and (pixels_of(content) or 0) <= LARGEST_AT_ONCE


def thumbnail_of(content: bytes) -> bytes | None:
    """A JPEG of at most `SIDE` pixels, without what a camera wrote into it; None for a damaged picture."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only who makes one pays for it

    picture = _opened(content)
    if picture is None:
        return None
    # A JPEG is unfolded at a fraction of its size; for the others this does nothing.
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))
    if picture.width * picture.height > LARGEST_UNFOLDED:
        return None
    try:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((SIDE, SIDE))
        with_ground = upright.convert("RGBA")
        flat = Image.new("RGB", with_ground.size, "white")
        flat.paste(with_ground, mask=with_ground.getchannel("A"))
        made = io.BytesIO()
        flat.save(made, "JPEG", quality=80)
    except _unreadable():
        return None
    return made.getvalue()


def _opened(content: bytes) -> Picture | None:
    """The picture with its header read, nothing unfolded."""
    from PIL import Image  # noqa: PLC0415 - see above

    # The library's own bound is below ours, and warns first: what claims more than ours is asked for here.
    Image.MAX_IMAGE_PIXELS = None
    try:
        return Image.open(io.BytesIO(content), formats=_READ)
    except _unreadable():
        return None


def _unreadable() -> tuple[type[Exception], ...]:
    """What the library raises for damaged pictures, of all kinds."""
    import struct  # noqa: PLC0415

    return (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, struct.error, TypeError)
