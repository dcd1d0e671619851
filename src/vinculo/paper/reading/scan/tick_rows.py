"""Rows of tick boxes: letters that look like boxes, and words read anew with the boxes wiped off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from ..flat import flat
from .engine import SCATTERED, Engine, OcrWord, Symbol
from .initials import letters_before_initials
from .lighting import inked
from .sheet import Grey, Mark, PixelBox, ScannedWord, TickBox
from .tick_labels import begins_option, is_answer, is_word_of_option, nearly_begins_option

# A letter's neighbour is nearer than a box's words, in sides of the box.
_LETTER_GAP = 0.2
_FAR = 1.5
_LETTER_SURE, _READ_AS_ONE, _WELL_READ = 0.6, 0.75, 0.8
_ROUND_LETTERS = frozenset("OoCcGgQqDdeaBb0uUn6898[(")
_ROOM, _TWO_WIDE, _MOSTLY, _ARM = 0.35, 1.7, 0.6, 0.5
_TO_ITS_WORDS = 1.6
_A_WORD = 3
_OUTLINE_SEEN, _DOUBTED = 0.9, 0.9
_NO_MORE, _OFF_COLUMN, _NEXT_ROWS, _FEWEST_IN_COLUMN = 1.6, 0.12, 4.5, 2
# Brackets that were read with the word before them.
_BRACKETS = re.compile(r"[(\[{].{0,2}[)\]}]")


def without_letters(boxes: Sequence[TickBox], words: Sequence[OcrWord], free: Grey) -> tuple[TickBox, ...]:
    """The boxes that are no round letters of words."""
    ink = inked(free)
    return tuple(
        found for found in boxes if _is_in_column(found, boxes, words) or not _is_letter(found, words, ink)
    )


def _is_in_column(found: TickBox, boxes: Sequence[TickBox], words: Sequence[OcrWord]) -> bool:
    """What was read over it is no more than the box, and two others stand right above or below it."""
    box = found.box
    side = box.bottom - box.top
    over = [word.box for word in words if _holds(word.box, box)]
    if any(word.right - word.left > _NO_MORE * (box.right - box.left) for word in over):
        return False
    beside = (
        other.box
        for other in boxes
        if other is not found and abs(other.box.left - box.left) <= max(2, _OFF_COLUMN * side)
    )
    return sum(abs(other.top - box.top) < _NEXT_ROWS * side for other in beside) >= _FEWEST_IN_COLUMN


def _is_letter(found: TickBox, words: Sequence[OcrWord], ink: Grey) -> bool:
    box = found.box
    side = box.bottom - box.top
    # Words may lie over each other; the box was taken for a part of the shorter one.
    holding = (each for each in words if _holds(each.box, box))
    word = min(holding, key=lambda each: each.box.right - each.box.left, default=None)
    if word is None or len(word.text) < 2 or word.sure < _LETTER_SURE:
        return False
    at = [symbol for symbol in word.symbols if box.left <= (symbol.left + symbol.right) / 2 <= box.right]
    between = "".join(symbol.text for symbol in at)
    if _BRACKETS.fullmatch(between) or _is_mark(found, word) or _stands_before_option(found, word, words):
        return False
    if len(at) > 1 and all(symbol.text.isalpha() for symbol in at):
        return True
    before = _before(box, word)
    if _gap(ink, box, side, before=True) < _LETTER_GAP and any(symbol.text.isalnum() for symbol in before):
        return True
    if at and not before and at[0].right - at[0].left > _TWO_WIDE * (box.right - box.left):
        # The engine took the box and the letter behind it for one.
        return False
    touches = _gap(ink, box, side, before=False) < _LETTER_GAP
    looks_round = bool(at) and (at[0].text in _ROUND_LETTERS or flat(at[0].text) in _ROUND_LETTERS)
    return touches and (looks_round or (found.mark is Mark.EMPTY and bool(at) and at[0].text.isalpha()))


def _is_mark(found: TickBox, word: OcrWord) -> bool:
    """A box whose outline is seen, ticked, and nothing else was read there than two letters, hardly."""
    wide = word.box.right - word.box.left
    is_seen = found.mark is Mark.TICKED and found.sure > _OUTLINE_SEEN
    return is_seen and word.sure < _DOUBTED and wide < _NO_MORE * (found.box.right - found.box.left)


def _before(box: PixelBox, word: OcrWord) -> list[Symbol]:
    """What stands before the box in its word; the arm of a cross may be taken for a letter."""
    if word.box.left > box.left - _ARM * (box.bottom - box.top):
        return []
    return [symbol for symbol in word.symbols if symbol.right <= box.left + 2]


def _stands_before_option(found: TickBox, word: OcrWord, words: Sequence[OcrWord]) -> bool:
    """What the engine took the box for is no part of a word: without it an option begins there."""
    box = found.box
    symbols = [(symbol.text, (symbol.left + symbol.right) / 2) for symbol in word.symbols]
    if any(symbol.text.isalnum() for symbol in _before(box, word)) and not _ends_before(box, word):
        return False
    behind = "".join(text for text, middle in symbols if middle > box.right and text.isalnum())
    if behind:
        if found.mark is not Mark.EMPTY and not _before(box, word) and word.sure < _READ_AS_ONE:
            # What the mark was read as may reach behind the box, or hide the first letter.
            if any(map(begins_option, (behind, behind[1:]))) or nearly_begins_option(behind):
                return True
            return letters_before_initials(ScannedWord(behind, word.box, 0.0), words) == 0
        # A sign that is no letter leaves the word as it is.
        letters = "".join(filter(str.isalnum, word.text))
        return begins_option(behind) and (letters == behind or not begins_option(word.text))
    high = word.box.bottom - word.box.top
    following = (
        other
        for other in words
        if -0.2 * high < other.box.left - box.right < _TO_ITS_WORDS * high
        and other.box.top < (box.top + box.bottom) / 2 < other.box.bottom
    )
    nearest = min(following, key=lambda other: other.box.left, default=None)
    if nearest is None:
        return False
    # A word that is hardly more than the box may be its mark alone.
    is_mark = box.right - box.left > _MOSTLY * (word.box.right - word.box.left)
    return begins_option(nearest.text) or (is_mark and nearly_begins_option(nearest.text))


def _ends_before(box: PixelBox, word: OcrWord) -> bool:
    """A name with its colon, which the engine drew out over the box."""
    colon = word.symbols[-1]
    return colon.text == ":" and colon.right - colon.left > box.right - box.left


def _holds(word: PixelBox, box: PixelBox) -> bool:
    middle, level = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return word.left <= middle <= word.right and word.top <= level <= word.bottom


def _gap(ink: Grey, box: PixelBox, side: int, *, before: bool) -> float:
    """How far the next ink is, in sides of the box."""
    reach = round(_FAR * side)
    band = ink[max(0, box.top) : box.bottom]
    if before:
        beside = band[:, max(0, box.left - reach) : max(0, box.left - 1)][:, ::-1]
    else:
        beside = band[:, box.right + 1 : box.right + 1 + reach]
    places = np.flatnonzero(beside.sum(axis=0))
    return float(places[0]) / side if len(places) else _FAR


def without_boxes(free: Grey, boxes: Iterable[TickBox]) -> Grey:
    """The sheet with its boxes wiped off."""
    wiped = free.copy()
    for found in boxes:
        box = found.box
        wiped[max(0, box.top - 3) : box.bottom + 3, max(0, box.left - 3) : box.right + 3] = 255
    return wiped


def with_rows_again(
    words: Sequence[OcrWord], boxes: Sequence[TickBox], clear: Grey, dpi: float, engine: Engine
) -> list[OcrWord]:
    """The words, those in rows of boxes read anew where no box is taken for a letter."""
    if not boxes:
        return list(words)
    bands = _bands(boxes)
    kept = [word for word in words if not _is_in(word.box, bands)]
    again: list[OcrWord] = []
    for top, bottom in bands:
        strip = np.ascontiguousarray(clear[max(0, top) : bottom])
        room = round(0.15 * dpi)
        padded = np.pad(strip, ((room, room), (0, 0)), constant_values=255)
        found = engine.words(padded, SCATTERED, dpi=dpi)
        moved = (_moved(word, max(0, top) - room) for word in found)
        again += (word for word in moved if not _is_cut_off(word.box, kept))
    first = [word for word in words if _is_in(word.box, bands) and word.sure >= _WELL_READ]
    return kept + _with_lost_words(again, first, boxes)


def _with_lost_words(
    again: Sequence[OcrWord], first: Sequence[OcrWord], boxes: Sequence[TickBox]
) -> list[OcrWord]:
    """What was read anew; a word that was well read before, and now is not, as it was.

    Of words that are no option's only those of which nothing is well read now.
    """
    found = list(again)
    for word in first:
        over = [other for other in found if _lies_over(other.box, word.box)]
        if not _is_printed(word.text):
            lost = len(word.text) >= _A_WORD and not any(other.sure >= _LETTER_SURE for other in over)
            if not lost or any(_touches(each.box, word.box) for each in boxes):
                continue
        elif any(_is_printed(other.text) and other.sure >= _LETTER_SURE for other in over):
            continue
        found = [other for other in found if other not in over]
        found.append(word)
    return found


def _is_cut_off(box: PixelBox, kept: Sequence[OcrWord]) -> bool:
    """It is the lower or the upper part of a word that stands in another row."""
    return any(_lies_over(word.box, box) for word in kept)


def _touches(one: PixelBox, other: PixelBox) -> bool:
    return min(one.right, other.right) > max(one.left, other.left) and min(one.bottom, other.bottom) > max(
        one.top, other.top
    )


def _is_printed(text: str) -> bool:
    return is_word_of_option(text) or is_answer(text)


def _lies_over(one: PixelBox, other: PixelBox) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    level = (other.top + other.bottom) / 2
    return across > 0.4 * min(one.right - one.left, other.right - other.left) and one.top < level < one.bottom


def _bands(boxes: Sequence[TickBox]) -> list[tuple[int, int]]:
    """From top to bottom, the stretches of the sheet in which boxes stand."""
    bands: list[tuple[int, int]] = []
    for box in sorted((found.box for found in boxes), key=lambda box: box.top):
        room = round(_ROOM * (box.bottom - box.top))
        top, bottom = box.top - room, box.bottom + room
        if bands and top <= bands[-1][1] + room:
            bands[-1] = (bands[-1][0], max(bands[-1][1], bottom))
        else:
            bands.append((top, bottom))
    return bands


def _is_in(box: PixelBox, bands: Sequence[tuple[int, int]]) -> bool:
    level = (box.top + box.bottom) / 2
    return any(top <= level <= bottom for top, bottom in bands)


def _moved(word: OcrWord, down: int) -> OcrWord:
    box = word.box
    symbols = tuple(Symbol(each.text, each.left, each.right) for each in word.symbols)
    return OcrWord(
        word.text, PixelBox(box.left, box.top + down, box.right, box.bottom + down), word.sure, symbols
    )
