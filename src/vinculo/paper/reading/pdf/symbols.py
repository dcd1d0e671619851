"""Tick boxes that a font of symbols draws, whatever letters the file calls them."""

from __future__ import annotations

from ..page import TICKED, UNTICKED

_WINGDINGS = {
    **dict.fromkeys((0x6F, 0x71, 0x72, 0xA8), UNTICKED),
    **dict.fromkeys((0x78, 0xFC, 0xFB, 0xFD, 0xFE, 0x6E), TICKED),
}
_WINGDINGS_2 = {
    **dict.fromkeys((0x2A, 0x30, 0xA3), UNTICKED),
    **dict.fromkeys((0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0xA2), TICKED),
}
_WEBDINGS = {0x63: UNTICKED, 0x61: TICKED, 0x72: TICKED, 0x67: TICKED}
# The letters of ZapfDingbats where a file calls its signs by them.
_DINGBATS = {
    **dict.fromkeys(map(ord, "opqrmO"), UNTICKED),
    **dict.fromkeys(map(ord, "345678nl✓✔✗✘✕✖"), TICKED),
}
# What Windows-1252 makes of the codes above 0x7F.
_PLAIN = {code: ord(bytes((code,)).decode("cp1252", "replace")) for code in range(0x80, 0x100)}
_TICKED = frozenset("☑☒⊠🗹🗷🗵✅■▣◼⬛●◉")
_UNTICKED = frozenset("☐□▢◻⬜❏❐❑❒○◯❍⬚")


_PRIVATE = {
    **_WEBDINGS,
    **{code: sign for code, sign in _WINGDINGS_2.items() if code > 0x4F or code < 0x30},
    **_WINGDINGS,
}


def _table(signs: dict[int, str]) -> dict[int, str]:
    private = {0xF000 + code: sign for code, sign in signs.items()}
    plain = {_PLAIN[code]: sign for code, sign in signs.items() if code in _PLAIN}
    return {**signs, **private, **plain}


_FONTS = (
    ("wingdings2", _table(_WINGDINGS_2)),
    ("wingdings", _table(_WINGDINGS)),
    ("webdings", _table(_WEBDINGS)),
    ("dingbat", _table(_DINGBATS)),
)


def symbol_of(code: int, font: str) -> str:
    """The character, or the tick box that it draws."""
    char = chr(code)
    if font and "ding" in (name := font.lower().replace(" ", "").replace("-", "")):
        for known, signs in _FONTS:
            if known in name and code in signs:
                return signs[code]
    if 0xF000 <= code <= 0xF0FF:
        # The font's name was lost, its signs were not.
        return _PRIVATE.get(code - 0xF000, char)
    if char in _TICKED:
        return TICKED
    return UNTICKED if char in _UNTICKED else char
