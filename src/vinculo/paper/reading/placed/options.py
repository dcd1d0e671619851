"""Options in columns, whose words may be wrapped below their box, or above and below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from .hanging import PrintedLabels, text_of
from .pieces import Piece, TextLine

# In heights of the letters.
_ALIGNED = 0.7
_NEXT_LINE = 1.9
_BESIDE = 2.5
_ONE_BLANK = 0.7
# From a box half way up its words to the line above or below: of two lines, of three.
_HALF_A_LINE, _WHOLE_LINE = 1.1, 1.6


def with_whole_options(
    lines: Sequence[TextLine], em: float, labels: PrintedLabels | None = None
) -> list[TextLine]:
    """Words that stand below an option's words, and right of its box, go back to them; so do those of the
    list's label before the boxes, where `labels` know it."""
    lines = _with_words_in_columns(_with_words_about_boxes(lines, em), em)
    found: list[list[Piece]] = []
    levels: list[TextLine] = []
    for line in lines:
        above = found[-1] if found else None
        moved = _moved(line, above, levels[-1], em, labels) if above and levels[-1].has_tick else None
        if moved is None or above is None:
            found.append(list(line.pieces))
            levels.append(line)
            continue
        for label, words in moved:
            place = above.index(label) + 1
            above[place:place] = words
    return [TextLine(tuple(pieces)) for pieces in found]


@dataclass(slots=True)
class _Option:
    """A box and its words, and how far down they reach."""

    words: list[Piece]
    level: float


def _with_words_in_columns(lines: Sequence[TextLine], em: float) -> Sequence[TextLine]:
    """Options side by side of which each begins at a level of its own: words between the boxes of others go
    back to the one that they stand below."""
    rows: list[list[list[Piece]]] = []
    options: list[_Option] = []
    for line in lines:
        begun: list[_Option] = []
        kept: list[list[Piece]] = []
        bare: list[tuple[list[Piece], _Option | None]] = []
        for words in _columns(line, em):
            if words[0].is_tick:
                kept.append(words)
                begun.append(_Option(words, line.middle))
            else:
                bare.append((words, _option_above(words, line.middle, options, em)))
        # Words alone on their line are those of options if all are; the line right below is left to others.
        moved = line.has_tick or all(option for _, option in bare)
        for words, option in bare:
            if option is None or not moved:
                kept.append(words)
            else:
                option.words += words
                option.level = line.middle
        rows.append(kept)
        options = [each for each in options if line.middle - each.level < _NEXT_LINE * em] + begun
    ordered = (sorted(row, key=lambda words: words[0].left) for row in rows)
    return [TextLine(tuple(piece for words in row for piece in words)) for row in ordered if row]


def _columns(line: TextLine, em: float) -> list[list[Piece]]:
    """A line, parted before each box and where words stand apart."""
    found: list[list[Piece]] = []
    for piece in line.pieces:
        if found and not piece.is_tick and piece.left - found[-1][-1].right < _BESIDE * em:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _option_above(
    words: Sequence[Piece], level: float, options: Sequence[_Option], em: float
) -> _Option | None:
    """The option below whose first word these begin, on the next line."""
    return next(
        (
            option
            for option in options
            if len(option.words) > 1
            and abs(option.words[1].left - words[0].left) < _ALIGNED * em
            and 0 < level - option.level < _NEXT_LINE * em
        ),
        None,
    )


def _with_words_about_boxes(lines: Sequence[TextLine], em: float) -> Sequence[TextLine]:
    """A box half way up its words: those of the lines above and below are put behind it."""
    pieces = [list(line.pieces) for line in lines]
    for number, line in enumerate(lines):
        ticks = [piece for piece in line.pieces if piece.is_tick]
        for tick, following in zip(ticks, [*ticks[1:], None], strict=False):
            end = following.left if following else float("inf")
            own = _words_behind(tick, pieces[number], end, em)
            reach = _WHOLE_LINE if own else _HALF_A_LINE
            near = [at for at in range(number - 2, number + 3) if _is_near(lines, number, at, reach * em)]
            words = {
                at: held
                for at in near
                if (held := _words_behind(tick, pieces[at], end, em)) and _begin_apart(held, pieces[at], em)
            }
            if not words or (own and not _are_about(own, words, number, em)):
                continue
            for at, held in words.items():
                pieces[at] = [piece for piece in pieces[at] if piece not in held]
            above = [piece for at in sorted(words) if at < number for piece in words[at]]
            below = [piece for at in sorted(words) if at > number for piece in words[at]]
            pieces[number] = [piece for piece in pieces[number] if piece not in own]
            place = pieces[number].index(tick) + 1
            pieces[number][place:place] = [*above, *own, *below]
    return [TextLine(tuple(row)) for row in pieces if row]


def _is_near(lines: Sequence[TextLine], number: int, at: int, reach: float) -> bool:
    """Whether it is another line without boxes, as near as that."""
    if at == number or not 0 <= at < len(lines) or lines[at].has_tick:
        return False
    return abs(lines[at].middle - lines[number].middle) < reach


def _words_behind(tick: Piece, pieces: Sequence[Piece], end: float, em: float) -> list[Piece]:
    """The words that begin where those of a box do, as far as they stand together."""
    words: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        begin = max(tick.right - _ALIGNED * em, (tick.left + tick.right) / 2)
        if piece.is_tick or piece.left < begin or piece.right > end + _ALIGNED * em:
            continue
        if piece.left - (words[-1].right if words else tick.right) > _BESIDE * em:
            break
        words.append(piece)
    return words


def _begin_apart(words: Sequence[Piece], line: Sequence[Piece], em: float) -> bool:
    """Whether no word stands close before: running text that happens to begin a word there is no option's."""
    return not any(
        -_ALIGNED * em < words[0].left - piece.right < _ONE_BLANK * em
        for piece in line
        if piece is not words[0] and piece.left < words[0].left
    )


def _are_about(own: Sequence[Piece], words: dict[int, list[Piece]], number: int, em: float) -> bool:
    """Whether words stand above and below those at the box's level, and begin where they do."""
    aligned = all(abs(held[0].left - own[0].left) < _ALIGNED * em for held in words.values())
    return aligned and min(words) < number < max(words)


def _moved(
    line: TextLine, above: Sequence[Piece], level: TextLine, em: float, labels: PrintedLabels | None
) -> list[tuple[Piece, list[Piece]]] | None:
    """For each stretch of the line, the last word of the option that it goes on from; None if not all do."""
    if line.has_tick or line.middle - level.middle > _NEXT_LINE * em:
        return None
    found: list[tuple[Piece, list[Piece]]] = []
    for words in _stretches(line, em):
        label = next(
            (each for each in _labels(above, em) if abs(each[0].left - words[0].left) < _ALIGNED * em), None
        )
        if label is None and not found and labels:
            label = _label_of_list(words, above, em, labels)
        if label is None:
            return None
        found.append((label[-1], words))
    return found


def _label_of_list(
    words: Sequence[Piece], above: Sequence[Piece], em: float, labels: PrintedLabels
) -> list[Piece] | None:
    """The words before the boxes, if they are the label of a list only with these that stand below them."""
    before = list(takewhile(lambda piece: not piece.is_tick, above))
    if not before or abs(before[0].left - words[0].left) > _ALIGNED * em:
        return None
    begun, whole = text_of(before), text_of([*before, *words])
    return before if labels.opens_block(whole) and not labels.opens_block(begun) else None


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
