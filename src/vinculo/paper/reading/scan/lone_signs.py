"""Signs that stand alone on a sheet: rests of dashed rules, holes that were taken for signs, and a
nought that looks like a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import inf

from ..placed import Piece

# In heights of the letters.
_MARGIN = 2.0
_NEXT = 1.6
_LEVEL = 0.6
_SURE_IN_MARGIN = 0.85
# So many of a hundred words begin left of where the others do, for all kinds of reasons.
_OUTSIDE, _ENOUGH = 0.03, 30
# Where there are more strokes, they part labels from each other.
_FEW = 2
_RULE = re.compile(r"[-–—|_.:=!\"']+")
_NOUGHT = re.compile(r"[(\[]?[oO0Q][)\]]?")
# "|41", "[24/10/25", but not "[x]".
_EDGE_BEFORE = re.compile(r"^[|¦]+(?=\w)|^[\[{](?=\w[^\]}]*$)")


def without_rests(pieces: Sequence[Piece], usual: float) -> list[Piece]:
    """The pieces without rests of ruling lines; a round sign with nothing beside it is a nought."""
    kept: list[Piece] = []
    left, right = _margins(pieces)
    strokes = sum(piece.text == "|" for piece in pieces)
    for piece in pieces:
        beyond = max(left - piece.right, piece.left - right)
        if beyond > _MARGIN * usual and piece.sure < _SURE_IN_MARGIN:
            continue
        text = _EDGE_BEFORE.sub("", piece.text)
        if _RULE.fullmatch(text) and _is_alone(piece, pieces, usual):
            continue
        if _NOUGHT.fullmatch(text) and _is_alone(piece, pieces, usual):
            text = "0"
        if piece.text == "|" and strokes <= _FEW and _is_between_words(piece, pieces, usual):
            text = "/"
        kept.append(piece if text == piece.text else replace(piece, text=text))
    return kept


def _margins(pieces: Sequence[Piece]) -> tuple[float, float]:
    """Where the words of the sheet begin and end; nowhere if it has only a few."""
    words = [piece for piece in pieces if len(piece.text) > 2]
    if len(words) < _ENOUGH:
        return -inf, inf
    outside = round(_OUTSIDE * len(words))
    return sorted(each.left for each in words)[outside], sorted(-each.right for each in words)[outside] * -1


def _is_between_words(piece: Piece, pieces: Sequence[Piece], usual: float) -> bool:
    """Whether words stand close on both sides: people write a slash there, hardly a stroke."""
    beside = [
        other for other in pieces if len(other.text) > 1 and abs(other.middle - piece.middle) < _LEVEL * usual
    ]
    before = any(0 < piece.left - other.right < usual and other.text[-1].isalpha() for other in beside)
    behind = any(0 < other.left - piece.right < usual and other.text[0].isalpha() for other in beside)
    return before and behind and piece.height < _NEXT * usual


def _is_alone(piece: Piece, pieces: Sequence[Piece], usual: float) -> bool:
    """Whether no word stands beside it."""
    return not any(
        any(map(str.isalnum, other.text))
        and abs(other.middle - piece.middle) < _LEVEL * usual
        and max(other.left, piece.left) - min(other.right, piece.right) < _NEXT * usual
        for other in pieces
        if other is not piece
    )
