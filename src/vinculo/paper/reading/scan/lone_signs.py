"""Signs that stand alone on a sheet: rests of dashed rules, and a nought that looks like a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..placed import Piece

# In heights of the letters.
_NEXT = 1.6
_LEVEL = 0.6
_RULE = re.compile(r"[-–—|_.:=!\"']+")
_NOUGHT = re.compile(r"[(\[]?[oO0Q][)\]]?")
# "|41", "[24/10/25", but not "[x]".
_EDGE_BEFORE = re.compile(r"^[|¦]+(?=\w)|^[\[{](?=\w[^\]}]*$)")


def without_rests(pieces: Sequence[Piece], usual: float) -> list[Piece]:
    """The pieces without rests of ruling lines; a round sign with nothing beside it is a nought."""
    kept: list[Piece] = []
    for piece in pieces:
        text = _EDGE_BEFORE.sub("", piece.text)
        if _RULE.fullmatch(text) and _is_alone(piece, pieces, usual):
            continue
        if _NOUGHT.fullmatch(text) and _is_alone(piece, pieces, usual):
            text = "0"
        kept.append(piece if text == piece.text else replace(piece, text=text))
    return kept


def _is_alone(piece: Piece, pieces: Sequence[Piece], usual: float) -> bool:
    """Whether no word stands beside it."""
    return not any(
        any(map(str.isalnum, other.text))
        and abs(other.middle - piece.middle) < _LEVEL * usual
        and max(other.left, piece.left) - min(other.right, piece.right) < _NEXT * usual
        for other in pieces
        if other is not piece
    )
