"""The municipalities of Brazil, as IBGE counts them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from vinculo.kernel.folding import fold
from vinculo.kernel.places.states import UF_IBGE_PREFIX

_UF_OF_PREFIX = {prefix: uf for uf, prefix in UF_IBGE_PREFIX.items()}
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


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
    table = resources.files("vinculo.kernel.places") / "data" / "municipalities.csv"
    rows = csv.reader(table.read_text(encoding="utf-8").splitlines()[1:])
    return tuple(
        Municipality(
            code,
            name,
            _UF_OF_PREFIX[code[:2]],
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
        )
        for code, name, latitude, longitude in rows
    )


def find_municipality(name: str, uf: str) -> Municipality | None:
    """The municipality called `name` in the UF with code `uf`, accents, case and marks apart."""
    for found in _by_letters().get(_letters(name), ()):
        if found.uf == uf.upper():
            return found
    return None


def municipalities_named(name: str) -> tuple[Municipality, ...]:
    """All municipalities called `name`, in whatever UF."""
    return _by_letters().get(_letters(name), ())


def _letters(name: str) -> str:
    return _NOT_LETTERS.sub("", fold(name))


@lru_cache(maxsize=1)
def _by_letters() -> Mapping[str, tuple[Municipality, ...]]:
    index: dict[str, list[Municipality]] = defaultdict(list)
    for one in municipalities():
        index[_letters(one.name)].append(one)
    return {key: tuple(found) for key, found in index.items()}
