"""What somebody typed into the search, understood: things to be found, each in one of some ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj, cpf, cro, phone, protocol_number
from vinculo.kernel.places.states import UFS

from ..search_terms import (
    BEGINNING,
    FILE,
    FIRST,
    FIRST_BEGINNING,
    LONGEST_BEGINNING,
    NAME,
    NOTE,
    NUMBER,
    PERSONAL,
    PERSONAL_PART,
    TITLES,
    WHOLE_NAME,
    bare,
    case_numbers,
    cro_terms,
    told,
    whole_name,
    words_in,
)
from ..search_vocabulary import MOST_COMPLETIONS

LONGEST_QUERY = 200
MOST_THINGS = 8
SHORTEST_PART = 3
"""Characters of a number from which on it may be the beginning of one."""
SHORTEST_COMPLETED = 3

_LABELS = TITLES | {"cro", "cpf", "cnpj", "tel", "telefone", "protocolo", "processo"}
_ONLY_NUMBER = re.compile(r"[0-9\s./()+‐‑‒–—-]+")
_UF = "|".join(UFS)
_CRO_IN_TEXT = re.compile(
    rf"\bCRO\b[\s/.:-]*(?:(?:{_UF})\b)?[\s/.:-]*[0-9][0-9.]{{0,8}}(?:[\s/-]+(?:{_UF})\b)?|"
    rf"\b[0-9]{{2,7}}[/-](?:{_UF})\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_CASE_NUMBER = re.compile(r"[A-Z]{2,5}-[0-9]{4}-[0-9]{1,6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to find: a word, or a number by its terms. `beginnings` are what its term may begin with.

    `personal` are whole numbers of persons, `personal_beginnings` parts of such, for who may see them.
    """

    word: str = ""
    is_unfinished: bool = False
    numbers: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    personal_beginnings: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    """All words of the vocabulary that begin so, where they are few: the index reads whole words at once, and
    what begins alike only after having gathered it."""
    says_nothing: bool = False
    """A word such as *de*, which is not looked for in notes."""

    @property
    def is_word(self) -> bool:
        return bool(self.word) and not self.numbers

    def exactly(self) -> list[str]:
        return [
            *(_quoted(NUMBER + number) for number in self.numbers),
            *(_quoted(PERSONAL + number) for number in self.personal),
        ]

    def in_names(self, *, may_see_personal: bool) -> list[str]:
        found = self.exactly() + [f"{_quoted(NUMBER + part)}:*" for part in self.beginnings]
        if may_see_personal:
            found += [
                f"{_quoted(sign + part)}:*"
                for part in self.personal_beginnings
                for sign in (PERSONAL, PERSONAL_PART)
            ]
        return found + (self.as_word() if self.word else [])

    def as_word(self) -> list[str]:
        if self.endings:
            return [_quoted(NAME + word) for word in self.endings]
        return _word_atoms(self.word, NAME, BEGINNING, self.is_unfinished)

    def at_first(self) -> list[str]:
        if self.endings:
            return [_quoted(FIRST + word) for word in self.endings]
        return _word_atoms(self.word, FIRST, FIRST_BEGINNING, self.is_unfinished)

    def anywhere(self, *, may_see_personal: bool) -> list[str]:
        signs = (NOTE, FILE) if may_see_personal else (NOTE,)
        told_in = [_quoted(sign + stem) for stem in self.stems for sign in signs]
        return self.in_names(may_see_personal=may_see_personal) + told_in


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """`things` must all be found; `typed` is the text as it was typed, tidied."""

    typed: str = ""
    things: tuple[Thing, ...] = ()

    @property
    def words(self) -> list[str]:
        return [thing.word for thing in self.things if thing.word]

    def levels(self, *, may_see_personal: bool) -> list[str]:
        """Conditions on the terms, the best first; each implies the next, or nearly so."""
        names = [_any(thing.in_names(may_see_personal=may_see_personal)) for thing in self.things]
        levels = []
        if all(thing.is_word for thing in self.things):
            levels.append(_quoted(WHOLE_NAME + whole_name(self.words)))
            levels.append(_all([_any(self.things[0].at_first()), *names[1:]]))
        elif exact := [_any(thing.exactly()) for thing in self.things if thing.exactly()]:
            levels.append(
                _all([*exact, *(_any(thing.as_word()) for thing in self.things if not thing.exactly())])
            )
        levels.append(_all(names))
        told_things = [thing for thing in self.things if not thing.says_nothing]
        if any(thing.stems for thing in told_things):
            levels.append(
                _all([_any(thing.anywhere(may_see_personal=may_see_personal)) for thing in told_things])
            )
        return levels


def understand(text: str) -> SearchQuery:
    plain = text.replace("\x00", " ").lstrip()[:LONGEST_QUERY]
    typed = " ".join(plain.split())
    whole = _number(typed)
    if whole is not None:
        return SearchQuery(typed, (whole,))
    things = list(_things(typed))[:MOST_THINGS]
    telling = [thing for thing in things if thing.word not in _LABELS] or things
    if telling and telling[-1].word and not plain[-1:].isspace():
        telling[-1] = replace(telling[-1], is_unfinished=True)
    return SearchQuery(typed, tuple(telling))


def with_stems(query: SearchQuery, stems: Mapping[str, str | None]) -> SearchQuery:
    """The same, its words looked for in notes too: as their stems, an unfinished one as all that begin so."""
    return replace(query, things=tuple(_with_stems(thing, stems) for thing in query.things))


