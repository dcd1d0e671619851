"""Options in columns, whose words may be wrapped below their box."""

from __future__ import annotations

from collections.abc import Sequence

from .pieces import Piece, TextLine

# In heights of the letters.
_ALIGNED = 0.7
_NEXT_LINE = 1.9
_BESIDE = 2.5


def with_whole_options(lines: Sequence[TextLine], em: float) -> list[TextLine]:
    """Words that stand below an option's words, and right of its box, go back to them."""
    found: list[list[Piece]] = []
    levels: list[TextLine] = []
    for line in lines:
        above = found[-1] if found else None
        moved = _moved(line, above, levels[-1], em) if above and levels[-1].has_tick else None
        if moved is None or above is None:
            found.append(list(line.pieces))
            levels.append(line)
            continue
        for label, words in moved:
            place = above.index(label) + 1
            above[place:place] = words
    return [TextLine(tuple(pieces)) for pieces in found]


def _moved(
    line: TextLine, above: Sequence[Piece], level: TextLine, em: float
) -> list[tuple[Piece, list[Piece]]] | None:
    """For each stretch of the line, the last word of the option that it goes on from; None if not all do."""
    if line.has_tick or line.middle - level.middle > _NEXT_LINE * em:
        return None
    found: list[tuple[Piece, list[Piece]]] = []
    for words in _stretches(line, em):
        label = next(
            (each for each in _labels(above, em) if abs(each[0].left - words[0].left) < _ALIGNED * em), None
        )
        if label is None:
            return None
        found.append((label[-1], words))
    return found


def _labels(pieces: Sequence[Piece], em: float) -> list[list[Piece]]:
    """The words behind each box."""
    labels: list[list[Piece]] = []
    for number, piece in enumerate(pieces):
        if piece.is_tick:
            labels.append([])
        elif labels and (not labels[-1] or piece.left - labels[-1][-1].right < _BESIDE * em):
            labels[-1].append(piece)
        elif number and labels:
            labels.append([])
    return [label for label in labels if label]


def _stretches(line: TextLine, em: float) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for piece in line.pieces:
        if found and piece.left - found[-1][-1].right < _BESIDE * em:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found
