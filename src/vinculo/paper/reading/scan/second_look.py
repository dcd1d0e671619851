"""A second look at what must be right to the letter: numbers, days, money, states, cities.

The place of each such field is cut out of the sheet, read again larger and on a line of its own, and what the
looks say is decided between by what is beyond ink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np

from ...editions import Edition
from ..deciding import decide
from ..field_kinds import FieldKind, kind_of_field
from ..page import CELL, WITHIN_CELL, Box, Line, Page, Word
from ..reader import read_page
from ..result import Reading
from .candidates import Candidate
from .engine import ONE_LINE, Engine
from .ink_signs import shows_more
from .kept_sheet import KeptSheet, OpenSheet
from .sheet import Grey, PixelBox

_LOOKED_AT = frozenset(
    (FieldKind.DATE, FieldKind.MONEY, FieldKind.COUNT, FieldKind.CHECKED, FieldKind.CODE, FieldKind.PROTOCOL)
)
_WORDS_LOOKED_AT = frozenset(
    ("city", "staff_name", "dentist_name", "requested_by", "signed_by", "operator", "other_plans")
)
_DIGIT_SIGNS = {
    FieldKind.DATE: "0123456789/",
    FieldKind.CHECKED: "0123456789./-",
    FieldKind.COUNT: "0123456789.",
}
# Letters as tall as the engine likes them, in pixels.
_TALL = 34.0
_ROOM = 0.35
_KNOWN_ELSEWHERE = frozenset(("cnpj", "cpf", "cro"))
"""Numbers that a registry may know: what each look at them saw is told."""
_MOST_LOOKS = 40
# What was seen once is not surer than this.
_SEEN_ONCE = 0.85
# What stays of the sureness where the ink of a value shows a sign more than was read.
_A_SIGN_LOST = 0.75
_LONGEST_CODE = 40
_AS_TYPE = {"P)": "PJ", "PI": "PJ", "P]": "PJ", "PJ": "PJ", "PF": "PF"}


@dataclass(frozen=True, slots=True)
class _Spot:
    """The words of a field on one line."""

    line: int
    first: int
    last: int


def with_second_look(
    page: Page, sheets: Sequence[KeptSheet], editions: Sequence[Edition], ready: Engine
) -> Reading:
    """The form of a page, its identifiers looked at twice."""
    reading = read_page(page, editions)
    if reading.form is None:
        return reading
    by_number = {sheet.number: sheet for sheet in sheets}

    # Fields come sheet by sheet, and a sheet unpacked is large.
    @lru_cache(maxsize=1)
    def opened(number: int) -> OpenSheet | None:
        return by_number[number].opened() if number in by_number else None

    lines = list(page.lines)
    changed, once = 0, False
    differing: dict[str, tuple[str, ...]] = {}
    for name, box in _wanted(reading):
        spot = _spot_of(lines, box)
        if spot is None or changed >= _MOST_LOOKS:
            lines = [_not_surer(line, box) for line in lines]
            once = True
            continue
        sheet = opened(lines[spot.line].words[spot.first].box.sheet)
        if sheet is None:
            continue
        looks = _looks(name, lines[spot.line], spot, sheet, ready)
        text, sure = decide(name, looks)
        if text and _lacks_a_sign(text, lines[spot.line], spot, sheet):
            sure *= _A_SIGN_LOST
        seen = tuple(dict.fromkeys(each.text for each in looks))
        if name in _KNOWN_ELSEWHERE and len(seen) > 1:
            differing[name] = seen
        if text:
            lines[spot.line] = _rewritten(lines[spot.line], spot, text, sure)
            changed += 1
    if changed or once:
        reading = read_page(replace(page, lines=tuple(lines)), editions)
    return replace(reading, looks=differing) if differing else reading


def _wanted(reading: Reading) -> Iterator[tuple[str, Box]]:
    """The fields that hold something; the place of a blank one is that of its label."""
    for name, boxes in reading.places.items():
        is_code = kind_of_field(name) in _LOOKED_AT or name in _WORDS_LOOKED_AT
        if not is_code or len(boxes) != 1 or (_is_blank(reading, name) and name not in reading.unread):
            continue
        yield ("contacts.on" if name.startswith("contacts.") else name), boxes[0]


def _is_blank(reading: Reading, name: str) -> bool:
    if not name.startswith("contacts."):
        return reading.form is None or getattr(reading.form, name) in (None, ())
    number = name.split(".")[1]
    contacts = reading.form.contacts if reading.form else ()
    return not any(contact.on for contact in contacts if str(contact.number) == number)


def _spot_of(lines: Sequence[Line], box: Box) -> _Spot | None:
    """The words within a field's place, if they stand together on one line."""
    for number, line in enumerate(lines):
        held = [at for at, word in enumerate(line.words) if _is_in(word.box, box)]
        if not held:
            continue
        first, last = held[0], held[-1]
        text = line.text[line.words[first].start : line.words[last].end]
        together = last - first + 1 == len(held) and len(text) <= _LONGEST_CODE
        whole = together and CELL not in text and WITHIN_CELL not in text
        return _Spot(number, first, last) if whole and not text.rstrip().endswith(":") else None
    return None


