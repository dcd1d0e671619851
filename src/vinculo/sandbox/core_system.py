"""The core system: what was invented, and over it what was changed since it began."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping

from .columns import COLUMNS, Row, Value
from .given import GivenInvention, GivenRows
from .invention import Invention, Size
from .rows_told import RowsTold

Fields = dict[str, Value]


class CoreSystem:
    """Rows that nobody touched are made when they are asked for; the others are few, and held.

    A row is known by its place; what was added has places below nought. Whoever writes holds `lock`.
    """

    def __init__(self, size: Size, given: GivenRows | None = None) -> None:
        self.size = size
        self.invention = Invention(size) if given is None else GivenInvention(size, given)
        self.told = RowsTold(self.invention) if given is None else given
        self.lock = threading.RLock()
        self.forget()

    def forget(self) -> None:
        """As it was at the start."""
        with self.lock:
            self._edited: dict[tuple[str, int], Fields] = {}
            self._added: dict[str, list[Fields]] = defaultdict(list)
            self._removed: dict[str, tuple[int, ...]] = {}
            self.history: dict[str, list[dict[str, str]]] = defaultdict(list)
            self.receipts: dict[str, Receipt] = {}

    def total(self, entity: str) -> int:
        return self._kept(entity) + len(self._added[entity])

    def rows(self, entity: str, start: int, stop: int) -> Iterator[Row]:
        """Those from `start` to before `stop`, as far as there are any."""
        kept, added, removed = self._kept(entity), self._added[entity], self._removed.get(entity, ())
        for nth in range(start, min(stop, kept + len(added))):
            if nth >= kept:
                yield tuple(added[nth - kept].get(column) for column in COLUMNS[entity])
                continue
            place = nth
            for gone in removed:
                place += gone <= place
            row = self.told.row(entity, place)
            edit = self._edited.get((entity, place))
            yield _with(entity, row, edit) if edit else row

    def rows_of(self, entity: str, provider: int) -> list[tuple[int, Fields]]:
        """All rows of a provider, each with its place."""
        gone = self._removed.get(entity, ())
        found = [
            (place, self._fields(entity, place))
            for place in self.told.places_of(entity, provider)
            if place not in gone
        ]
        key = self.invention.key(provider)
        added = enumerate(self._added[entity])
        return found + [(-1 - nth, row) for nth, row in added if row.get("cod_prestador") == key]

    def provider(self, provider: int) -> Fields:
        return self._fields("providers", provider)

    def edit(self, entity: str, place: int, changes: Mapping[str, Value]) -> None:
        if place < 0:
            self._added[entity][-1 - place].update(changes)
        else:
            self._edited.setdefault((entity, place), {}).update(changes)

    def add(self, entity: str, row: Fields) -> None:
        self._added[entity].append(row)

    def remove(self, entity: str, place: int) -> None:
        """Places of rows that were added move on: ask for them anew."""
        if place < 0:
            del self._added[entity][-1 - place]
        else:
            self._removed[entity] = tuple(sorted({*self._removed.get(entity, ()), place}))

    def _kept(self, entity: str) -> int:
        return self.told.total(entity) - len(self._removed.get(entity, ()))

    def _fields(self, entity: str, place: int) -> Fields:
        row = dict(zip(COLUMNS[entity], self.told.row(entity, place), strict=True))
        return row | self._edited.get((entity, place), {})


class Receipt:
    """What was answered to a request with an idempotency key, for the time it comes again."""

    def __init__(self, asked: object, answer: dict[str, object]) -> None:
        self.asked = asked
        self.answer = answer


def _with(entity: str, row: Row, edit: Fields) -> Row:
    return tuple(edit.get(column, value) for column, value in zip(COLUMNS[entity], row, strict=True))
