"""A paragraph to its text: runs, fields, controls, symbols, what was inserted and what was deleted."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from .controls import mark_of_control, shows_placeholder
from .fields import Fields
from .names import Element, child, is_on, name_of, value_of
from .struck import Part, is_struck, without_struck
from .symbols import symbol, text_in_font

BREAK = "\n"
TAB = "\t"
_BLANKS = dict.fromkeys((0x0A, 0x0D, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)), " ")
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC, 0x200C), "")
_CLEAN = str.maketrans(
    {**_BLANKS, **_UNSEEN, 0x2028: BREAK, 0x2029: BREAK, 0x85: BREAK, 0x0B: BREAK, 0x0C: ""}
)
_GONE = frozenset(
    (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "instrText",
        "delInstrText",
        "delText",
        "rt",
        "rPrChange",
    )
)
_DRAWN = frozenset(("drawing", "pict", "object", "mc:AlternateContent"))
_SIMPLE = {"br": BREAK, "cr": BREAK, "tab": TAB, "ptab": TAB, "noBreakHyphen": "-", "softHyphen": ""}

_OF_RUNS = frozenset(("t", "sym", *_SIMPLE))


@dataclass(slots=True)
class Paragraph:
    """What a paragraph says, and the text boxes that hang on it."""

    text: str
    boxes: list[Element] = field(default_factory=list)


def clean(text: str) -> str:
    """Text as the page has it: every blank one blank, nothing unseen, accents joined to their letters."""
    text = text.translate(_CLEAN)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class Inline:
    """Reads paragraphs; `hidden` and `striking` name the character styles that hide text, or strike it.

    `struck`: the texts that were struck through, in the paragraphs read so far.
    """

    def __init__(self, hidden: frozenset[str] = frozenset(), striking: frozenset[str] = frozenset()) -> None:
        self._hidden = hidden
        self._striking = striking
        self.struck: list[str] = []

    def read(self, paragraph: Element) -> Paragraph:
        said = _Said(self._hidden, self._striking)
        said.read(paragraph)
        text, struck = without_struck(said.parts)
        self.struck += struck
        return Paragraph(text, said.boxes)


class _Said:
    """Collects the text of one paragraph."""

    def __init__(self, hidden: frozenset[str], striking: frozenset[str]) -> None:
        self.parts: list[Part] = []
        self.boxes: list[Element] = []
        self._hidden = hidden
        self._striking = striking
        self._is_struck = False  # What is said now.
        self._fields = Fields()

    def read(self, parent: Element) -> None:
        for element in parent:
            name = name_of(element)
            if name == "r":
                self._run(element)
            elif name == "sdt":
                self._control(element)
            elif name in _GONE:
                continue
            elif name == "m:t":
                self._say(clean(element.text or ""))
            elif name in _DRAWN:
                self._drawing(element)
            else:
                # Links, smart tags, insertions, whatever else holds runs.
                self.read(element)

    def _say(self, text: str) -> None:
        if text and not self._fields.hides:
            self.parts.append((text, self._is_struck))

    def _run(self, run: Element) -> None:
        look = child(run, "rPr")
        hidden = look is not None and self._is_hidden(look)
        font = _font_of(look) if look is not None else None
        self._is_struck = look is not None and self._strikes(look)
        for element in run:
            name = name_of(element)
            if name == "fldChar":
                self._say_of_field(element, hidden)
            elif name == "instrText":
                self._fields.note_code(element.text or "")
            elif hidden or name in _GONE:
                continue
            elif name == "t":
                self._say(clean(text_in_font(element.text or "", font)))
            elif name in _SIMPLE:
                self._say(_SIMPLE[name])
            elif name == "sym":
                self._say(_symbol_of(element))
            elif name in _DRAWN:
                self._drawing(element)
            elif name == "ruby":
                self.read(element)
        self._is_struck = False

    def _say_of_field(self, mark: Element, hidden: bool) -> None:
        shown = self._fields.meet(mark)
        if shown and not hidden:
            self.parts.append((clean(shown), self._is_struck))

    def _is_hidden(self, look: Element) -> bool:
        if is_on(child(look, "vanish")):
            return True
        return bool(self._hidden) and value_of(child(look, "rStyle")) in self._hidden

    def _strikes(self, look: Element) -> bool:
        own = is_struck(look)
        if own is None and self._striking:
            return value_of(child(look, "rStyle")) in self._striking
        return own is True

    def _control(self, control: Element) -> None:
        mark = mark_of_control(control)
        content = child(control, "sdtContent")
        if mark is not None:
            runs = () if content is None else content.iter("{*}r")
            looks = [child(run, "rPr") for run in runs]
            self._is_struck = any(look is not None and self._strikes(look) for look in looks)
            self._say(mark)
            self._is_struck = False
        elif content is not None and not shows_placeholder(control):
            self.read(content)

    def _drawing(self, element: Element) -> None:
        if name_of(element) == "mc:AlternateContent":
            self._one_of(element)
        else:
            self.boxes += text_boxes(element)

    def _one_of(self, alternatives: Element) -> None:
        """The same thing drawn for newer and for older programs: once is enough."""
        for element in alternatives:
            before = len(self.parts), len(self.boxes)
            self._alternative(element)
            if (len(self.parts), len(self.boxes)) != before:
                return

    def _alternative(self, parent: Element) -> None:
        if any(name_of(element) in _OF_RUNS for element in parent):
            self._run(parent)
        else:
            self.read(parent)


def text_boxes(drawing: Element) -> list[Element]:
    """The contents of the text boxes in a drawing, each once."""
    found: list[Element] = []
    for element in drawing:
        name = name_of(element)
        if name == "txbxContent":
            found.append(element)
        elif name == "mc:AlternateContent":
            found += next((boxes for each in element if (boxes := text_boxes(each))), [])
        else:
            found += text_boxes(element)
    return found


def _font_of(look: Element) -> str | None:
    fonts = child(look, "rFonts")
    if fonts is None:
        return None
    return value_of(fonts, "ascii") or value_of(fonts, "hAnsi") or value_of(fonts, "cs")


def _symbol_of(element: Element) -> str:
    code = value_of(element, "char") or ""
    try:
        return clean(symbol(int(code, 16), value_of(element, "font")))
    except ValueError:
        return ""
