"""What twenty-four providers look like. The network is this block over and over, with other values.

How many rows of which kind a provider has follows from its position in the block alone, so the row at any
place of any page can be told without making those before it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

SIZE = 24

# Clinics and their dentists; whoever is not here is a dentist on their own.
_CLINICS = {0: 2, 1: 1, 2: 3, 3: 2, 5: 1, 7: 2, 8: 1, 9: 2, 11: 1, 13: 1, 14: 2, 16: 1, 19: 2, 20: 1}
_DENTISTS = tuple(_CLINICS.get(position, 1) for position in range(SIZE))
FIRST_DENTIST = tuple(sum(_DENTISTS[:position]) for position in range(SIZE))
DENTISTS = sum(_DENTISTS)

PENDING_RT, SUSPENDED, FORMER_RT, INACTIVE, FORMER_STAFF, SILENT = 3, 7, 9, 11, 14, 16
NEWCOMERS = frozenset({5, 13})
ALPHANUMERIC = 13
"""A clinic of the time when a CNPJ may have letters."""
GUESTS = {5: 4, 8: 6, 11: 10, 16: 15, 20: 18}
"""Clinics where a dentist who is a provider as well comes in, and that provider: both in one city."""
_MISSING_MONTHS = {2: {6, 7}, 8: {3}, 14: {10, 11, 12}, 20: {3, 6, 9, 12, 15, 18, 21, 24}}
MONTHS_SUSPENDED, MONTHS_INACTIVE, MONTHS_SILENT, MONTHS_OF_NEWCOMERS = 2, 5, 4, 7


class Role(Enum):
    RT = "RT"
    STAFF = "staff"
    FORMER_RT = "former RT"
    FORMER_STAFF = "former staff"
    PENDING_RT = "pending RT"


@dataclass(frozen=True, slots=True)
class Tie:
    """`dentist` counts within the block."""

    dentist: int
    role: Role


Detail = TypeVar("Detail")


class Rows(Generic[Detail]):
    """The rows of one kind in a block: of each the provider's position and which of its rows it is."""

    def __init__(self, details: list[tuple[int, Detail]]) -> None:
        self._details = sorted(details, key=lambda one: one[0])
        self._positions = [position for position, _ in self._details]

    def total(self, providers: int) -> int:
        blocks, rest = divmod(providers, SIZE)
        return blocks * len(self._details) + bisect_left(self._positions, rest)

    def at(self, place: int) -> tuple[int, Detail]:
        """The provider's place and the detail of the row at `place`."""
        block, within = divmod(place, len(self._details))
        position, detail = self._details[within]
        return block * SIZE + position, detail

    def places_of(self, provider: int) -> range:
        """Where the provider's rows stand."""
        block, position = divmod(provider, SIZE)
        start = block * len(self._details)
        return range(
            start + bisect_left(self._positions, position),
            start + bisect_left(self._positions, position + 1),
        )


def is_clinic(position: int) -> bool:
    return position in _CLINICS


def ties() -> Rows[Tie]:
    return Rows([(position, tie) for position in range(SIZE) for tie in _ties_of(position)])


def _ties_of(position: int) -> list[Tie]:
    first = FIRST_DENTIST[position]
    if position not in _CLINICS:
        return [Tie(first, Role.STAFF)]
    found = [Tie(first, Role.RT)]
    role = Role.FORMER_STAFF if position == FORMER_STAFF else Role.STAFF
    found += [Tie(other, role) for other in range(first + 1, first + _DENTISTS[position])]
    if position == FORMER_RT:
        found.append(Tie(first + 1, Role.FORMER_RT))
    if position == PENDING_RT:
        found.append(Tie(first + 1, Role.PENDING_RT))
    if position in GUESTS:
        found.append(Tie(FIRST_DENTIST[GUESTS[position]], Role.STAFF))
    return found


def once_each() -> Rows[int]:
    return Rows([(position, 0) for position in range(SIZE)])


def dentists() -> Rows[int]:
    """The detail counts within the block."""
    return Rows(
        [
            (position, FIRST_DENTIST[position] + which)
            for position in range(SIZE)
            for which in range(_DENTISTS[position])
        ]
    )


def contact_persons() -> Rows[int]:
    return Rows(
        [(position, which) for position in range(SIZE) for which in range(2 if is_clinic(position) else 1)]
    )


def production(months: int) -> Rows[int]:
    """The detail is how many months ago, the newest last."""
    return Rows(
        [
            (position, ago)
            for position in range(SIZE)
            for ago in range(months, 0, -1)
            if _has_produced(position, ago)
        ]
    )


def _has_produced(position: int, ago: int) -> bool:
    if position in NEWCOMERS:
        return ago < MONTHS_OF_NEWCOMERS
    still = {SUSPENDED: MONTHS_SUSPENDED, INACTIVE: MONTHS_INACTIVE, SILENT: MONTHS_SILENT}.get(position, 0)
    return ago > still and ago not in _MISSING_MONTHS.get(position, ())
