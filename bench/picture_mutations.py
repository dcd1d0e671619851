"""Pictures gone wrong in what their formats are made of: measures, chunks, segments, tags, palettes, boxes.

Sums that a format checks are made right again, so that what stands behind them is reached.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from random import Random

from PIL import Image, UnidentifiedImageError

_SIDES = (0, 1, 7, 119, 500, 40_000, 65_535, 2**31 - 1, 2**32 - 1)
_SHORTS = (0, 1, 2, 3, 7, 8, 16, 255, 32_768, 65_535)
_PNG = b"\x89PNG\r\n\x1a\n"
_TIFFS = {b"II*\0": "<", b"MM\0*": ">"}
_BMP_NUMBERS = (2, 10, 14, 18, 22, 26, 28, 30, 34, 46, 50)
_ORIENTATIONS = (0, 2, 3, 5, 6, 8, 9, 65_535)
_MOST_HEAD = 400
_STRANGE_SIZES = ((1, 1), (1, 4000), (4000, 1), (130, 3900), (3900, 121), (119, 119), (140, 140))


def picture_parts(data: bytes, rng: Random) -> bytes:
    """One part of the format changed; where it is of none that is known here, bytes of its head."""
    for heads, change in _FAMILIES:
        if data.startswith(heads):
            return change(data, rng)
    return _boxes(data, rng) if data[4:8] == b"ftyp" else head_bytes(data, rng)


def head_bytes(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 8)):
        changed[rng.randrange(min(len(changed), _MOST_HEAD))] = rng.randrange(256)
    return bytes(changed)


def saved_otherwise(data: bytes, rng: Random) -> bytes:
    """Sound, and yet odd: of a strange size, another format, turned by what it tells of the telephone."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = opened.convert(rng.choice(("RGB", "L", "1", "RGBA")))
    except (OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError, Image.DecompressionBombError):
        return head_bytes(data, rng)
    if rng.random() < 0.5:
        picture = picture.resize(rng.choice(_STRANGE_SIZES))
    exif = Image.Exif()
    exif[0x0112] = rng.choice(_ORIENTATIONS)
    made = io.BytesIO()
    form = rng.choice(("PNG", "TIFF", "WEBP", "JPEG"))
    if form == "JPEG":
        picture = picture.convert("RGB" if picture.mode == "RGBA" else "L")
    dpi = rng.choice(((110, 110), (1, 1), (0, 0), (9_999, 9_999), (110, 0)))
    picture.save(made, form, exif=exif, dpi=dpi)
    return made.getvalue()


