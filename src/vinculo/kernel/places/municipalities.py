"""The municipalities of Brazil, as IBGE counts them, and finding one by the name a person wrote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vinculo.kernel.places.spelling import letters, sound
from vinculo.kernel.places.states import UF_IBGE_PREFIX

_UF_OF_PREFIX = {prefix: uf for uf, prefix in UF_IBGE_PREFIX.items()}


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


def find_municipality(name: str, uf: str) -> Municipality | None:
    """The municipality that `name` means in the UF with code `uf`, or None.

    Accents, case, hyphens and apostrophes do not matter, nor a UF after the name ("Maceió/AL"). Where
    no name fits so, a former name does, and then another spelling or abbreviation ("Moji Mirim",
    "Sta. Bárbara do Oeste"), if it fits one municipality of the UF alone.
    """
    uf = uf.strip().upper()
    bare = re.sub(rf"[\s/,(-]+{re.escape(uf)}\)?$", "", name.strip(), flags=re.IGNORECASE)
    for candidates in _candidates(bare):
        found = [one for one in candidates if one.uf == uf]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def municipalities_named(name: str) -> tuple[Municipality, ...]:
    """All municipalities that `name` means, in whatever UF; by IBGE code."""
    return next((found for found in _candidates(name) if found), ())


def _candidates(name: str) -> Iterator[tuple[Municipality, ...]]:
    """What `name` may mean, the surest first; each index is made when it is first needed."""
    for index, key in ((_by_letters, letters), (_by_other_name, letters), (_by_sound, sound)):
        wanted = key(name)
        yield index().get(wanted, ()) if wanted else ()


@lru_cache(maxsize=1)
def _by_code() -> Mapping[str, Municipality]:
    return {one.ibge_code: one for one in municipalities()}


@lru_cache(maxsize=1)
def _by_letters() -> Mapping[str, tuple[Municipality, ...]]:
    return _index(((one.name, one) for one in municipalities()), letters)


@lru_cache(maxsize=1)
def _by_other_name() -> Mapping[str, tuple[Municipality, ...]]:
    return _index(((name, _by_code()[code]) for code, name in _table("other_names.csv")), letters)


@lru_cache(maxsize=1)
def _by_sound() -> Mapping[str, tuple[Municipality, ...]]:
    return _index(((one.name, one) for one in municipalities()), sound)


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
