"""Ink that the engine passed over or hardly read: a digit alone in its cell, a word of which it made nothing.

Each is read by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

import cv2
import numpy as np

from .engine import ONE_LINE, Engine, OcrWord
from .lighting import inked
from .sheet import Grey, PixelBox

_MOST = 30
_LEAST_SURE = 0.4
_HARDLY_READ, _SHORT_HARDLY_READ, _CLEARLY_SURER = 0.6, 0.85, 0.1
_SHORT = 3
# In heights of the letters.
_LOW, _HIGH, _NEXT, _LONGEST = 0.55, 1.7, 0.6, 24.0
_A_WORD, _BESIDE, _MOSTLY = 3.0, 1.0, 0.6
_ROOM_ABOUT, _LEAST_INK = 0.15, 0.06
# Of the sheet's width.
_EDGE = 0.015
_TALL = 34.0


def with_missed_words(words: Sequence[OcrWord], clear: Grey, dpi: float, engine: Engine) -> list[OcrWord]:
    """The words, and those that stand where there is ink and no word."""
    heights = [word.box.bottom - word.box.top for word in words if len(word.text) > 2 and word.sure > 0.6]
    tall = median(heights) if len(heights) > 5 else 0.1 * dpi
    found = _with_rows_apart(words, clear, tall, engine)
    found = _with_hardly_read(found, clear, tall, engine)
    for box in _clusters(words, clear, tall)[:_MOST]:
        word = _read(clear, box, tall, engine)
        if word is not None:
            found.append(word)
    return found


def unread_ink(taken: Iterable[PixelBox], clear: Grey, tall: float) -> list[PixelBox]:
    """Ink as high as letters that none of some boxes holds."""
    ink = inked(clear)
    room = max(2, round(_ROOM_ABOUT * tall))
    for box in taken:
        ink[max(0, box.top - room) : box.bottom + room, max(0, box.left - room) : box.right + room] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = ink.shape
    return [
        PixelBox(left, top, left + wide, top + high)
        for left, top, wide, high, area in stats[1:].tolist()
        if _LOW * tall < high < _HIGH * tall
        and wide < _LONGEST * tall
        and area > _LEAST_INK * tall * tall
        and min(left, top, width - left - wide, height - top - high) > _EDGE * width
    ]


def _with_rows_apart(words: Sequence[OcrWord], clear: Grey, tall: float, engine: Engine) -> list[OcrWord]:
    """The words; of one that took in what stands above or below it, a label and a digit, each row by itself,
    but for those that are another word."""
    found: list[OcrWord] = []
    for word in words:
        rows = _rows_of(word.box, clear, tall) if word.box.bottom - word.box.top > _HIGH * tall else []
        alone = [_read_alone(row, clear, tall, engine) for row in rows] if len(rows) > 1 else []
        apart = [each for each in alone if each is not None and each.sure >= _LEAST_SURE]
        own = [
            each
            for each in apart
            if not any(_holds(other.box, each.box) for other in words if other is not word)
        ]
        if len(own) == 1 and own[0].text == word.text:
            found.append(own[0])
        else:
            found += apart if len(apart) > 1 else [word]
    return found


def _holds(word: PixelBox, row: PixelBox) -> bool:
    """Whether a row of some word is another word."""
    across = min(word.right, row.right) - max(word.left, row.left)
    level = (row.top + row.bottom) / 2
    return word.top < level < word.bottom and across > _MOSTLY * (row.right - row.left)


def _rows_of(box: PixelBox, clear: Grey, tall: float) -> list[PixelBox]:
    """The rows of letters in a box, with a white line between each and the next."""
    ink = inked(clear[box.top : box.bottom, box.left : box.right])
    edges = np.flatnonzero(np.diff(ink.any(axis=1).astype(np.int8), prepend=0, append=0)).tolist()
    found = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        if bottom - top > _LOW * tall:
            across = np.flatnonzero(ink[top:bottom].any(axis=0))
            left, right = int(across[0]), int(across[-1]) + 1
            found.append(PixelBox(box.left + left, box.top + top, box.left + right, box.top + bottom))
    return found


def _with_hardly_read(words: Sequence[OcrWord], clear: Grey, tall: float, engine: Engine) -> list[OcrWord]:
    """The words, where those that came out as next to nothing are read by themselves."""
    found = []
    looks = 0
    for word in words:
        high = word.box.bottom - word.box.top
        enough = _SHORT_HARDLY_READ if len(word.text) <= _SHORT else _HARDLY_READ
        if word.sure < enough and _LOW * tall < high < _HIGH * tall and looks < _MOST:
            looks += 1
            again = _read_alone(word.box, clear, tall, engine)
            if again is not None and again.sure > word.sure + _CLEARLY_SURER:
                found.append(again)
                continue
        found.append(word)
    return found


def _clusters(words: Sequence[OcrWord], clear: Grey, tall: float) -> list[PixelBox]:
    """Letters of the usual height that no word holds, those side by side together."""
    ink = inked(clear)
    for word in words:
        box = word.box
        ink[max(0, box.top - 2) : box.bottom + 2, max(0, box.left - 2) : box.right + 2] = 0
    joined = cv2.dilate(ink, np.ones((3, max(3, round(_NEXT * tall))), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    height, width = ink.shape
    boxes = []
    for left, top, wide, high, _ in stats[1:].tolist():
        at_edge = left < 0.01 * width or left + wide > 0.99 * width or top < 3 or top + high > height - 3
        if not at_edge and _LOW * tall < high - 2 < _HIGH * tall and wide < _LONGEST * tall:
            box = PixelBox(left, top, left + wide, top + high)
            if wide > _A_WORD * tall or _stands_alone(box, words, tall):
                boxes.append(box)
    return boxes


def _stands_alone(box: PixelBox, words: Sequence[OcrWord], tall: float) -> bool:
    """A short piece beside a word is a letter of it, whose place the engine tells badly."""
    return not any(
        min(box.bottom, word.box.bottom) > max(box.top, word.box.top)
        and max(box.left, word.box.left) - min(box.right, word.box.right) < _BESIDE * tall
        for word in words
    )


def _read(clear: Grey, box: PixelBox, tall: float, engine: Engine) -> OcrWord | None:
    room = round(0.4 * tall)
    left, top = max(0, box.left - room), max(0, box.top - room)
    text, sure = _text_in(clear[top : box.bottom + room, left : box.right + room], tall, engine)
    if not any(map(str.isalnum, text)) or sure < _LEAST_SURE:
        return None
    # The widening reached beyond the letters on both sides.
    slack = round(_NEXT * tall / 2)
    tight = PixelBox(
        box.left + slack, box.top + 1, max(box.left + slack + 1, box.right - slack), box.bottom - 1
    )
    return OcrWord(text, tight, sure, ())


def _read_alone(box: PixelBox, clear: Grey, tall: float, engine: Engine) -> OcrWord | None:
    """The word in a box, without its neighbours."""
    over, beside = round(0.3 * tall), round(0.12 * tall)
    top, left = max(0, box.top - over), max(0, box.left - beside)
    text, sure = _text_in(clear[top : box.bottom + over, left : box.right + beside], tall, engine)
    return OcrWord(text, box, sure, ()) if any(map(str.isalnum, text)) else None


def _text_in(crop: Grey, tall: float, engine: Engine) -> tuple[str, float]:
    """What a cut of the sheet says, as one line, larger and with white about it."""
    scale = min(3.0, max(1.0, _TALL / tall))
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    read = engine.words(np.ascontiguousarray(np.pad(large, 20, constant_values=255)), ONE_LINE, dpi=300)
    return " ".join(word.text for word in read), min((word.sure for word in read), default=0.0)
