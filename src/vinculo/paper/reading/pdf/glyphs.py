"""The words of a page, each with its place, from the characters of the file."""

from __future__ import annotations

import ctypes
import re
from contextlib import closing
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from ..page import TICKED, UNTICKED
from .sheet import Sheet
from .symbols import symbol_of

# In em: what parts two words where the file has no blank between them, and what is another line.
_WORD_GAP = 0.17
_OTHER_LINE = 0.3
_BACKWARDS = -0.45
# Of the height of its box, which for some fonts is that of the letter itself.
_LEAST_OF_BOX, _MOST_OF_BOX = 0.5, 3.0
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
_SOFT_HYPHEN = (2, 0xAD)
_BLANKS = frozenset((0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x3000, *range(0x2000, 0x200C), 0x202F))
# A font without a text map gives nothing, a control character or a private one.
_NO_TEXT = frozenset((0, 0xFFFD, 0xFFFE, 0xFFFF))
# Half a character is none, and nothing that could be kept.
_HALVES = range(0xD800, 0xE000)
OTHER_CELL = -1
"""Instead of blanks before a word: it is of another cell than the word that it touches."""
_BOXES = frozenset(f"{TICKED}{UNTICKED}")


@dataclass(slots=True)
class Word:
    """Characters without a gap; a tick box is a word of its own. Points of the sheet, downwards."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: int = 0
    blanks: int = 0  # Blanks that the file has before it, on the same line.
    top: float = 0.0
    bottom: float = 0.0
    drawn: bool = False  # A tick box that is no character of the file.
    sure: float = 1.0
    piece: int = 0  # Which of the file's pieces of text its last character is of.
    place: int = 0  # Where the file writes it among its words, from 1; 0 for what is drawn.
    joints: tuple[tuple[int, float], ...] = ()  # Where in it another piece of text begins: character and x.
    sheet: Sheet | None = None  # Where it is not the one of the words beside it.
    behind: tuple[tuple[str, Word], ...] = ()  # What was wrapped below it, each with what stands before it.

    @property
    def is_box(self) -> bool:
        return self.text in _BOXES

    @property
    def whole(self) -> str:
        """The word, and those that were wrapped below it."""
        if not self.behind:
            return self.text
        return self.text + "".join(sign + word.text for sign, word in self.behind)

    @property
    def last_place(self) -> int:
        return self.behind[-1][1].place if self.behind else self.place

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a page; `unmapped` characters have no text."""

    words: list[Word]
    characters: int
    unmapped: int
    length: int  # With blanks.


class _Fonts:
    """The font of each text object: a number for its kind, and whether its letters are symbols."""

    def __init__(self) -> None:
        self.address = 0
        self._of_object: dict[int, tuple[int, str]] = {}
        self._numbers: dict[str, int] = {}
        self._bold: set[int] = set()

    def bold(self, number: int) -> bool:
        return number in self._bold

    def of(self, text_object: raw.FPDF_PAGEOBJECT) -> tuple[int, str]:
        address = ctypes.addressof(text_object.contents) if text_object else 0
        self.address = address
        known = self._of_object.get(address)
        if known is None:
            name = _font_name(text_object) if address else ""
            known = (self._numbers.setdefault(name, len(self._numbers)), name)
            if _BOLD.search(name):
                self._bold.add(known[0])
            self._of_object[address] = known
        return known


def _font_name(text_object: raw.FPDF_PAGEOBJECT) -> str:
    font = raw.FPDFTextObj_GetFont(text_object)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(200)
    for ask in (raw.FPDFFont_GetBaseFontName, raw.FPDFFont_GetFamilyName):
        length = ask(font, buffer, 200)
        if 1 < length <= 200:
            return buffer.value.decode("utf-8", "replace").rpartition("+")[2]
    return ""


def page_text(page: pdfium.PdfPage, sheet: Sheet, most: int) -> PageText:
    """The words of a page, of `most` characters at most, in the order in which the file draws them."""
    with closing(page.get_textpage()) as text_page:
        return _Collector(text_page, sheet).collect(most)


