"""The municipalities of Brazil, as IBGE counts them, and finding one by the name a person wrote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from vinculo.kernel.places.spelling import letters, sound
from vinculo.kernel.places.states import UF_IBGE_PREFIX

_UF_OF_PREFIX = {prefix: uf for uf, prefix in UF_IBGE_PREFIX.items()}
# Thrice the longest there is: what is longer is no name, and not worth looking at.
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality. The position is that of its seat, where it is known."""

    ibge_code: str
    name: str
    uf: str
    latitude: float | None
    longitude: float | None


@lru_cache(maxsize=1)
def municipalities() -> tuple[Municipality, ...]:
    """All of them, by IBGE code."""
    return tuple(
        Municipality(
            code,
            name,
            _UF_OF_PREFIX[code[:2]],
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
        )
        for code, name, latitude, longitude in _table("municipalities.csv")
    )


def municipality_by_code(ibge_code: str) -> Municipality | None:
    """The municipality with that code of seven digits."""
    return _by_code().get(ibge_code)


def other_names() -> Iterator[tuple[str, Municipality]]:
    """Former names, and those that people use for a part of Brasília."""
    return ((name, _by_code()[code]) for code, name in _table("other_names.csv"))


def find_municipality(name: str, uf: str) -> Municipality | None:
    """The municipality that `name` means in the UF with code `uf`, or None.

    Accents, case, hyphens and apostrophes do not matter, nor a UF after the name ("Maceió/AL"). Where
    no name fits so, a former name does, and then another spelling or abbreviation ("Moji Mirim",
    "Sta. Bárbara do Oeste"), if it fits one municipality of the UF alone.
    """
    uf = uf.strip().upper()
    if uf not in UF_IBGE_PREFIX or len(name) > _LONGEST_NAME:
        return None
    bare = re.sub(rf"[\s/,(-]+{re.escape(uf)}\)?$", "", name.strip(), flags=re.IGNORECASE)
    wanted = letters(bare)
    if not wanted:
        return None
    for index in (_by_letters(), _by_other_name()):
        for one in index.get(wanted, ()):
            if one.uf == uf:
                return one
    alike = _by_sound(uf).get(sound(bare), ())
    return alike[0] if len(alike) == 1 else None


def municipalities_named(name: str) -> tuple[Municipality, ...]:
    """All municipalities that `name` means, in whatever UF; by IBGE code."""
    wanted = letters(name) if len(name) <= _LONGEST_NAME else ""
    if not wanted:
        return ()
    exact = _by_letters().get(wanted) or _by_other_name().get(wanted)
    return exact or tuple(one for uf in UF_IBGE_PREFIX for one in _by_sound(uf).get(sound(name), ()))


@lru_cache(maxsize=1)
def _by_code() -> Mapping[str, Municipality]:
    return {one.ibge_code: one for one in municipalities()}


@lru_cache(maxsize=1)
def _by_letters() -> Mapping[str, tuple[Municipality, ...]]:
    return _index(((one.name, one) for one in municipalities()), letters)


@lru_cache(maxsize=1)
def _by_other_name() -> Mapping[str, tuple[Municipality, ...]]:
    return _index(other_names(), letters)


@cache
def _by_sound(uf: str) -> Mapping[str, tuple[Municipality, ...]]:
    """One UF at a time: `sound` is slow, and a form names one."""
    return _index(((one.name, one) for one in municipalities() if one.uf == uf), sound)


def _index(
    named: Iterable[tuple[str, Municipality]], key: Callable[[str], str]
) -> Mapping[str, tuple[Municipality, ...]]:
    index: dict[str, list[Municipality]] = defaultdict(list)
    for name, one in named:
        index[key(name)].append(one)
    return {wanted: tuple(found) for wanted, found in index.items()}


def _table(file: str) -> Iterator[list[str]]:
    """The rows under the head. No cell holds a comma, so the lines are simply split: it is quicker."""
    lines = (Path(__file__).parent / "data" / file).read_text(encoding="utf-8").splitlines()
    return (line.split(",") for line in lines[1:])
