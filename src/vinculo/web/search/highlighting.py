"""Which words of a text were searched for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.cases.queries.search_query import SearchQuery, Thing, said
from vinculo.kernel.folding import fold

_WORD = re.compile(r"[^\W_]+")
SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    is_found: bool = False


def highlighted(text: str, query: SearchQuery) -> Sequence[Part]:
    """The text in parts, the words that were searched for apart from the others."""
    parts, at = list[Part](), 0
    for match in _WORD.finditer(text):
        if any(_is(thing, fold(match[0])) for thing in query.things):
            parts += [Part(text[at : match.start()]), Part(match[0], is_found=True)]
            at = match.end()
    return [part for part in (*parts, Part(text[at:])) if part.text]


def highlighted_number(text: str, query: SearchQuery) -> Sequence[Part]:
    """A number stands for itself, whatever its punctuation."""
    bare = "".join(_WORD.findall(fold(text)))
    is_found = any(
        bare.endswith(number) and len(number) >= SHORTEST_STEM
        for thing in query.things
        for number in thing.numbers
    ) or any(bare.startswith(part) for thing in query.things for part in thing.beginnings)
    return [Part(text, is_found)]


def _is(thing: Thing, word: str) -> bool:
    if thing.word and (word.startswith(thing.word) if thing.is_unfinished else word == thing.word):
        return True
    if word in thing.numbers or any(word.startswith(part) for part in thing.beginnings):
        return True
    return any(len(stem) >= SHORTEST_STEM and said(word).startswith(stem) for stem in thing.stems)
