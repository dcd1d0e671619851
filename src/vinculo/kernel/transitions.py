"""The transition engine: a table of (source, action, target, permission, guard) and one look-up.

The table draws the buttons and guards the writes, so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .finding import Finding

Subject = TypeVar("Subject")

Guard = Callable[[Subject], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Transition(Generic[Subject]):
    """One row. `guard` gives all findings; those that block refuse the transition."""

    source: str
    action: str
    target: str
    permission: str
    guard: Guard[Subject] | None = None
    needs_reason: bool = False


class UnknownTransition(Exception):
    """The action does not exist for the state."""


class TransitionTable(Generic[Subject]):
    """All transitions of one kind of record.

    Raises:
        ValueError: two rows have the same source and action.
    """

    def __init__(self, transitions: Sequence[Transition[Subject]]) -> None:
        self._rows: dict[tuple[str, str], Transition[Subject]] = {}
        for row in transitions:
            key = (row.source, row.action)
            if key in self._rows:
                raise ValueError(f"two transitions for {key}")
            self._rows[key] = row

    def __iter__(self) -> Iterator[Transition[Subject]]:
        return iter(self._rows.values())

    def find(self, source: str, action: str) -> Transition[Subject]:
        """The row of an action in a state.

        Raises:
            UnknownTransition: there is none.
        """
        try:
            return self._rows[source, action]
        except KeyError:
            raise UnknownTransition(f"{action} from {source}") from None

    def leaving(self, source: str) -> tuple[Transition[Subject], ...]:
        """The rows that leave a state, in table order."""
        return tuple(row for row in self._rows.values() if row.source == source)
