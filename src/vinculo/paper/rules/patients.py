"""Whether a note seems to name a patient.

A guess that errs towards silence: notes of a retention speak of beneficiaries all the time, and if each
of them warned, nobody would read the warning. A name counts after a word such as "paciente" ("a
beneficiária Maria", "paciente: João da Silva") or before it in brackets ("Maria Silva (paciente)"). In
a note that is all capitals, or capitalises its every word, capitals tell nothing: there only a known
given name counts. Dentists and staff are no patients.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise, takewhile

from vinculo.kernel.folding import fold

_WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)?"
_SPACE = r"(?:[^\S\n]+)"
_ONE_PATIENT = r"paciente|pcte|benefici[aá]ri[oa]|benef\.|segurad[oa]|dependente"
_PATIENTS = r"pacientes|benefici[aá]ri[oa]s|segurad[oa]s|dependentes"
_FORM_OF_ADDRESS = rf"(?:(?:de{_SPACE}nome|chamad[oa]|sr|sra|srta|senhor|senhora|dona)\b\.?{_SPACE})?"

_WORDS_AFTER = re.compile(
    rf"\b(?i:(?P<one>{_ONE_PATIENT})|{_PATIENTS})(?:\([oas]\))?"
    rf"(?:(?P<aside>{_SPACE}?[,–-]{_SPACE})|{_SPACE}?[:(]{_SPACE}?|{_SPACE})(?i:{_FORM_OF_ADDRESS})"
    rf"[\"“'‘]?(?P<words>{_WORD}(?:{_SPACE}{_WORD}){{0,5}})(?P<closed>{_SPACE}?(?:[,.;)–-]|\n|$))?"
)
_BRACKETED = re.compile(rf"\({_SPACE}?(?i:(?:o|a|um|uma){_SPACE})?(?i:{_ONE_PATIENT})\b")
_ONE_WORD = re.compile(_WORD)
_LONGEST_NAME = 80

_GIVEN_NAMES = "given-names.txt"
_NO_NAMES = "no-names.txt"
_PARTICLES = frozenset({"da", "das", "de", "do", "dos", "e"})
# Words that are written small but at the beginning of a sentence, names' particles apart.
_SMALL_WORDS = frozenset(
    {
        "a", "ao", "as", "com", "em", "foi", "na", "nao", "no", "o", "os", "para", "por", "que", "se", "um",
        "uma",
    }
)  # fmt: skip
_SENTENCE_ENDS = (".", "!", "?", ":")
# A word that begins so is a dental plan's name, not a person's.
_BRANDS = ("odonto", "oral", "dent", "prev", "uni")
_TITLES = frozenset(
    {
        "consultor", "consultora", "dentista", "doutor", "doutora", "dr", "dra", "gerente", "recepcionista",
        "rt", "secretaria", "secretario",
    }
)  # fmt: skip
# In capitals amid small letters, so few letters are an abbreviation: SUS, VIP, PJ.
_LONGEST_ABBREVIATION = 3


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The words, folded, of the form's names that are no patients': dentist, staff, signer, operator."""

    words: frozenset[str]

    @classmethod
    def named(cls, names: Collection[str | None]) -> KnownNames:
        return cls(frozenset(word for name in names if name for word in fold(name).split()))

    def include(self, name: Sequence[str]) -> bool:
        return all(fold(word) in self.words for word in name if fold(word) not in _PARTICLES)


def seems_to_name_patient(note: str, known: KnownNames) -> bool:
    """Whether the name of somebody who is not `known` seems to stand in `note` as a patient's."""
    trusted = _capitals_tell(note)
    names = chain(_names_after(note, trusted), _names_before(note, trusted))
    return any(not known.include(name) for name in names)


def _names_after(note: str, trusted: bool) -> Iterator[list[str]]:
    for match in _WORDS_AFTER.finditer(note):
        words = match["words"].split()
        name = _leading_name(words, trusted)
        if match["aside"]:
            # "o beneficiário, Ana Souza, pediu" names one; "...do beneficiário, Ana vai confirmar" does not.
            stands_apart = name == words and match["closed"] is not None
            is_name = stands_apart and _begins_as_name(name) and len(name) > 1
        else:
            is_name = _begins_as_name(name) or (match["one"] is not None and len(name) > 1)
        if is_name:
            yield name


def _names_before(note: str, trusted: bool) -> Iterator[list[str]]:
    for match in _BRACKETED.finditer(note):
        words = note[max(0, match.start() - _LONGEST_NAME) : match.start()].split()
        name = _trailing_name(words, trusted)
        if any(fold(word) in _folded_words(_GIVEN_NAMES) for word in name):
            yield name


def _leading_name(words: Sequence[str], trusted: bool) -> list[str]:
    """The words at the beginning that make up a name."""
    name = list(takewhile(lambda word: _may_be_in_name(word, trusted), words))
    if name and fold(name[0]) in _PARTICLES:
        return []
    return _without_loose_end(name)


def _trailing_name(words: Sequence[str], trusted: bool) -> list[str]:
    """The words at the end that make up a name, unless a title says that it is no patient's."""
    backwards = list(takewhile(lambda word: _may_be_in_name(word, trusted), reversed(words)))
    before = words[: len(words) - len(backwards)]
    if before and fold(before[-1]).rstrip(".") in _TITLES:
        return []
    return _without_loose_end(backwards)[::-1]


def _without_loose_end(name: list[str]) -> list[str]:
    while name and fold(name[-1]) in _PARTICLES:
        name = name[:-1]
    return name


def _may_be_in_name(word: str, trusted: bool) -> bool:
    plain = fold(word)
    if not _ONE_WORD.fullmatch(word):
        return False
    if plain in _PARTICLES or plain in _folded_words(_GIVEN_NAMES):
        return plain in _PARTICLES or word[0].isupper()
    if not trusted or not word[0].isupper() or plain in _folded_words(_NO_NAMES) or plain.startswith(_BRANDS):
        return False
    is_capitalised = word[1:].islower() or "'" in word or "’" in word
    return is_capitalised or (word.isupper() and len(word) > _LONGEST_ABBREVIATION)


def _begins_as_name(name: Sequence[str]) -> bool:
    return bool(name) and fold(name[0]) in _folded_words(_GIVEN_NAMES)


def _capitals_tell(note: str) -> bool:
    """Whether `note` writes small what is written small, so that a capital marks a name."""
    inner = [
        word
        for line in note.splitlines()
        for before, word in pairwise(line.split())
        if not before.endswith(_SENTENCE_ENDS)
    ]
    small_words = [word for word in inner if fold(word) in _SMALL_WORDS]
    written_small = sum(word[0].islower() for word in small_words)
    if written_small * 2 != len(small_words):
        return written_small * 2 > len(small_words)
    return any(word.islower() and fold(word) not in _PARTICLES for word in inner)


@cache
def _folded_words(file: str) -> frozenset[str]:
    """The words of a packaged list; lines that begin with # say what it holds."""
    text = files("vinculo.paper.rules").joinpath("data", file).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
