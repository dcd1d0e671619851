"""How many cases a list would show, and the list by state: both bounded, whatever there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from vinculo.accounts.actor import Actor

from ..models import Case
from ..states import State
from .columns import DEFAULT_COLUMNS, ListColumn
from .listing import COUNTED_UP_TO, Listing, first_ids, matching, rows_of

BOARD_ROWS = 12
# What a card says or offers besides the columns.
FOR_CARDS = ("waiting_on",)


@dataclass(frozen=True)
class BoardColumn:
    """The cases of one state. `total` is None for more than `COUNTED_UP_TO`."""

    state: State
    total: int | None
    rows: tuple[Case, ...]


def counts(actor: Actor, listings: Sequence[Listing]) -> list[int | None]:
    """How many cases each listing finds, None for more than `COUNTED_UP_TO`. One query."""
    return _counts([matching(actor, listing.condition(actor)) for listing in listings])


def board(
    actor: Actor,
    listing: Listing,
    *,
    columns: Sequence[ListColumn] = DEFAULT_COLUMNS,
    per_state: int = BOARD_ROWS,
) -> tuple[BoardColumn, ...]:
    """What the listing finds, state by state, the first of each in the listing's order."""
    condition = listing.condition(actor)
    states = [State(value) for value, _ in State.choices]
    found = {state: matching(actor, condition & Q(state=state)) for state in states}
    totals = dict(zip(states, _counts(list(found.values())), strict=True))
    shown = {
        state: first_ids(actor, found[state], listing.order_of_many, per_state) if totals[state] != 0 else []
        for state in states
    }
    rows = rows_of(actor, [case_id for ids in shown.values() for case_id in ids], columns, FOR_CARDS)
    by_id = {case.pk: case for case in rows}
    return tuple(
        BoardColumn(
            state, totals[state], tuple(by_id[case_id] for case_id in shown[state] if case_id in by_id)
        )
        for state in states
    )


def _counts(found: Sequence[QuerySet[Case]]) -> list[int | None]:
    """One statement of bounded counts: Django can neither count a part of a union nor union counts."""
    if not found:
        return []
    parts, parameters = [], list[Any]()
    for cases in found:
        try:
            sql, given = cases.order_by().values("pk")[: COUNTED_UP_TO + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, given = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS bounded)")  # noqa: S608 (Django's own SQL)
        parameters += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        counted = cursor.fetchone() or ()
    return [number if number <= COUNTED_UP_TO else None for number in counted]
