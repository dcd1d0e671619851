"""Text that was struck through: it no longer counts, as on paper, and is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from vinculo.kernel.finding import Finding, Severity

from ..page import UNTICKED
from .names import Element, child, is_on

_SIGNS = "☐☒☑✓✔✗✘✕✖🗹🗷🗸✅□■◼⬛●◉⊠"
_BOX = re.compile(rf"[{_SIGNS}]|[(\[][ xX]{{0,4}}[)\]]")
_BOX_BEFORE = re.compile(rf"(?:{_BOX.pattern})[ ]*\Z")
_OPEN = re.compile(r"[(\[][ ]*\Z")
_MOST_TOLD, _LONGEST = 5, 60

Part = tuple[str, bool]
"""A piece of a paragraph's text, and whether it is struck through."""


def is_struck(look: Element) -> bool | None:
    """Whether the look of a run strikes it through; None where it does not say."""
    said = [each for name in ("strike", "dstrike") if (each := child(look, name)) is not None]
    return any(map(is_on, said)) if said else None


def without_struck(parts: Sequence[Part]) -> tuple[str, list[str]]:
    """What is left of a text, and what was struck: a box is then empty, and keeps the words of its option."""
    if not any(struck for _, struck in parts):
        return "".join(text for text, _ in parts), []
    kept = ""
    told: list[str] = []
    for struck, group in groupby(parts, key=lambda part: part[1]):
        text = "".join(each for each, _ in group)
        if not struck or not text.strip():
            kept += text
            continue
        told.append(text.strip())
        kept = _void_box_before(kept) if not _BOX.match(text.lstrip()) else kept
        kept += _left_of(text, behind_box=_BOX_BEFORE.search(kept) is not None, in_brackets=_is_open(kept))
    return kept, told


def _is_open(text: str) -> bool:
    return _OPEN.search(text) is not None


def _void_box_before(text: str) -> str:
    found = _BOX_BEFORE.search(text)
    return text if found is None else text[: found.start()] + UNTICKED + " "


def _left_of(text: str, *, behind_box: bool, in_brackets: bool) -> str:
    """Of a struck text its boxes, empty, each with the words behind it; a blank of an x between brackets."""
    if in_brackets and text.strip()[:1] in ("x", "X"):
        _, bracket, rest = text.partition(")")
        return f" {bracket}{rest}"
    start = 0 if behind_box else next((found.start() for found in _BOX.finditer(text)), len(text))
    return _BOX.sub(UNTICKED, text[start:])


def struck_finding(told: Iterable[str]) -> Finding | None:
    """What a person is told of it; None where nothing was struck."""
    texts = [" ".join(text.split()) for text in told]
    if not texts:
        return None
    shown = [f"“{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}”" for text in texts[:_MOST_TOLD]]
    more = f" e mais {len(texts) - _MOST_TOLD}" if len(texts) > _MOST_TOLD else ""
    message = f"Está riscado no documento e não foi considerado: {', '.join(shown)}{more}."
    return Finding("struck-text", Severity.WARNING, "", message)
