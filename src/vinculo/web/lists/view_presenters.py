"""The views of a person as the page shows them on which they are named and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.desk.actions.saved_views import may_change
from vinculo.desk.models import SavedView

from ..cases.list_addresses import list_address


@dataclass(frozen=True)
class ViewRow:
    view: SavedView
    url: str
    may_change: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class ViewGroup:
    title: str
    rows: Sequence[ViewRow]


def present_views(actor: Actor, views: Sequence[SavedView]) -> list[ViewGroup]:
    """One's own, then those of each team."""
    groups: dict[int | None, list[SavedView]] = {}
    for view in views:
        groups.setdefault(view.operator_id, []).append(view)
    return [
        ViewGroup(_title(rows[0]), [_row(actor, rows, place) for place in range(len(rows))])
        for rows in groups.values()
    ]


def _title(view: SavedView) -> str:
    return "Minhas visões" if view.operator is None else f"Da equipe {view.operator.name}"


def _row(actor: Actor, rows: Sequence[SavedView], place: int) -> ViewRow:
    view = rows[place]
    return ViewRow(
        view=view,
        url=list_address({"view": [str(view.pk)]}),
        may_change=may_change(view, actor),
        is_first=place == 0,
        is_last=place == len(rows) - 1,
    )
