"""What a protocol system may get wrong: always, some times, or for a share of what it is asked."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ..chance import chance
from ..fault_kinds import FaultKinds, number_told, value_told
from ..refused import Refused


class Fault(StrEnum):
    DOWN = "down"
    SLOW = "slow"
    UNAUTHORISED = "unauthorised"
    RATE_LIMIT = "rate_limit"
    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    GARBAGE = "garbage"
    HTML_INSTEAD = "html_instead"
    NO_NUMBER = "no_number"
    DUPLICATE_DELIVERY = "duplicate_delivery"
    USED_NUMBER = "used_number"
    CLOCK_STEP = "clock_step"


class Place(StrEnum):
    """What is asked for."""

    OPEN = "open"
    LOOK_UP = "look_up"
    ATTACH = "attach"
    INCOMING = "incoming"
    TAKE = "take"


_WRITES = frozenset({Place.OPEN, Place.ATTACH, Place.TAKE})
_USUAL_PLACES: Mapping[Fault, frozenset[Place]] = MappingProxyType(
    {
        Fault.ERROR_BEFORE: _WRITES,
        Fault.ERROR_AFTER: _WRITES,
        Fault.CUT_BEFORE: _WRITES,
        Fault.CUT_AFTER: _WRITES,
        Fault.NO_NUMBER: frozenset({Place.OPEN}),
        Fault.DUPLICATE_DELIVERY: frozenset({Place.INCOMING}),
        Fault.USED_NUMBER: frozenset({Place.OPEN}),
        Fault.CLOCK_STEP: frozenset({Place.OPEN}),
    }
)
"""Where a fault hits unless a place is told. The others hit everywhere."""

USUAL: Mapping[Fault, float] = MappingProxyType({Fault.CLOCK_STEP: 3600})
"""The value that is meant where none is told: seconds, all of them."""

PASSING = tuple(fault for fault in Fault if fault not in {Fault.USED_NUMBER, Fault.CLOCK_STEP})
"""What a client gets over by asking again or looking up. The others are lies, for a person."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`at` None: its usual places. `share` is percent of the requests; `times` nought: without end."""

    number: float
    at: Place | None
    share: float
    times: int

    def hits(self, fault: Fault, place: Place) -> bool:
        if self.at is None:
            return place in _USUAL_PLACES.get(fault, frozenset(Place))
        return place is self.at


def _setting(fault: Fault, told: Mapping[str, object]) -> Setting:
    value = value_told(told) or ""
    is_back = fault is Fault.CLOCK_STEP and value.startswith("-")
    number = number_told(fault, value.removeprefix("-") if is_back else value, USUAL.get(fault, 1))
    at = str(told.get("at") or "")
    if at and at not in set(Place):
        raise Refused(400, f"Lugar desconhecido: {at}. Os que há: {', '.join(Place)}.")
    share = number_told(f"{fault}, share", _text(told, "share"), 100)
    if share > 100:
        raise Refused(400, f"{fault}: share vai até 100.")
    times = 0 if told.get("times") is None else number_told(f"{fault}, times", _text(told, "times"), 1)
    return Setting(-number if is_back else number, Place(at) if at else None, share, math.ceil(times))


def _text(told: Mapping[str, object], name: str) -> str | None:
    return None if told.get(name) is None else str(told[name])


KINDS = FaultKinds(Fault, _setting, "at", others=("share", "times"), all_of=PASSING)


class FaultBoard:
    """Which faults are on, and which of them hit a request: the nth has the same luck for the same seed."""

    def __init__(self, faults: Mapping[Fault, Setting], seed: int) -> None:
        self._seed = seed
        self._first = dict(faults)
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """As at the start."""
        with self._lock:
            self._faults = dict(self._first)
            self._hits: Counter[Fault] = Counter()
            self.requests: Counter[Place] = Counter()

    def switch(self, asked: Mapping[str, object], *, alone: bool = False) -> None:
        """`alone`: what is not asked for is off.

        Raises:
            Refused: no such fault, place or value; nothing is switched then.
        """
        with self._lock:
            self._faults = KINDS.switched({} if alone else self._faults, asked)
            named = asked.keys()
            for fault in list(self._hits):
                # Counted anew from when it was switched.
                if fault not in self._faults or fault.value in named or alone:
                    del self._hits[fault]

    def drawn(self, place: Place) -> dict[Fault, float]:
        """The faults that hit one request, each with its value."""
        with self._lock:
            nth = self.requests.total()
            self.requests[place] += 1
            hit = {
                fault: setting.number
                for fault, setting in self._faults.items()
                if setting.hits(fault, place)
                and not 0 < setting.times <= self._hits[fault]
                and self._is_drawn(fault, setting.share, nth)
            }
            self._hits.update(hit.keys())
            return hit

    def told(self) -> dict[str, object]:
        with self._lock:
            return {
                fault.value: {
                    "value": setting.number,
                    "at": setting.at or "",
                    "share": setting.share,
                    "times": setting.times,
                    "hits": self._hits[fault],
                }
                for fault, setting in self._faults.items()
            }

    def _is_drawn(self, fault: Fault, share: float, nth: int) -> bool:
        stream = list(Fault).index(fault)
        return chance(self._seed, stream, nth) % 1_000_000 < share * 10_000
