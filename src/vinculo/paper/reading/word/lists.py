"""Lists whose bullets are tick boxes: the box stands in the list's style, not in the text."""

from __future__ import annotations

from ..page import TICKED, UNTICKED
from .names import Element, child, children, value_of
from .symbols import text_in_font

_BOXES = {**dict.fromkeys("☒☑✓✔✗✘🗹🗷✅", TICKED), **dict.fromkeys("☐□❏❑❒▢◻⬜", UNTICKED)}


class BoxedLists:
    """The levels of a document's lists that are headed by a box."""

    def __init__(self, numbering: Element | None) -> None:
        self._marks: dict[tuple[str, str], str] = {}
        if numbering is None:
            return
        levels = {
            value_of(each, "abstractNumId"): _boxed_levels(each)
            for each in children(numbering, "abstractNum")
        }
        for each in children(numbering, "num"):
            number = value_of(each, "numId") or ""
            own = levels.get(value_of(child(each, "abstractNumId"))) or {}
            self._marks |= {(number, level): mark for level, mark in own.items()}
            for changed in children(each, "lvlOverride"):
                self._marks |= {(number, level): mark for level, mark in _boxed_levels(changed).items()}

    def mark_of(self, paragraph: Element) -> str:
        """The box before a paragraph, or nothing."""
        if not self._marks:
            return ""
        place = child(paragraph, "pPr", "numPr")
        number, level = value_of(child(place, "numId")) or "", value_of(child(place, "ilvl")) or "0"
        mark = self._marks.get((number, level))
        return f"{mark} " if mark else ""


def _boxed_levels(abstract: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for level in children(abstract, "lvl"):
        fonts = child(level, "rPr", "rFonts")
        bullet = text_in_font(value_of(child(level, "lvlText")) or "", value_of(fonts, "ascii"))
        if mark := _BOXES.get(bullet.strip()):
            found[value_of(level, "ilvl") or "0"] = mark
    return found
