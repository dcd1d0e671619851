"""A list short enough to be known whole: sorted here, so that no case is looked at twice.

Holds the same order as `orders`: by a key, then by the id, those without a value behind the others both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..models.case import CaseQuerySet
from .orders import KEY, ORDERS, Mark, stretches, with_key

Row = tuple[Any, int]
"""What the order compares, and the case."""


@dataclass(frozen=True, slots=True)
class ShortList:
    """Cases that are found, each with its key where the order's is listed; one more than `most` at the most.

    `begins_in_order`: where there are more, they are the first in the order, else any.
    """

    rows: Sequence[Row]
    most: int
    begins_in_order: bool

    @property
    def is_whole(self) -> bool:
        return len(self.rows) <= self.most


def short_list(found: CaseQuerySet, order: str, most: int, *, along_an_index: bool = False) -> ShortList:
    """`along_an_index`: one holds what is found in this very order, so that its beginning costs no more."""
    if not ORDERS[order.removeprefix("-")].is_listed:
        ids = found.order_by().values_list("pk", flat=True)[: most + 1]
        return ShortList([(None, case_id) for case_id in ids], most, False)
    if not along_an_index:
        keyed = with_key(found, order).order_by().values_list(KEY, "pk")
        return ShortList(list(keyed[: most + 1]), most, False)
    rows: list[Row] = []
    for stretch in stretches(order, None):
        keyed = with_key(found.filter(stretch.condition), order).order_by(*stretch.by).values_list(KEY, "pk")
        rows += keyed[: most + 1 - len(rows)]
        if len(rows) > most:
            break
    return ShortList(rows, most, True)


def page_of(rows: Sequence[Row], order: str, mark: Mark | None, *, backwards: bool, most: int) -> list[int]:
    """The ids of the first beyond the mark; read backwards, the nearest before it first."""
    is_descending = order.startswith("-")
    with_value = sorted((row for row in rows if row[0] is not None), reverse=is_descending)
    without = sorted((row for row in rows if row[0] is None), key=lambda row: row[1], reverse=is_descending)
    in_order = [*with_value, *without]
    if backwards:
        in_order.reverse()
    beyond = (row for row in in_order if mark is None or _is_beyond(row, mark, is_descending, backwards))
    return [case_id for _, case_id in _first(beyond, most)]


def _first(rows: Any, most: int) -> list[Row]:
    return [row for row, _ in zip(rows, range(most), strict=False)]


def _is_beyond(row: Row, mark: Mark, is_descending: bool, backwards: bool) -> bool:
    key, case_id = row
    if (key is None) != (mark.key is None):
        return (key is None) != backwards
    if key is None or key == mark.key:
        is_above = case_id > mark.case_id
        return case_id != mark.case_id and is_above == (is_descending == backwards)
    return bool(key > mark.key) == (is_descending == backwards)
