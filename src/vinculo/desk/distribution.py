"""Who gets which case: evenly, by what each has on the table already. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence


def spread_evenly(cases: Sequence[int], loads: Mapping[int, int]) -> dict[int, int]:
    """A person for each case: always whoever has least then, of equals the one named first.

    `loads` gives the number of open cases of each who may get some; without anybody nothing is given.
    """
    waiting = [(load, place, person) for place, (person, load) in enumerate(loads.items())]
    heapq.heapify(waiting)
    given = {}
    for case in cases:
        if not waiting:
            break
        load, place, person = waiting[0]
        heapq.heapreplace(waiting, (load + 1, place, person))
        given[case] = person
    return given


def spread_by_city(
    cases: Mapping[int, str], familiar: Mapping[str, int], loads: Mapping[int, int]
) -> dict[int, int]:
    """Each case, by the key of its city, to who knows that city and may get some; the others evenly."""
    known = {case: familiar[city] for case, city in cases.items() if familiar.get(city) in loads}
    held = {person: load + list(known.values()).count(person) for person, load in loads.items()}
    return known | spread_evenly([case for case in cases if case not in known], held)