class _Collector:
    def __init__(self, text_page: pdfium.PdfTextPage, sheet: Sheet) -> None:
        self.text_page = text_page
        self.sheet = sheet
        self.fonts = _Fonts()
        self.words: list[Word] = []
        self.open: Word | None = None
        self.blanks = 0
        self.unmapped = 0
        self.sizes: dict[int, float] = {}
        self.last_left = -1.0
        self.last_piece = 0

    def collect(self, most: int) -> PageText:
        handle = self.text_page.raw
        count = min(raw.FPDFText_CountChars(handle), most)
        x, y, loose = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        to_x, to_y, to_loose = ctypes.byref(x), ctypes.byref(y), ctypes.byref(loose)
        at = self.sheet.at
        seen = 0
        for place in range(count):
            code = raw.FPDFText_GetUnicode(handle, place)
            if code in _BLANKS:
                # The library makes up blanks and ends of lines, and no other characters.
                if raw.FPDFText_IsGenerated(handle, place) == 1:
                    continue
                self.blanks += 4 if code == 9 else 1
                self._close()
                continue
            seen += 1
            raw.FPDFText_GetCharOrigin(handle, place, to_x, to_y)
            raw.FPDFText_GetLooseCharBox(handle, place, to_loose)
            left, baseline = at(x.value, y.value)
            right, _ = at(loose.right, y.value)
            if self.sheet.matrix[0] <= 0:
                edges = at(loose.left, loose.bottom), at(loose.right, loose.top)
                left, right = min(edges[0][0], edges[1][0]), max(edges[0][0], edges[1][0])
            font, name = self.fonts.of(raw.FPDFText_GetTextObject(handle, place))
            size = self._size(place, loose)
            self._take(self._char(code, name), (left, max(left, right)), baseline, size, font)
        self._close()
        return PageText(self.words, seen, self.unmapped, count)

    def _size(self, place: int, loose: raw.FS_RECTF) -> float:
        """The size of a letter: the same for all of its text object, where one of them says it well."""
        known = self.sizes.get(self.fonts.address)
        if known is not None:
            return known
        size = float(raw.FPDFText_GetFontSize(self.text_page.raw, place))
        tall = float(abs(loose.top - loose.bottom) if self.sheet.matrix[0] else abs(loose.right - loose.left))
        if not _LEAST_OF_BOX * tall < size < _MOST_OF_BOX * tall:
            # A font of one point that a matrix makes large says its size by its box alone.
            return max(1.0, tall / 1.2)
        if self.fonts.address:
            self.sizes[self.fonts.address] = size
        return size

    def _char(self, code: int, font: str) -> str:
        if code in _SOFT_HYPHEN:
            return "-"
        if code in _NO_TEXT or code < 0x20 or code in _HALVES:
            self.unmapped += 1
            return "�"
        return symbol_of(code, font)

    def _take(self, char: str, sides: tuple[float, float], baseline: float, size: float, font: int) -> None:
        left, right = sides
        word = self.open
        ligature = left == self.last_left and self.fonts.address == self.last_piece
        self.last_left, self.last_piece = left, self.fonts.address
        if word and ligature and abs(baseline - word.baseline) < _OTHER_LINE * size:
            # Letters that one sign stands for begin where it does.
            word.text += char
            word.right = max(word.right, right)
            return
        if word and char not in _BOXES and word.text not in _BOXES:
            gap = left - word.right
            near = _BACKWARDS * size < gap < _WORD_GAP * size
            if near and font != word.font and self.fonts.bold(font) != self.fonts.bold(word.font):
                # A label stands close behind a value.
                near, self.blanks = False, max(self.blanks, 1)
            if near and word.piece != self.fonts.address and _begins_anew(word.text[-1], char):
                near, self.blanks = False, max(self.blanks, 1)
            if near and abs(baseline - word.baseline) < _OTHER_LINE * size:
                if word.piece != self.fonts.address:
                    word.joints += ((len(word.text), left),)
                word.text += char
                word.right = max(word.right, right)
                word.piece = self.fonts.address
                return
        self._close()
        self.open = Word(
            char,
            left,
            right,
            baseline,
            size,
            font,
            self.blanks,
            baseline - 0.75 * size,
            baseline + 0.22 * size,
        )
        self.open.piece = self.fonts.address
        self.open.place = len(self.words) + 1
        self.blanks = 0

    def _close(self) -> None:
        if self.open:
            self.words.append(self.open)
            self.open = None


def _begins_anew(before: str, char: str) -> bool:
    """Whether a piece of text that touches another begins a word: a label close behind a value."""
    return char.isalpha() and (before.isdigit() or (before.islower() and char.isupper()))
