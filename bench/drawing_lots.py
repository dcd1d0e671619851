"""Values drawn by lot: by their shares, cities by where people live, codes from the paper's lists."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.places.municipalities import Municipality, municipalities
from vinculo.paper.catalogue import OptionList, catalogue_options

UF_WEIGHTS = {"SP": 30, "MG": 12, "RJ": 11, "PR": 8, "RS": 8, "BA": 6, "SC": 5, "PE": 4, "CE": 4, "GO": 4,
              "DF": 3, "ES": 3, "PA": 2, "MA": 1, "AM": 1}  # fmt: skip


def drawn(rng: Random, choices: Sequence[tuple[Any, float]]) -> Any:
    point = rng.random()
    for choice, share in choices:
        point -= share
        if point < 0:
            return choice
    return choices[0][0]


def drawn_count(rng: Random) -> int:
    return min(40, 1 + int(rng.expovariate(0.7)))


@cache
def _cities() -> tuple[list[Municipality], list[float]]:
    """Cities by their weight: a state's share, most of it in the first of its cities."""
    seen: dict[str, int] = {}
    places, weights = [], []
    for place in municipalities():
        rank = seen[place.uf] = seen.get(place.uf, 0) + 1
        places.append(place)
        weights.append(UF_WEIGHTS.get(place.uf, 0.5) / rank)
    return places, list(accumulate(weights))


def drawn_city(rng: Random) -> Municipality:
    places, weights = _cities()
    return places[min(bisect(weights, rng.random() * weights[-1]), len(places) - 1)]


@cache
def calendar_of(uf: str) -> BusinessCalendar:
    return BusinessCalendar(uf)


@cache
def codes_of(edition: int, which: OptionList) -> list[str]:
    return [option.code for option in catalogue_options(which, edition)]