def _not_surer(line: Line, place: Box) -> Line:
    """The line, its words in a place as little sure as what was looked at once."""
    if not any(_is_in(word.box, place) for word in line.words):
        return line
    words = (
        replace(word, sure=min(word.sure, _SEEN_ONCE)) if _is_in(word.box, place) else word
        for word in line.words
    )
    return replace(line, words=tuple(words))


def _is_in(word: Box, place: Box) -> bool:
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return (
        word.sheet == place.sheet
        and place.left <= across <= place.right
        and place.top <= down <= place.bottom
    )


def _looks(name: str, line: Line, spot: _Spot, sheet: OpenSheet, ready: Engine) -> tuple[Candidate, ...]:
    words = line.words[spot.first : spot.last + 1]
    text = line.text[words[0].start : words[-1].end]
    first = Candidate(text, min(word.sure for word in words), "sheet")
    crops = [_crop(sheet.level, row) for row in _rows(words)]
    gaps = [line.text[before.end : word.start] for before, word in pairwise(words) if _is_below(before, word)]
    looks = [first, *_look(crops, gaps, "close", "", ready)]
    agreed = len(looks) > 1 and looks[1].text == text and min(looks[1].sure, first.sure) > 0.9
    signs = _DIGIT_SIGNS.get(kind_of_field(name), "")
    if signs and not agreed:
        looks += _look(crops, gaps, "digits", signs, ready)
    if name == "provider_type":
        looks = [replace(each, text=_AS_TYPE.get(each.text.upper().rstrip("."), each.text)) for each in looks]
    return tuple(looks)


def _lacks_a_sign(text: str, line: Line, spot: _Spot, sheet: OpenSheet) -> bool:
    """Whether the ink about a value shows more than was made of it."""
    words = line.words[spot.first : spot.last + 1]
    own = [_in_pixels(word.box, sheet) for word in words]
    box = PixelBox(
        min(each.left for each in own),
        min(each.top for each in own),
        max(each.right for each in own),
        max(each.bottom for each in own),
    )
    beside = (_in_pixels(word.box, sheet) for each in sheet.lines for word in each.words)
    return shows_more(sheet.level, box, text, [each for each in beside if not _overlap(each, box)])


def _in_pixels(box: Box, sheet: OpenSheet) -> PixelBox:
    height, width = sheet.level.shape
    return PixelBox(
        round(box.left * width), round(box.top * height), round(box.right * width), round(box.bottom * height)
    )


def _overlap(one: PixelBox, other: PixelBox) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a value, row by row: a narrow cell may have wrapped it."""
    rows = [[words[0]]]
    for before, word in pairwise(words):
        if _is_below(before, word):
            rows.append([])
        rows[-1].append(word)
    return rows


def _is_below(before: Word, word: Word) -> bool:
    return (word.box.top + word.box.bottom) / 2 > before.box.bottom


def _look(
    crops: Sequence[Grey | None], gaps: Sequence[str], source: str, signs: str, ready: Engine
) -> list[Candidate]:
    """What one look at the rows of a value says, with what parts them; nothing where it misses a row."""
    said, sure = "", 1.0
    for crop, gap in zip(crops, (*gaps, ""), strict=True):
        found = ready.words(crop, ONE_LINE, dpi=300, digits=signs) if crop is not None else []
        if not found:
            return []
        said += " ".join(word.text for word in found) + gap
        sure = min(sure, *(word.sure for word in found))
    return [Candidate(said, sure, source)]


def _crop(level: Grey, words: Sequence[Word]) -> Grey | None:
    """The words alone, larger, with white about them."""
    height, width = level.shape
    top, bottom = (
        min(word.box.top for word in words) * height,
        max(word.box.bottom for word in words) * height,
    )
    left, right = words[0].box.left * width, words[-1].box.right * width
    tall = bottom - top
    if tall < 4 or right - left < 3:
        return None
    room = _ROOM * tall
    crop = level[
        max(0, round(top - 0.6 * room)) : round(bottom + 0.6 * room),
        max(0, round(left - room)) : round(right + room),
    ]
    scale = min(4.0, max(1.0, _TALL / tall))
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(np.pad(large, 24, constant_values=255))


def _rewritten(line: Line, spot: _Spot, text: str, sure: float) -> Line:
    """The line with other words in one place of it, as one word there."""
    words = line.words[spot.first : spot.last + 1]
    start, end = words[0].start, words[-1].end
    moved = len(text) - (end - start)
    box = Box(
        words[0].box.sheet,
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )
    behind = (
        replace(word, start=word.start + moved, end=word.end + moved) for word in line.words[spot.last + 1 :]
    )
    return replace(
        line,
        text=line.text[:start] + text + line.text[end:],
        words=(*line.words[: spot.first], Word(start, start + len(text), box, sure), *behind),
    )
