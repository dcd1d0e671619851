"""What somebody types into a search box, understood: words, and whole numbers that name one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import dropwhile

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj, cpf, cro, phone

from .values import tidy

LONGEST_QUERY = 200
MOST_WORDS = 8
FEWEST_DIGITS = 3
_TITLES = frozenset({"dr", "dra", "dr.", "dra.", "cro", "cpf", "cnpj", "cnes", "tel", "rt"})
_NUMBER = re.compile(r"[0-9 ()./+\-–—]+")
_AROUND = ",;:()"
_MARKS = re.compile(r"[()./+\-–—\\,;:]")


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """All `words` must stand in the text; a whole line of `lines` or `personal_lines` is found without them.

    `line_ends` are whole last words: a CRO number whose UF is not told. `personal` are numbers, or the
    beginnings of some, that may also be a CPF or a phone; `phone` is the national digits of a whole one.
    `written`: a word that is a number without its marks, as it was typed: names have some (Odonto 4.0).
    """

    text: str = ""
    words: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    line_ends: tuple[str, ...] = ()
    personal_lines: tuple[str, ...] = ()
    phone: str = ""
    written: Mapping[str, str] = field(default_factory=dict)

    def ways(self, word: str) -> tuple[str, ...]:
        """How a word may stand in the text."""
        return (word, self.written[word]) if word in self.written else (word,)

    @property
    def is_empty(self) -> bool:
        return not self.words

    @property
    def name(self) -> str:
        """The text without the titles before it."""
        said = self.text.split()
        return " ".join(dropwhile(lambda word: word.strip(_AROUND) in _TITLES, said)) or self.text

    @property
    def is_a_name(self) -> bool:
        """Whether a misspelling is likelier than a number that nobody has."""
        return len(self.text) >= 4 and not any(char.isdigit() for char in self.text)


def is_number(word: str) -> bool:
    """Whether a word may be a part of a CPF or a phone."""
    return len(word) >= FEWEST_DIGITS and word.isascii() and word.isdigit()


def understand(query: str) -> SearchTerms:
    query = tidy(query)[:LONGEST_QUERY]
    lines, ends, personal = _whole(query)
    words = _words(query)
    typed = {_bare(word): word.strip(_AROUND) for word in fold(query).split()}
    written = {word: typed[word] for word in words if typed.get(word, word) != word}
    return SearchTerms(fold(query), words, lines, ends, personal, phone.clean(query) or "", written)


def _words(query: str) -> tuple[str, ...]:
    if _NUMBER.fullmatch(query) and any(char.isdigit() for char in query):
        digits = "".join(char for char in query if char.isdigit())
        country = query.startswith("+55") and len(digits) > 2
        return (digits[2:] if country else digits,)
    words = list(dict.fromkeys(_bare(word) for word in fold(query).split()))
    telling = [word for word in words if word and word not in _TITLES]
    # Letters alone are parts of so many names that they only slow the search.
    return tuple([word for word in telling if len(word) > 1] or telling)[:MOST_WORDS]


def _bare(word: str) -> str:
    """A number without its marks; a name keeps its own (D'Ávila, Bem-te-vi)."""
    return _MARKS.sub("", word) if any(char.isdigit() for char in word) else word.strip(_AROUND)


def _whole(query: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    lines, ends = [], []
    if number := cnpj.clean(query):
        lines.append(number.lower())
    if found := cro.parse(query):
        registration = found.number.lstrip("0")
        if found.uf:
            lines.append(f"{found.uf.lower()} {registration}")
        elif registration:
            ends.append(registration)
    personal = [number for number in (cpf.clean(query), phone.clean(query)) if number]
    return tuple(lines), tuple(ends), tuple(personal)
