"""Between several looks at the same ink: the text to take, and how sure it is.

What is beyond ink may choose between looks (check digits, the list of cities, the shape of a date), not put
in their place what none of them saw: a number that fails its check stays as it was read, with little
confidence. But signs of a CNPJ that look alike are exchanged where one way alone passes, as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from vinculo.kernel.dates import parse_date
from vinculo.kernel.identifiers import cnpj, cpf, cro, protocol_number
from vinculo.kernel.money import parse_money
from vinculo.kernel.numbers import parse_count
from vinculo.kernel.places import UFS, municipalities_named

from .field_kinds import FieldKind, kind_of_field
from .flat import flat, squeezed
from .scan.candidates import Candidate

# What is drawn like a digit, where only digits can be.
_AS_DIGITS = str.maketrans("OoQDIl|iSsBZz", "0000111155822")
_DIGITS_ONLY = frozenset(("cpf", "cro"))
_DIGIT_KINDS = frozenset((FieldKind.DATE, FieldKind.MONEY, FieldKind.COUNT))
_UNIT = re.compile(r"[ ]?(?:dias?(?:\(s\))?|vidas?|cros?(?:\(s\))?)?\.?$")
# One number in so many that is not the one meant passes its two check digits.
_PASSES_BY_CHANCE = 0.01
# What has no form of its own to be known by is never surer than this; two looks that agree are.
_MOST_OF_ONE_LOOK = 0.99
_MALFORMED = 0.5
_PIECED_TOGETHER = 0.85
# A day whose slashes came out as strokes, an amount parted behind its comma, a capital read twice.
_SLASHES_AS_STROKES = re.compile(r"([0-3][0-9])[1/|Il]([01][0-9])[1/|Il]([0-9]{2}|20[0-9]{2})")
_BLANK_BEHIND_COMMA = re.compile(r"(?<=[0-9][,.]) (?=[0-9])")
# What leads to a value or fills its line; names in which a capital I was read as an l.
_SIGNS_AT_ENDS = re.compile(r"^(?:[-–—_>~«».|]{1,3}\s)+(?=.*\w)|(?<=[\w.])(?:\s[-–—_>~«».|]{1,3})+$")
_NO_SMALL_L = re.compile(r"\bl(?=[bcdfgjmnprstvz][a-zà-ÿ]|(?:ara|eda|olanda|uri)\b)(?=.*\b[A-Z])")
_NAMES = frozenset(("staff_name", "dentist_name", "signed_by"))
# Q weighs as much as 0 in the check digits, D as much as O: with the other letter a CNPJ passes too.
_HAS_A_TWIN, _MOST_OF_A_TWIN = re.compile("[DOQdoq]"), 0.9
# The check digits of a CNPJ are no letters.
_ENDS_IN_LETTERS = re.compile(r"[A-Za-z|][0-9A-Za-z|]\Z|[A-Za-z|]\Z")
_BRACKETS = re.compile(r"[)\]}]")
_READ_TWICE = re.compile(r"([a-z])(?=([A-Z]))")
# Letters of a CNPJ that look like another sign, and how sure a number is that no look saw so.
_LIKE = {
    "0": "OQD",
    "O": "0",
    "Q": "0",
    "D": "0",
    "8": "BS",
    "B": "8",
    "5": "S",
    "S": "58",
    "6": "G",
    "G": "6",
}
_DRAWN_ALIKE = {"0": "0O", "O": "O0", "1": "1I", "I": "I1"}
_MOST_ALIKE = 4
_LIKE |= {"1": "I", "I": "1", "2": "Z", "Z": "2"}
_GUESSED = 0.5
_MOST_WAYS = 64
# Protocols are of these years: the digits count time.
_PROTOCOL_YEARS = range(2000, 2061)
# Those of another system have as many digits at least.
_SHORTEST_PROTOCOL = 4


@dataclass(slots=True)
class _Version:
    """What one or several looks say: the same text but for how it is punctuated."""

    text: str
    merit: int  # 2: passes a check that a wrong one would fail; 1: as such a thing is written; 0: neither.
    looks: list[Candidate]

    @property
    def sure(self) -> float:
        """How sure its looks are together; the same look twice counts once."""
        doubt = 1.0
        by_source: dict[str, float] = {}
        for look in self.looks:
            by_source[look.source] = max(by_source.get(look.source, 0.0), look.sure)
        for sure in by_source.values():
            doubt *= 1 - min(sure, _MOST_OF_ONE_LOOK)
        return 1 - doubt


def decide(field: str, candidates: Sequence[Candidate], /) -> tuple[str, float]:
    """The text to take for a field of the form, or for "contacts.on", and how sure it is (0 to 1)."""
    versions = _versions(field, candidates)
    if not versions:
        return "", 0.0
    best = max(versions, key=lambda version: (version.merit, version.sure, len(version.looks)))
    if kind_of_field(field) is FieldKind.CHECKED and best.merit < 2:
        pieced = _pieced_together(field, [version.text for version in versions])
        if pieced:
            return pieced, _PIECED_TOGETHER
        if field == "cnpj" and (swapped := _with_signs_else([version.text for version in versions])):
            return swapped, min(best.sure, _GUESSED)
    if all(look.text.count("/") < 2 and _SLASHES_AS_STROKES.fullmatch(look.text) for look in best.looks):
        return best.text, min(best.sure, _GUESSED)
    against = max((version.sure for version in versions if version is not best), default=0.0)
    most = _MOST_OF_A_TWIN if field == "cnpj" and _HAS_A_TWIN.search(best.text) else 1.0
    return best.text, round(min(most, _sure(best, against, versions)), 4)


def _sure(best: _Version, against: float, versions: Sequence[_Version]) -> float:
    if best.merit == 2:
        passing = sum(version.merit == 2 for version in versions)
        return 1 - _PASSES_BY_CHANCE * (1 - best.sure) if passing == 1 else 1 / passing
    stands = best.sure * (1 - against)
    falls = against * (1 - best.sure)
    sure = best.sure if not against else stands / (stands + falls) if stands + falls else 0.5
    return min(sure, best.sure) if best.merit else min(sure, best.sure, _MALFORMED)


def _versions(field: str, candidates: Sequence[Candidate]) -> list[_Version]:
    by_key: dict[str, _Version] = {}
    for look in sorted(candidates, key=lambda each: -each.sure):
        text = squeezed(look.text)
        if not text:
            continue
        for written in _ways_to_take(field, text):
            key, merit = _weighed(field, written)
            if merit or written == text:
                by_key.setdefault(key, _Version(written, merit, [])).looks.append(look)
                break
    return list(by_key.values())


def _ways_to_take(field: str, text: str) -> Iterator[str]:
    """As it was read, but digits where only digits can be; for what may hold letters, both."""
    digits = text.translate(_AS_DIGITS)
    kind = kind_of_field(field)
    if kind is FieldKind.MONEY and _weighed(field, joined := _BLANK_BEHIND_COMMA.sub("", text))[1]:
        yield joined
    if (
        kind is FieldKind.DATE
        and not _weighed(field, text)[1]
        and (day := _SLASHES_AS_STROKES.fullmatch(text))
    ):
        yield "/".join(day.groups())
    if kind is FieldKind.WORDS:
        yield _SIGNS_AT_ENDS.sub("", _NO_SMALL_L.sub("I", text) if field in _NAMES else text)
    if field == "cnpj":
        if _ENDS_IN_LETTERS.search(text) and _weighed(field, checked := text[:-2] + digits[-2:])[1]:
            yield checked
        if _weighed(field, digits)[1] == 2 and _weighed(field, text)[1] < 2:
            yield digits
        if not _weighed(field, text)[1]:
            # The last letter of a number's groups is mostly taken for a bracket where it is a J.
            if _BRACKETS.search(text):
                yield from (_BRACKETS.sub(sign, text) for sign in ("J", ""))
            yield _READ_TWICE.sub(lambda two: "" if two[1].upper() == two[2] else two[1], text)
    elif field in _DIGITS_ONLY or kind in _DIGIT_KINDS:
        unit = _UNIT.search(flat(text))
        end = unit.start() if unit else len(text)
        if not any(map(str.isalpha, digits[:end].removeprefix("R$"))):
            yield digits[:end] + text[end:]
    yield text


def _weighed(field: str, text: str) -> tuple[str, int]:
    """What makes two looks the same, and the merit of what they say."""
    key = _WEIGHED.get(field) or _WEIGHED_KINDS.get(kind_of_field(field)) or _weigh_words
    return key(text)


def _weigh_cpf(text: str) -> tuple[str, int]:
    number = cpf.clean(text)
    return (number, 2 if cpf.is_valid(number) else 1) if number else (text, 0)


def _weigh_cnpj(text: str) -> tuple[str, int]:
    number = cnpj.clean(text)
    return (number, 2 if cnpj.is_valid(number) else 1) if number else (text, 0)


def _weigh_date(text: str) -> tuple[str, int]:
    day = parse_date(text)
    return (day.isoformat(), 1) if day else (text, 0)


def _weigh_money(text: str) -> tuple[str, int]:
    amount = parse_money(text)
    return (str(amount), 1) if amount is not None else (text, 0)


def _weigh_count(text: str) -> tuple[str, int]:
    number = parse_count(_UNIT.sub("", flat(text)))
    return (str(number), 1) if number is not None else (text, 0)


def _weigh_cro(text: str) -> tuple[str, int]:
    number = cro.clean_number(text)
    return (number, 1) if number else (text, 0)


def _weigh_state(text: str) -> tuple[str, int]:
    letters = text.strip(" .;-/()").upper()
    return letters, int(letters in UFS)


def _weigh_protocol(text: str) -> tuple[str, int]:
    number = protocol_number.clean(text)
    if number is None:
        is_shred = sum(map(str.isdigit, text)) < _SHORTEST_PROTOCOL
        return text, 0 if is_shred or text.upper().startswith("SAD") else 1
    opened = protocol_number.opening_moment(number)
    return number, int(opened is not None and opened.year in _PROTOCOL_YEARS)


def _weigh_city(text: str) -> tuple[str, int]:
    return text, 2 if municipalities_named(text) else 1


def _weigh_words(text: str) -> tuple[str, int]:
    return text, 1


_Weigh = Callable[[str], tuple[str, int]]
_WEIGHED: dict[str, _Weigh] = {
    "cpf": _weigh_cpf,
    "cnpj": _weigh_cnpj,
    "cro": _weigh_cro,
    "cro_state": _weigh_state,
    "state": _weigh_state,
    "city": _weigh_city,
}
_WEIGHED_KINDS: dict[FieldKind, _Weigh] = {
    FieldKind.DATE: _weigh_date,
    FieldKind.MONEY: _weigh_money,
    FieldKind.COUNT: _weigh_count,
    FieldKind.PROTOCOL: _weigh_protocol,
}


def _with_signs_else(texts: Sequence[str]) -> str | None:
    """The one CNPJ with letters that passes its check if its signs are taken for what looks like them.

    Those that are drawn alike all together, or one of those that look alike.
    """
    numbers = [number for number in map(cnpj.clean, texts) if number and not number.isdigit()]
    for ways in (_drawn_alike, _with_one_sign_else):
        passing = {other for number in numbers for other in ways(number) if cnpj.is_valid(other)}
        if passing:
            return passing.pop() if len(passing) == 1 else None
    return None


def _with_one_sign_else(number: str) -> Iterator[str]:
    for at, sign in enumerate(number[:12]):
        yield from (number[:at] + other + number[at + 1 :] for other in _LIKE.get(sign, ""))


def _drawn_alike(number: str) -> Iterator[str]:
    """The ways to take a CNPJ's signs that most prints draw alike, where these are few."""
    alike = [_DRAWN_ALIKE.get(sign, sign) for sign in number[:12]]
    if sum(len(signs) > 1 for signs in alike) <= _MOST_ALIKE:
        yield from ("".join(signs) + number[12:] for signs in product(*alike))


def _pieced_together(field: str, texts: Sequence[str]) -> str | None:
    """The one number that passes its check and has each character from one of the looks."""
    longest = [text for text in texts if len(text) == len(texts[0])]
    choices = [tuple(dict.fromkeys(column)) for column in zip(*longest, strict=True)]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    if not 1 < ways <= _MOST_WAYS:
        return None
    passing = {text for text in map("".join, product(*choices)) if _weighed(field, text)[1] == 2}
    return passing.pop() if len(passing) == 1 else None
