"""Words of the engine as pieces of a line: without tick boxes taken for letters, specks and pen strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from ..placed import Piece
from .engine import OcrWord
from .sheet import PixelBox, TickBox

_SAYS_SOMETHING = re.compile(r"\w")
_LONE_SIGNS = frozenset("-–—&+=/|:;,.\"'()[]*!?%$R$ºª>")
_LEAST_SURE = 0.25
_TALL = 2.2
_LOW = 0.3


def pieces_of(words: Sequence[OcrWord], boxes: Sequence[TickBox], dpi: float) -> list[Piece]:
    """The words that people or printers wrote."""
    heights = [word.box.bottom - word.box.top for word in words if len(word.text) > 2 and word.sure > 0.6]
    usual = median(heights) if heights else 0.1 * dpi
    return [piece for word in words for piece in _without_boxes(word, boxes) if _is_text(piece, usual)]


def _without_boxes(word: OcrWord, boxes: Sequence[TickBox]) -> Iterator[Piece]:
    """A word, or what is left of it beside the boxes that were read as its letters."""
    met = [found.box for found in boxes if _meets(word.box, found.box)]
    text, left, right = word.text, word.box.left, word.box.right
    if met:
        kept = [
            symbol
            for symbol in word.symbols
            if not any(box.left - 2 <= (symbol.left + symbol.right) / 2 <= box.right + 2 for box in met)
        ]
        if not kept:
            return
        text = "".join(symbol.text for symbol in kept)
        left, right = (
            max(kept[0].left, *(box.right for box in met if box.left <= word.box.left + 3), 0),
            kept[-1].right,
        )
        text = text.lstrip("[(|{_") if text[:1] in "[(|{_" else text
    if text:
        yield Piece(text, left, word.box.top, max(right, left + 1), word.box.bottom, word.sure)


def _meets(word: PixelBox, box: PixelBox) -> bool:
    across = min(word.right, box.right) - max(word.left, box.left)
    down = min(word.bottom, box.bottom) - max(word.top, box.top)
    return across > 0.3 * (box.right - box.left) and down > 0.3 * (box.bottom - box.top)


def _is_text(piece: Piece, usual: float) -> bool:
    if not _SAYS_SOMETHING.search(piece.text):
        return (
            all(sign in _LONE_SIGNS for sign in piece.text)
            and piece.sure > 0.5
            and piece.height < 1.5 * usual
        )
    if piece.height > _TALL * usual and piece.sure < 0.8:
        return False
    return piece.sure >= _LEAST_SURE and piece.height > _LOW * usual
