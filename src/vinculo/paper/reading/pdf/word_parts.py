"""Whether what ends a line and what begins the next are parts of one word, by how Portuguese is written."""

from __future__ import annotations

import re

from ..flat import flat

_LONGEST_WORD = 16
_LEAST_LETTERS = 3
# Words of their own, wherever a line begins.
_LINKS = frozenset(("da", "das", "de", "do", "dos", "e", "em", "com"))
_COMPANY = frozenset(("ltda", "ltd", "s/a", "s/s", "me", "epp", "eireli", "mei"))
# No word ends so: with these letters, or with a stressed "i" or "u" behind a consonant.
_NO_END = re.compile(r"(?:[bcdfgjpqtvç]|[^aeiouáéíóúâêôãõ\W\d_][íú])$")
# No word begins so: two consonants of which the second is none that may follow the first.
_NO_BEGINNING = re.compile(
    r"ç|(?:[lmnrs])(?=[bcdfgjmnpqrstvxz])(?!st|sc|sp|sm)|[bcdfgptv](?=[bcdfgjmnpqtvxz])(?!pn|ps|pt|gn)"
)


def may_be_one(before: str, rest: str, *, last: bool = False) -> bool:
    """Whether two parts may make one word: not too long, and the second is no little word of its own.

    A letter that stands `last`, alone on its line, joins nothing to what follows.
    """
    plain = flat(rest).strip(".,;:)")
    if last and len(plain) == 1:
        return True
    letters = sum(map(str.isalpha, before + rest))
    return letters <= _LONGEST_WORD and plain not in _LINKS and plain not in _COMPANY


def are_no_words(before: str, rest: str) -> bool:
    """Whether one of two parts cannot be a word: no word ends as the first does, or begins as the second."""
    first, second = before.lower(), rest.lower()
    if len(first) < _LEAST_LETTERS or sum(map(str.isalpha, second)) < _LEAST_LETTERS:
        return False
    return _NO_END.search(first) is not None or _NO_BEGINNING.match(second) is not None
