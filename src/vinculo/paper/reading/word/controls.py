"""Content controls: tick boxes, placeholders, and what is written in them."""

from __future__ import annotations

from ..page import TICKED, UNTICKED
from .names import Element, child, children, is_on, value_of

_MARKS = {True: TICKED, False: UNTICKED}
_MARKED = frozenset("☒☑✓✔✗✘✕✖🗹🗷🗸✅■●◉⬛⊠xX")


def mark_of_control(control: Element) -> str | None:
    """The box that a check-box control is; None for every other control."""
    box = child(control, "sdtPr", "w14:checkbox")
    if box is None:
        return None
    checked = child(box, "w14:checked")
    if checked is not None:
        return _MARKS[is_on(checked)]
    # Without a state of its own it says what it shows.
    content = child(control, "sdtContent")
    shown = set() if content is None else set("".join(map(str, content.itertext())))
    own = value_of(child(box, "w14:checkedState"))
    return _MARKS[bool(_MARKED & shown) or (own is not None and _char(own) in shown)]


def shows_placeholder(control: Element) -> bool:
    """Whether what the control shows only asks to be overwritten."""
    return is_on(child(control, "sdtPr", "showingPlcHdr"))


def legacy_mark(data: Element) -> str | None:
    """What a legacy form field shows of itself: its box, or the entry chosen in its list; None for text."""
    box = child(data, "checkBox")
    if box is not None:
        state = child(box, "checked")
        return _MARKS[is_on(child(box, "default") if state is None else state)]
    choice = child(data, "ddList")
    if choice is None:
        return None
    entries = [value_of(entry) or "" for entry in children(choice, "listEntry")]
    chosen = value_of(child(choice, "result")) or value_of(child(choice, "default")) or "0"
    return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""


def _char(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