def with_words(query: SearchQuery, words: Mapping[str, str]) -> SearchQuery:
    """The same with other words for some, where the text says them too."""
    things = (
        replace(thing, word=fold(words.get(thing.word, thing.word)), stems=(), endings=())
        for thing in query.things
    )
    typed = _WORD.sub(lambda match: words.get(fold(match[0]), match[0]), query.typed)
    return SearchQuery(typed, tuple(things))


def _with_stems(thing: Thing, stems: Mapping[str, str | None]) -> Thing:
    if not thing.word:
        return replace(thing, stems=tuple(number for number in (*thing.numbers, *thing.beginnings) if number))
    own = stems.get(said(thing.word))
    found = {own} if own else set()
    endings: list[str] = []
    if completes(thing):
        alike = [word for word in stems if word.startswith((thing.word, said(thing.word)))]
        found |= {stem for word in alike if (stem := stems[word])}
        # Of short beginnings there are terms; of many words, only the commonest have been read.
        if (
            len(thing.word) > LONGEST_BEGINNING
            and len(alike) < MOST_COMPLETIONS
            and said(thing.word) == thing.word
        ):
            endings = sorted({thing.word, *alike})
    return replace(
        thing,
        stems=tuple(sorted(found)),
        endings=tuple(endings),
        says_nothing=not found and thing.is_word,
    )


def said(word: str) -> str:
    """A word as the notes' stems are made of it."""
    return told(word)


def completes(thing: Thing) -> bool:
    return thing.is_unfinished and len(thing.word) >= SHORTEST_COMPLETED


def is_private_query(text: str) -> bool:
    """Whether a query is, or is about to become, a person's number, which must not stand in an address.

    Numbers of cases and protocols are nobody's; a name is what a colleague would send in a link.
    """
    plain = text.strip()
    if _CASE_NUMBER.fullmatch(plain) or protocol_number.clean(plain):
        return False
    return sum(char.isdigit() for char in plain) >= 4


def _number(text: str) -> Thing | None:
    """The text as the number that it is, or as what one begins with; None for words."""
    if found := case_numbers(text) if _CASE_NUMBER.fullmatch(text) else []:
        return Thing(numbers=(found[0],))
    if protocol := protocol_number.clean(text):
        return Thing(numbers=(bare(protocol),))
    company, registration = cnpj.clean(text), cro.parse(text)
    personal = tuple(dict.fromkeys(found for found in (cpf.clean(text), phone.clean(text)) if found))
    if company or personal:
        return Thing(numbers=(company.lower(),) if company else (), personal=personal, stems=())
    if registration and (registration.uf or text.lower().startswith("cro")):
        return Thing(numbers=(cro_terms(registration.number, registration.uf)[0],))
    return _only_digits(text)


def _only_digits(text: str) -> Thing | None:
    if not _ONLY_NUMBER.fullmatch(text):
        return None
    digits = re.sub(r"[^0-9]", "", text.removeprefix("+55") if text.startswith("+") else text)
    if not digits:
        return None
    numbers = dict.fromkeys((digits, digits.lstrip("0") or digits, digits.zfill(6)))
    parts = (digits,) if len(digits) >= SHORTEST_PART else ()
    return Thing(numbers=tuple(numbers), beginnings=parts, personal_beginnings=parts)


def _things(text: str) -> Iterator[Thing]:
    """Registrations and telephones may hold spaces; all else is parted by them."""
    spans = [(match.start(), match.end()) for match in _CRO_IN_TEXT.finditer(text)]
    spans += [(found.start, found.end) for found in phone.find_in(text)]
    spans += [(found.start, found.end) for found in protocol_number.find_in(text)]
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        yield from _tokens(text[at:start])
        yield from _token(text[start:end])
        at = end
    yield from _tokens(text[at:])


def _tokens(text: str) -> Iterator[Thing]:
    for token in text.split():
        yield from _token(token.strip(",;:\"'“”"))


def _token(token: str) -> Iterator[Thing]:
    if number := _number(token):
        yield number
    elif "@" in token:
        yield Thing(word="", personal=(fold(token),), personal_beginnings=tuple(words_in(token)[:1]))
    elif any(char.isdigit() for char in token):
        yield _mixed(token)
    else:
        yield from (Thing(word=word) for word in words_in(token))


def _mixed(token: str) -> Thing:
    """Letters and digits: the beginning of a CNPJ or of a protocol, or a word such as 24h."""
    plain = bare(token)
    digits = sum(char.isdigit() for char in plain)
    # All protocols of some years begin alike.
    may_begin = len(plain) >= SHORTEST_PART and not (plain.startswith("sad") and digits < 4)
    return Thing(word=fold(plain), numbers=(plain,), beginnings=(plain,) if may_begin else ())


def _word_atoms(word: str, whole: str, beginning: str, is_unfinished: bool) -> list[str]:
    if not is_unfinished:
        return [_quoted(whole + word)]
    if len(word) <= LONGEST_BEGINNING:
        return [_quoted(beginning + word)]
    return [f"{_quoted(whole + word)}:*"]


def _any(atoms: Iterable[str]) -> str:
    return "(" + " | ".join(dict.fromkeys(atoms)) + ")"


def _all(conditions: Sequence[str]) -> str:
    return " & ".join(conditions)


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
