"""Pieces that hang under others: words of an option, of a label or of a value that were wrapped in a column.

What stands beside them may be set higher or lower, so that a row is no row of one table: each piece is looked
at by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from .labels import Labels
from .rows import Piece, Row
from .tables import Rule

# In em: rows of one cell are no further apart.
_TIGHT = 1.38
_SAME_LEFT = 2.2
_BLANK = 0.26


def with_hanging(rows: Sequence[Row], right: float, labels: Labels, rules: Sequence[Rule]) -> list[Row]:
    """The rows; a piece that goes on with one above it is put behind that one."""
    kept: list[Row] = []
    for row in rows:
        apart = row.pieces if _is_own(row, kept[-1:], labels) else _apart(row, kept, right, labels, rules)
        if apart:
            kept.append(Row(apart, row.baseline, row.size))
    return kept


def _apart(row: Row, kept: Sequence[Row], right: float, labels: Labels, rules: Sequence[Rule]) -> list[Piece]:
    """The pieces of a row that go on with none above it; the others are put behind theirs."""
    apart: list[Piece] = []
    answered: Piece | None = None  # The question whose boxes stand in this row.
    for piece in row.pieces:
        found = _above(piece, row, kept[-3:])
        asked = _asked(piece, row, kept[-1:], labels)
        if asked and (found is None or found[0] is asked):
            asked.hang(piece)
            continue
        if piece.opens_box and found and labels.is_question(found[0].text):
            answered = found[0]
        elif answered and not piece.opens_box:
            answered = None
        if piece.opens_box and answered:
            answered.hang(piece)
            continue
        found = None if piece.opens_box or _has_own_box(piece, row) else found
        if found is None or _is_parted(found[0], piece, row, rules):
            apart.append(piece)
            continue
        known, other = found
        ends = other.pieces[-1].text
        alone = len(row.pieces) == 1 or labels.is_label(ends) or labels.goes_on(ends, piece.text)
        behind = _is_behind(other.pieces[-1], piece)
        if (alone or behind) and piece is row.pieces[0] and _is_one_text(other, piece, right, labels):
            other.pieces[-1].hang(piece)
            if behind:
                # The fields of a text that tabs part, over several lines.
                other.pieces.extend(row.pieces[1:])
                return []
            continue
        if behind and piece is row.pieces[0] and _goes_on(other.pieces[-1], piece, labels):
            other.pieces[-1].hang(piece)
            continue
        following = other.pieces.index(known) + 1
        limit = other.pieces[following].left - 1 if following < len(other.pieces) else right
        columns = len(other.pieces) > 1 or len(row.pieces) > 1
        if _stands_in_head(known, other, labels):
            apart.append(piece)
            continue
        if _hangs(known, piece, limit, labels, columns=columns):
            known.hang(piece)
        else:
            apart.append(piece)
    return apart


def _is_own(row: Row, above: Sequence[Row], labels: Labels) -> bool:
    """Whether a row is a label and what stands beside it: no piece of it goes on with one above."""
    first = row.pieces[0]
    if len(row.pieces) == 1 or not labels.is_label(first.text):
        return False
    return not any(labels.goes_on(piece.text, first.text) for other in above for piece in other.pieces)


def _asked(piece: Piece, row: Row, rows: Sequence[Row], labels: Labels) -> Piece | None:
    """The question whose boxes and words the file writes right before a piece, which had no room there."""
    if labels.opens_part(piece.text):
        return None
    for other in rows:
        for known in other.pieces[:-1]:
            last = known.last.words[-1]
            close = row.baseline - known.last.words[0].baseline <= _TIGHT * piece.size
            if close and 0 < last.last_place == piece.words[0].place - 1 and labels.is_question(known.text):
                return known
    return None


def _stands_in_head(known: Piece, row: Row, labels: Labels) -> bool:
    """Whether a label that is a question stands among others without a colon: values stand below each."""
    if not known.text.rstrip().endswith("?") or not labels.is_label(known.text):
        return False
    others = [each.text.rstrip() for each in row.pieces]
    return any(
        labels.is_label(text) and text[-1] not in ":?" and not labels.is_question(text) for text in others
    )


def _above(piece: Piece, row: Row, rows: Sequence[Row]) -> tuple[Piece, Row] | None:
    """The piece, and its row, under whose words a piece stands closely."""
    for other in reversed(rows):
        for known in other.pieces:
            pitch = row.baseline - known.last.words[0].baseline
            close = 0.7 * piece.size < pitch <= _TIGHT * piece.size
            if close and min(abs(known.text_left - piece.left), abs(known.left - piece.left)) < _SAME_LEFT:
                return known, other
    return None


def _has_own_box(piece: Piece, row: Row) -> bool:
    """Whether a box stands in a cell of its own before a piece: its words are of no option above."""
    place = row.pieces.index(piece)
    return place > 0 and row.pieces[place - 1].is_box


def _is_behind(last: Piece, piece: Piece) -> bool:
    """Whether the file writes a piece right behind another one."""
    return 0 < last.last.words[-1].last_place == piece.words[0].place - 1


def _goes_on(last: Piece, piece: Piece, labels: Labels) -> bool:
    """Whether a piece at the left edge is the rest of the option at the end of the row above."""
    return last.opens_box and not piece.opens_box and labels.joint(last.text, piece.text) is not None


def _is_one_text(above: Row, piece: Piece, right: float, labels: Labels) -> bool:
    """Whether a row of labels and values that tabs part had no room, and goes on at its left edge."""
    first, last, word = above.pieces[0], above.pieces[-1].last, piece.words[0]
    if first is above.pieces[-1] or not labels.opens_field(first.text) or labels.opens_part(piece.text):
        return False
    if abs(first.left - piece.left) >= _SAME_LEFT or all(labels.is_label(each.text) for each in above.pieces):
        return False
    if labels.goes_on(first.text, piece.text):
        return False
    if 0 < word.place < above.pieces[1].words[0].place:
        # The file writes it right behind the first piece.
        return False
    return last.right + _BLANK * word.size + word.right - word.left > right


def _is_parted(known: Piece, piece: Piece, row: Row, rules: Sequence[Rule]) -> bool:
    above, below = known.last.words[0].baseline, row.baseline - 0.3 * row.size
    return any(above < y < below and left < piece.right and right > piece.left for y, left, right in rules)


def _hangs(known: Piece, piece: Piece, limit: float, labels: Labels, *, columns: bool) -> bool:
    text = known.text
    if known.opens_box:
        return abs(known.text_left - piece.left) < _SAME_LEFT and known.last.font == piece.words[0].font
    if labels.goes_on(text, piece.text) and known.last.font == piece.font:
        return True
    if not columns:
        return False
    if labels.is_label(text):
        is_other = labels.opens_part(piece.text) or labels.is_begun(piece.text)
        return text.rstrip().endswith((":", "?")) and not is_other
    first = piece.words[0]
    if known.last.font != first.font or labels.opens_part(piece.text) or labels.opens_block(text):
        return False
    return known.last.right + _BLANK * first.size + first.right - first.left > limit + 0.2
