"""Words of the engine as pieces of a line: without tick boxes taken for letters, specks and pen strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from ..placed import Piece
from .engine import OcrWord
from .lighting import inked
from .lone_signs import without_rests
from .sheet import Grey, Mark, PixelBox, TickBox
from .tick_labels import is_answer, is_word_of_option

_SAYS_SOMETHING = re.compile(r"\w")
_LONE_SIGNS = frozenset("-–—&+=/|:;,.\"'()[]*!?%$R$ºª>")
# CNPJ and PJ, as their last letter mostly comes out.
_LOST_J = re.compile(r"(?<=^CNP)[)\].I|](?=:?$)|(?<=^CNP)(?=:?$)|(?<=^P)[)\]]$")
# Letters drawn alike, small among capitals: "NÃo"; not the s of "CROs".
_SMALL_AMONG_CAPITALS = re.compile(r"(?<![^\W\d_])[A-ZÀ-Ý]{2,}[ocuvwxz][A-ZÀ-Ý]*(?![^\W\d_])")
# PJ and PF with a speck behind.
_TYPE_AND_SPECK = re.compile(r"(?<=^P[FJ])[:;,.·'’]$")
_QUOTES = "“”\"‘’'«»"
_STROKES = f"{_QUOTES}.,:;-–—~^*`´|_"
_LEAST_SURE = 0.25
_TALL = 2.2
_TALL_WORD, _LEAST_LETTERS = 1.4, 0.5
_LOW = 0.3
_LEFT_OVER = frozenset("()[]|")
_BESIDE = 0.5


def pieces_of(words: Sequence[OcrWord], boxes: Sequence[TickBox], clear: Grey, dpi: float) -> list[Piece]:
    """The words that people or printers wrote."""
    heights = [word.box.bottom - word.box.top for word in words if len(word.text) > 2 and word.sure > 0.6]
    usual = median(heights) if heights else 0.1 * dpi
    ink = inked(clear)
    level = (_on_its_line(word, usual, ink) for word in words)
    found = (piece for word in level for piece in _without_boxes(word, boxes))
    whole = _without_odd_quotes([_without_strokes(piece, boxes) for piece in found])
    kept = [piece for piece in whole if piece.text and _is_text(piece, usual)]
    return without_rests([piece for piece in kept if not _is_left_of_a_box(piece, boxes)], usual)


def _is_left_of_a_box(piece: Piece, boxes: Sequence[TickBox]) -> bool:
    """A bracket or a stroke that stood about a box and was not wiped off with it."""
    if piece.text not in _LEFT_OVER:
        return False
    return any(
        box.top < piece.middle < box.bottom
        and max(box.left - piece.right, piece.left - box.right) < _BESIDE * (box.bottom - box.top)
        for box in (found.box for found in boxes)
    )


def _without_strokes(piece: Piece, boxes: Sequence[TickBox]) -> Piece:
    """The words of a ticked box without what its pen wrote into them."""
    text = piece.text.lstrip(_STROKES)
    if text == piece.text or not text[:1].isalnum():
        return piece
    behind = any(
        box.top < piece.middle < box.bottom and abs(piece.left - box.right) < _BESIDE * (box.bottom - box.top)
        for box in (found.box for found in boxes if found.mark is not Mark.EMPTY)
    )
    return replace(piece, text=text) if behind else piece


def _on_its_line(word: OcrWord, usual: float, ink: Grey) -> OcrWord:
    """A word whose box took in a speck above or below it: the box of its letters alone."""
    box = word.box
    if box.bottom - box.top < _TALL_WORD * usual:
        return word
    rows = ink[max(0, box.top) : box.bottom, max(0, box.left) : box.right].sum(axis=1) > 0
    bands: list[list[int]] = []
    for row in np.flatnonzero(rows).tolist():
        if bands and row - bands[-1][1] <= 2:
            bands[-1][1] = row
        else:
            bands.append([row, row])
    if len(bands) < 2:
        return word
    top, bottom = max(bands, key=lambda band: band[1] - band[0])
    if bottom - top < _LEAST_LETTERS * usual:
        return word
    return replace(word, box=PixelBox(box.left, box.top + top, box.right, box.top + bottom + 1))


def _without_odd_quotes(pieces: Sequence[Piece]) -> list[Piece]:
    """A quote that no other closes near by is the rest of a line or a box."""
    kept = []
    for piece in pieces:
        text = piece.text
        if text[:1] in _QUOTES and not any(_closes(piece, other) for other in pieces):
            text = text.lstrip(_QUOTES)
        kept.append(piece if text == piece.text else replace(piece, text=text))
    return kept


def _closes(opening: Piece, other: Piece) -> bool:
    """Whether a quote ends a word on the same line, or on the next."""
    end = other.text.rstrip(".,;:!?)")[-1:]
    if end not in _QUOTES or (other is opening and len(other.text) < 3):
        return False
    below = other.middle - opening.middle
    return -0.7 * opening.height < below < 2 * opening.height


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
        # What a mark left of itself beside its box.
        while kept and kept[0].text in _STROKES and any(kept[0].left < box.right for box in met):
            kept = kept[1:]
        if not kept:
            return
        text = "".join(symbol.text for symbol in kept)
        left, right = (
            max(kept[0].left, *(box.right for box in met if box.left <= word.box.left + 3), 0),
            kept[-1].right,
        )
        text = text.lstrip("[(|{_") if text[:1] in "[(|{_" else text
    text = _TYPE_AND_SPECK.sub("", _LOST_J.sub("J", text))
    text = _SMALL_AMONG_CAPITALS.sub(lambda word: word[0].upper(), text)
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
    # What a mark left of itself makes the word beside it unsure.
    sure_enough = piece.sure >= _LEAST_SURE or is_word_of_option(piece.text) or is_answer(piece.text)
    return sure_enough and piece.height > _LOW * usual
