"""A core system whose rows are given in a file: a demonstration has providers of its own.

The file is JSON: `rows` holds those of each kind in the order of the columns, days as ISO writes them and
amounts as text; `news` are changes that have happened since. The provider at a place has the key that an
invented one would have there.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from .cities import City
from .columns import COLUMNS, PROVIDERS, Row, Value
from .invention import Invention, Size

_KEY = "cod_prestador"


class GivenRows:
    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self._rows = {entity: tuple(rows.get(entity, ())) for entity in COLUMNS}
        self._places: dict[tuple[str, Value], list[int]] = defaultdict(list)
        for entity, columns in COLUMNS.items():
            if _KEY in columns:
                at = columns.index(_KEY)
                for place, row in enumerate(self._rows[entity]):
                    self._places[entity, row[at]].append(place)
        self.keys = [row[0] for row in self._rows[PROVIDERS]]

    def total(self, entity: str) -> int:
        return len(self._rows[entity])

    def row(self, entity: str, place: int) -> Row:
        return self._rows[entity][place]

    def places_of(self, entity: str, provider: int) -> Sequence[int]:
        return self._places[entity, self.keys[provider]]


class GivenInvention(Invention):
    """What changes make up: where a provider is, it was given."""

    def __init__(self, size: Size, rows: GivenRows) -> None:
        super().__init__(size)
        self._given = rows

    def city(self, provider: int) -> City:
        row = dict(zip(COLUMNS[PROVIDERS], self._given.row(PROVIDERS, provider), strict=True))
        return City(str(row["ds_municipio"]), str(row["sg_uf"]), "")


@dataclass(frozen=True, slots=True)
class Given:
    rows: GivenRows
    news: tuple[Mapping[str, str], ...]


def read_given(path: Path) -> Given:
    told = json.loads(path.read_text(encoding="utf-8"))
    rows = {
        entity: [tuple(map(_value, COLUMNS[entity], row)) for row in told["rows"].get(entity, ())]
        for entity in COLUMNS
    }
    return Given(GivenRows(rows), tuple(told["news"]))


def _value(column: str, told: str | int | None) -> Value:
    if not isinstance(told, str) or not told:
        return told
    if column.startswith("dt_"):
        return dt.date.fromisoformat(told)
    return Decimal(told) if column.startswith("vlr_") or column == "qt_us" else told
