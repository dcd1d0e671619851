"""The terms that a case is looked up by: words and numbers, each with a sign that says of what kind it is.

One vector of terms answers who is open, who is new and who holds the words by one index, so that a common
word costs no more than a rare one: the newest cases are asked first, by the terms of their block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cpf, phone

NAME = "n"
"""A word of a name or of a place."""
BEGINNING = "<"
"""The first letters of such a word, while they are few; more of them are looked for in the words."""
FIRST = "^"
"""The first word of who leaves, or of the provider's name."""
FIRST_BEGINNING = "["
WHOLE_NAME = "="
NUMBER = "#"
"""Case, CRO, CNPJ, protocol: anybody who sees the case may search them by a part."""
PERSONAL = "p"
"""CPF, telephone or address, whole."""
PERSONAL_PART = "q"
"""What stands for a part of one: only for who may see personal data."""
NOTE = "~"
"""The stem of a word in a note."""
FILE = "+"
"""The stem of a word in an attachment: only for who may see personal data, who alone may open it."""

LONGEST_BEGINNING = 4
LONGEST_WORD = 60
LONGEST_NAME = 200
BLOCK = 8192
"""Cases made one after the other that share a block."""
TITLES = frozenset({"dr", "dra"})

_WORD = re.compile(r"[^\W_]+")
_NASAL_PLURAL = re.compile(r"(?:[oa]es|aos)\b")
_CPF_IN_TEXT = re.compile(r"(?<![0-9])[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}(?![0-9])")
_CASE_NUMBER = re.compile(r"([a-z]{2,5})-?([0-9]{4})-?([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """What is known of a case, as it was typed. `names` begin with who leaves; `words` are other names."""

    case_id: int
    operator_id: int
    is_open: bool
    number: str | None = None
    names: Sequence[str | None] = ()
    words: Sequence[str | None] = ()
    registrations: Sequence[tuple[str | None, str | None]] = ()
    cnpj: str | None = None
    cpf: str | None = None
    protocols: Sequence[str | None] = ()
    addresses: Sequence[str] = ()
    notes: str = ""
    files: str = ""


def terms_of(facts: SearchFacts) -> list[str]:
    """All but those of the notes, whose stems the database finds (see `told`)."""
    return list(
        dict.fromkeys(
            (
                *scopes_of(facts.operator_id, facts.case_id, is_open=facts.is_open),
                *_terms_of_names(facts.names),
                *_terms_of_words(facts.words),
                *_terms_of_numbers(facts),
                *_terms_of_personal_data(facts),
            )
        )
    )


def told(notes: str) -> str:
    """The notes as their stems are made of them: folded, and without the numbers of persons.

    Plurals in -ões, -ães, -ãos are said as -ão: without their accents the Portuguese stemmer takes
    *liberação* and *liberações* for two words.
    """
    return _NASAL_PLURAL.sub("ao", fold(_without_personal_numbers(notes)))


def scopes_of(operator_id: int, case_id: int, *, is_open: bool) -> tuple[str, str]:
    return whole_scope(operator_id, is_open=is_open), block_scope(
        operator_id, case_id // BLOCK, is_open=is_open
    )


def whole_scope(operator_id: int, *, is_open: bool) -> str:
    return f"@{operator_id}{'+' if is_open else '-'}"


def block_scope(operator_id: int, block: int, *, is_open: bool) -> str:
    return f"{whole_scope(operator_id, is_open=is_open)}{block}"


def words_in(text: str | None) -> list[str]:
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))] if text else []


def words_of_name(name: str | None) -> list[str]:
    """Without the titles before it."""
    words = words_in(name)
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return words


def whole_name(words: Sequence[str]) -> str:
    return " ".join(words)[:LONGEST_NAME]


def bare(number: str) -> str:
    """A number without its punctuation."""
    return "".join(_WORD.findall(fold(number)))[:LONGEST_WORD]


def case_numbers(text: str) -> list[str]:
    """A case's number, whole and its running number alone; nothing for another text."""
    match = _CASE_NUMBER.fullmatch(fold(text))
    if match is None:
        return []
    running = match[3].zfill(6)
    return [f"{match[1]}{match[2]}{running}", running]


def cro_terms(number: str, uf: str | None) -> list[str]:
    plain = number.lstrip("0") or number
    return [*([f"{uf.lower()}{plain}"] if uf else []), plain]


def parts_of_phone(digits: str) -> Iterator[str]:
    """Without the area code, without the ninth digit, the last four."""
    local = digits[2:]
    yield from dict.fromkeys((digits, local, local[-8:], digits[:2] + local[-8:], local[-4:]))


def phones_in(texts: Iterable[str]) -> list[str]:
    return sorted({found.digits for text in texts for found in phone.find_in(text)})


def vocabulary_of(facts: SearchFacts) -> dict[str, str]:
    """The words that another one may be a misspelling of, with their accents: letters alone, nothing
    personal.
    """
    written = (_without_personal_numbers(facts.notes), _without_personal_numbers(facts.files))
    texts = (*facts.names, *facts.words, *written)
    spelled = {fold(word): word.lower() for text in texts if text for word in set(_WORD.findall(text))}
    return {word: written for word, written in spelled.items() if is_ordinary(word)}


def is_ordinary(word: str) -> bool:
    return 4 <= len(word) <= 30 and word.isalpha()


def _terms_of_names(names: Iterable[str | None]) -> Iterator[str]:
    for name in names:
        words = words_of_name(name)[:40]
        if not words:
            continue
        yield WHOLE_NAME + whole_name(words)
        yield FIRST + words[0]
        yield from (FIRST_BEGINNING + part for part in _beginnings(words[0]))
        for word in words:
            yield from _terms_of_word(word)


def _terms_of_words(texts: Iterable[str | None]) -> Iterator[str]:
    for text in texts:
        for word in words_in(text)[:40]:
            yield from _terms_of_word(word)


def _terms_of_word(word: str) -> Iterator[str]:
    yield NAME + word
    yield from (BEGINNING + part for part in _beginnings(word))


def _beginnings(word: str) -> list[str]:
    return [word[:length] for length in range(1, min(LONGEST_BEGINNING, len(word)) + 1)]


def _terms_of_numbers(facts: SearchFacts) -> Iterator[str]:
    numbers = case_numbers(facts.number or "")
    numbers += [term for number, uf in facts.registrations if number for term in cro_terms(number, uf)]
    for number in (facts.cnpj, *facts.protocols):
        if number and (plain := bare(number)):
            numbers.append(plain)
            numbers += [plain[3:]] if plain.startswith("sad") and len(plain) > 3 else []
    return (NUMBER + number for number in numbers)


def _terms_of_personal_data(facts: SearchFacts) -> Iterator[str]:
    numbers = [bare(facts.cpf)] if facts.cpf else []
    told_in = (facts.notes, facts.files)
    numbers += [bare(found[0]) for text in told_in for found in _CPF_IN_TEXT.finditer(text)]
    yield from (PERSONAL + number for number in numbers)
    for digits in phones_in((*told_in, *facts.addresses)):
        yield PERSONAL + digits
        yield from (PERSONAL_PART + part for part in parts_of_phone(digits))
    for address in facts.addresses:
        yield PERSONAL + fold(address)[:LONGEST_NAME]
        yield from (PERSONAL_PART + word for word in words_in(address)[:20])


def _without_personal_numbers(text: str) -> str:
    spans = [(found.start, found.end) for found in phone.find_in(text)]
    spans += [found.span() for found in _CPF_IN_TEXT.finditer(text) if cpf.clean(found[0])]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text