def _png(data: bytes, rng: Random) -> bytes:
    chunks = list(_png_chunks(data))
    at = rng.randrange(len(chunks)) if chunks else 0
    if not chunks:
        return head_bytes(data, rng)
    name, body = chunks[at]
    match rng.randrange(6):
        case 0 | 1:
            sides = struct.pack(">II", rng.choice(_SIDES), rng.choice(_SIDES))
            rest = bytes((rng.choice((1, 2, 4, 8, 16, 3)), rng.randrange(8), 0, 0, rng.randrange(3)))
            head = chunks[0][1]
            chunks[0] = (b"IHDR", sides + head[8:] if rng.random() < 0.5 else head[:8] + rest)
        case 2:
            del chunks[at]
        case 3:
            chunks.insert(at, rng.choice(chunks))
        case 4 if body:
            changed = bytearray(body)
            changed[rng.randrange(len(body))] = rng.randrange(256)
            chunks[at] = (name, bytes(changed[: rng.choice((None, len(body) // 2))]))
        case _:
            bomb = zlib.compress(b"\0" * rng.choice((10, 20_000_000)), 9)
            odd = (
                (b"iCCP", b"a\0\0" + bomb),
                (b"zTXt", b"a\0\0" + bomb),
                (b"eXIf", body[:99]),
                (b"acTL", b"\0" * 8),
            )
            chunks.insert(1, rng.choice(odd))
    return _PNG + b"".join(map(_png_chunk, chunks))


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def _png_chunk(chunk: tuple[bytes, bytes]) -> bytes:
    name, body = chunk
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _jpeg(data: bytes, rng: Random) -> bytes:
    """A segment: its measures, its tables; dropped, doubled or of another length than it says."""
    places = list(_jpeg_segments(data))
    if not places:
        return head_bytes(data, rng)
    at, size = rng.choice(places)
    segment = data[at : at + 2 + size]
    frames = [each for each, _ in places if 0xC0 <= data[each + 1] <= 0xC2]
    match rng.randrange(5):
        case 0 if frames:
            sides = struct.pack(">HH", *(rng.choice(_SIDES[:7]) for _ in "hw"))
            return data[: frames[0] + 5] + sides + data[frames[0] + 9 :]
        case 1:
            return data[:at] + data[at + 2 + size :]
        case 2:
            return data[:at] + segment * rng.choice((2, 50)) + data[at + 2 + size :]
        case 3:
            return data[: at + 2] + struct.pack(">H", rng.choice(_SHORTS)) + data[at + 4 :]
        case _:
            changed = bytearray(data)
            for _ in range(rng.choice((1, 4))):
                changed[at + 4 + rng.randrange(max(1, size - 2))] = rng.randrange(256)
            return bytes(changed)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while at + 4 < len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        (size,) = struct.unpack_from(">H", data, at + 2)
        yield at, size
        at += 2 + size


def _tiff(data: bytes, rng: Random) -> bytes:
    """An entry of a list of tags: another tag, type, count or value; or where the next list begins."""
    order = _TIFFS[data[:4]]
    changed = bytearray(data)
    (at,) = struct.unpack_from(order + "I", data, 4)
    if at + 2 > len(data):
        return head_bytes(data, rng)
    (entries,) = struct.unpack_from(order + "H", data, at)
    for _ in range(rng.choice((1, 1, 3))):
        entry = at + 2 + 12 * rng.randrange(max(1, min(entries, 40)))
        if entry + 16 > len(data):
            break
        match rng.randrange(6):
            case 0:
                struct.pack_into(
                    order + "H", changed, entry, rng.choice((256, 257, 259, 262, 273, 277, 322, 324))
                )
            case 1:
                struct.pack_into(order + "H", changed, entry + 2, rng.randrange(15))
            case 2:
                struct.pack_into(
                    order + "I", changed, entry + 4, rng.choice((0, 1, 2, 70_000, 2**31, 2**32 - 1))
                )
            case 3 | 4:
                struct.pack_into(
                    order + "I", changed, entry + 8, rng.choice((*_SHORTS, *_SIDES, len(data) - 4))
                )
            case _:
                after = min(at + 2 + 12 * entries, len(data) - 4)
                # A list that leads back to itself has no end.
                struct.pack_into(order + "I", changed, after, rng.choice((at, 8, len(data) - 9, 2**32 - 1)))
    return bytes(changed)


def _numbers_at(data: bytes, rng: Random, places: tuple[int, ...]) -> bytes:
    at = rng.choice(places)
    written = struct.pack("<I", rng.choice((*_SIDES, *_SHORTS)))[: rng.choice((1, 2, 4))]
    return data[:at] + written + data[at + len(written) :]


def _boxes(data: bytes, rng: Random) -> bytes:
    """The length that a box or chunk tells, its name, or what it begins with."""
    names = (
        b"VP8 ",
        b"VP8L",
        b"VP8X",
        b"ANMF",
        b"EXIF",
        b"meta",
        b"iloc",
        b"ispe",
        b"iprp",
        b"irot",
        b"mdat",
        b"hvcC",
    )
    found = [place for name in names if (place := data.find(name)) > 0]
    if not found:
        return head_bytes(data, rng)
    at = rng.choice(found)
    # The length stands before the name in the one family, behind it in the other.
    at += rng.choice((-4, 4, 8, 12, 16))
    written = struct.pack(rng.choice("<>") + "I", rng.choice((*_SIDES, *_SHORTS)))[: rng.choice((1, 2, 4))]
    return data[:at] + written + data[at + len(written) :]


def _bmp(data: bytes, rng: Random) -> bytes:
    return _numbers_at(data, rng, _BMP_NUMBERS)


def _gif(data: bytes, rng: Random) -> bytes:
    """Its measures, or what stands anywhere behind them."""
    return _numbers_at(data, rng, (6, 8, 10, 11, *(rng.randrange(13, max(14, len(data))) for _ in "abc")))


_FAMILIES = (
    ((_PNG,), _png),
    ((b"\xff\xd8",), _jpeg),
    (tuple(_TIFFS), _tiff),
    ((b"BM",), _bmp),
    ((b"GIF8",), _gif),
    ((b"RIFF",), _boxes),
)
