"""Whether two records may be one person or clinic: what they have in common, and how much it weighs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj as cnpjs

SAME_NAME = 92
"""Likeness of two names, of 100, from which they are taken for one: a letter or a word's order apart."""

_SAYS_LITTLE = re.compile(
    r"\b(?:dra?|doutora?|clinica|consultorio|centro|instituto|grupo|rede|odonto|odontologi[ac]|odontologic[ao]s?"
    r"|dental|dentari[ao]s?|assistencia|servicos?|saude|oral|bucal|sorrisos?|ltda|eireli|me|epp|sa|slu"
    r"|d[aeo]s?|e)\b"
)
_NOT_OF_A_NAME = re.compile(r"[^a-z0-9 ]")


class SameThing(StrEnum):
    """What two records share, the weightiest first."""

    CNPJ = "cnpj"
    CPF = "cpf"
    CRO = "cro"
    PHONE = "phone"
    CNPJ_ROOT = "cnpj_root"
    NAME = "name"


_WEIGHTS = {
    SameThing.CNPJ: 100,
    SameThing.CPF: 100,
    SameThing.CRO: 80,
    SameThing.PHONE: 50,
    SameThing.CNPJ_ROOT: 40,
    SameThing.NAME: 45,
}


@dataclass(frozen=True)
class Identity:
    """Who somebody is, as far as it is told. Numbers are clean; a CRO is its UF and number without zeros."""

    names: frozenset[str] = frozenset()
    cnpj: str = ""
    cpfs: frozenset[str] = frozenset()
    cros: frozenset[tuple[str, str]] = frozenset()
    phones: frozenset[str] = frozenset()
    municipality_id: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.names or self.cnpj or self.cpfs or self.cros or self.phones)


def telling_name(name: str) -> str:
    """What of a name tells it from others: folded, without titles, company forms and words of the trade."""
    words = _NOT_OF_A_NAME.sub(" ", fold(name))
    return " ".join(_SAYS_LITTLE.sub(" ", words).split())


def alike(one: str, other: str) -> bool:
    """Whether two names may be one: the same words, but for their order or a slip of the pen."""
    first, second = telling_name(one), telling_name(other)
    if min(len(first), len(second)) < 5:
        return bool(first) and first == second and fold(one) == fold(other)
    return fuzz.token_sort_ratio(first, second) >= SAME_NAME


def shared(one: Identity, other: Identity) -> tuple[SameThing, ...]:
    """What both have, the weightiest first."""
    found = set[SameThing]()
    if one.cnpj and other.cnpj:
        if one.cnpj == other.cnpj:
            found.add(SameThing.CNPJ)
        elif cnpjs.root(one.cnpj) == cnpjs.root(other.cnpj):
            found.add(SameThing.CNPJ_ROOT)
    if one.cpfs & other.cpfs:
        found.add(SameThing.CPF)
    if one.cros & other.cros:
        found.add(SameThing.CRO)
    if one.phones & other.phones:
        found.add(SameThing.PHONE)
    if any(alike(name, theirs) for name in one.names for theirs in other.names):
        found.add(SameThing.NAME)
    return tuple(thing for thing in SameThing if thing in found)


def weight(things: Iterable[SameThing], *, same_city: bool | None) -> int:
    """How likely they are one. A name alone counts where the city does not speak against it."""
    things = tuple(things)
    if things == (SameThing.NAME,) and same_city is False:
        return 0
    return sum(_WEIGHTS[thing] for thing in things) + (10 if same_city and things else 0)
