"""Symbol fonts: which of their characters are tick boxes. Such a character means nothing without its font."""

from __future__ import annotations

from ..page import TICKED, UNTICKED

# The characters of each font by their codes; Word writes them as they are, or moved up by 0xF000.
_WINGDINGS = {
    **dict.fromkeys(b"\x78\xfb\xfc\xfd\xfe", TICKED),
    **dict.fromkeys(b"\x6f\x70\x71\x72\xa8", UNTICKED),
    0x6E: "■",  # A full box, or the bullet of a list: what it is, its neighbours tell.
    # What Word makes of :) and --> as they are typed.
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0xDF: "←", 0xE0: "→", 0xE8: "→", 0xF3: "↔",
}  # fmt: skip
_WINGDINGS_2 = {**dict.fromkeys(range(0x4F, 0x57), TICKED), **dict.fromkeys(b"\x2a\x30\xa2\xa3", UNTICKED)}
_WEBDINGS = {**dict.fromkeys(b"\x61\x72", TICKED), 0x63: UNTICKED, 0x67: "■"}
_DINGBATS = {
    **dict.fromkeys(b"\x33\x34\x35\x36\x37\x38", TICKED),
    **dict.fromkeys(b"\x6f\x70\x71\x72", UNTICKED),
    0x6E: "■",
}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "zapfdingbats": _DINGBATS,
    "zapf dingbats": _DINGBATS,
    "itc zapf dingbats": _DINGBATS,
    "monotype sorts": _DINGBATS,
    "symbol": {0x7F: UNTICKED, 0xA0: UNTICKED},
    "opensymbol": _WINGDINGS,
    "starsymbol": _WINGDINGS,
}
_PRIVATE = 0xF000
# What the rest of such a font draws is no text.
_NO_TEXT = " "


def is_symbol_font(name: str | None) -> bool:
    return name is not None and name.lower() in _FONTS


def symbol(code: int, font: str | None) -> str:
    """The text that stands for a character of a font."""
    known = _FONTS.get((font or "").lower())
    if _PRIVATE <= code <= _PRIVATE + 0xFF:
        code -= _PRIVATE
        known = _WINGDINGS if known is None else known
    if known is None:
        return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return known.get(code, _NO_TEXT if code < 0x100 else chr(code))


def text_in_font(text: str, font: str | None) -> str:
    """A run's text: letters of a symbol font are its symbols."""
    if is_symbol_font(font):
        return "".join(symbol(ord(char), font) if char != " " else char for char in text)
    if any("\uf000" <= char <= "\uf0ff" for char in text):
        return "".join(symbol(ord(char), font) if "\uf000" <= char <= "\uf0ff" else char for char in text)
    return text
