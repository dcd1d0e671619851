"""The list of cases as its template draws it: rows, columns to sort by, chips, views, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.columns import COLUMNS, ColumnKind, ListColumn
from vinculo.cases.queries.filters import Applied
from vinculo.cases.queries.listing import (
    COUNTED_UP_TO,
    DEFAULT_ORDER,
    ORDERS,
    SORTED_BY_ANY,
    CasePage,
    Listing,
)
from vinculo.cases.queries.note_excerpts import Excerpt
from vinculo.desk.actions.saved_views import may_change
from vinculo.desk.models import SavedView
from vinculo.desk.queries.everyday_views import everyday_views
from vinculo.kernel.numbers import format_count

from ..site.controls import ControlOption
from .list_addresses import BOARD, VIEW, Addresses, Hide, list_address
from .list_asked import Asked
from .list_board import BoardView
from .list_filters import FilterForm, present_filters
from .list_rows import NUMBER, Row, case_row

__all__ = ["ListPage", "ListTab", "list_address", "list_tabs", "present_list"]


@dataclass(frozen=True)
class Heading:
    """`direction`: 'ascending' or 'descending' for the column that the list is sorted by."""

    text: str
    url: str
    direction: str
    is_number: bool


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    url: str


@dataclass(frozen=True)
class ListTab:
    """`count` is None before it is counted; `key` tells the page's script which one is open."""

    key: str
    label: str
    url: str
    is_current: bool
    is_team: bool = False
    count: str | None = None


@dataclass(frozen=True)
class OpenView:
    """The saved view that is open, and what its person may do with it."""

    view: SavedView
    is_changed: bool
    may_change: bool


@dataclass(frozen=True)
class ListPage:
    """`meant` is what was looked for, where nothing holds the words as they were typed; `maybe` is what may
    have been meant where hardly anything holds them.
    """

    query: str
    meant: str
    maybe: str
    maybe_url: str
    orders: Sequence[ControlOption]
    rows: Sequence[Row]
    headings: Sequence[Heading]
    chips: Sequence[Chip]
    tabs: Sequence[ListTab]
    current_tab: str
    form: FilterForm
    problems: Sequence[str]
    summary: str
    total: int | None
    address: str
    clear_url: str
    previous_url: str
    next_url: str
    list_url: str
    board_url: str
    layout: str
    is_narrowed: bool
    is_lost: bool
    may_open: bool
    open_view: OpenView | None
    column_choices: Sequence[ControlOption]
    teams: Sequence[ControlOption]
    bulk: Sequence[str]
    board: BoardView | None = None


def present_list(
    *,
    actor: Actor,
    asked: Asked,
    found: CasePage,
    excerpts: Mapping[int, Excerpt],
    hide: Hide,
    board: BoardView | None = None,
) -> ListPage:
    listing, context = asked.listing, asked.context
    addresses = addresses_of(asked, hide)
    tabs = list_tabs(actor, asked)
    order = "" if listing.is_best_first else listing.order
    return ListPage(
        query=listing.query,
        meant=found.meant,
        maybe=found.maybe,
        maybe_url=list_address(hide({**listing.parameters, "q": [found.maybe]})) if found.maybe else "",
        orders=_orders(order, asked.columns, is_search=bool(listing.query)),
        rows=[case_row(case, asked.columns, actor, context, excerpts.get(case.pk)) for case in found.rows],
        headings=[_heading(order, addresses, column) for column in asked.columns],
        chips=_chips(listing, addresses),
        tabs=tabs,
        current_tab=next((tab.key for tab in tabs if tab.is_current), ""),
        form=present_filters(listing.applied, context),
        problems=[*listing.problems, *_not_sorted(listing, found)],
        summary=summary_of(found.total),
        total=found.total,
        address=addresses.here(listing),
        clear_url=list_address({"layout": [asked.layout]} if asked.layout else {}),
        previous_url=addresses.going_on(before=found.previous) if found.previous else "",
        next_url=addresses.going_on(after=found.next) if found.next else "",
        list_url=addresses.with_layout(""),
        board_url=addresses.with_layout(BOARD),
        layout=asked.layout,
        is_narrowed=bool(listing.query or listing.applied),
        is_lost=asked.is_lost,
        may_open=actor.may_anywhere(Permission.CASES_WORK),
        open_view=_open_view(actor, asked),
        column_choices=_column_choices(actor, asked.columns),
        teams=_teams(actor),
        bulk=_bulk(actor),
        board=board,
    )


def _not_sorted(listing: Listing, found: CasePage) -> list[str]:
    if found.is_sorted:
        return []
    label, most = ORDERS[listing.order.removeprefix("-")].label, format_count(SORTED_BY_ANY)
    sentence = f"Para ordenar por “{label}”, filtre até restarem {most} processos ou menos."
    return [f"{sentence} Por enquanto, a lista segue a ordem usual."]


def addresses_of(asked: Asked, hide: Hide) -> Addresses:
    view = asked.view.pk if asked.view else None
    return Addresses(asked.listing, hide, view=view, layout=asked.layout)


def list_tabs(actor: Actor, asked: Asked, counts: Sequence[int | None] | None = None) -> list[ListTab]:
    """The lists of every day, then the saved ones, with their counts if these are known."""
    layout = {"layout": [asked.layout]} if asked.layout else {}
    shown = {name: list(values) for name, values in asked.listing.parameters.items()}
    tabs = [
        ListTab(
            view.key,
            view.name,
            list_address({**view.parameters, **layout}),
            asked.view is None and shown == {name: list(given) for name, given in view.parameters.items()},
        )
        for view in everyday_views(actor, asked.context)
    ]
    tabs += [
        ListTab(
            str(view.pk),
            view.name,
            list_address({VIEW: [str(view.pk)], **layout}),
            view == asked.view,
            is_team=view.operator_id is not None,
        )
        for view in asked.views
    ]
    if counts is None:
        return tabs
    return [
        ListTab(tab.key, tab.label, tab.url, tab.is_current, tab.is_team, _count(number))
        for tab, number in zip(tabs, counts, strict=True)
    ]


def _count(number: int | None) -> str:
    return f"mais de {format_count(COUNTED_UP_TO)}" if number is None else format_count(number)


def _open_view(actor: Actor, asked: Asked) -> OpenView | None:
    if asked.view is None:
        return None
    return OpenView(asked.view, asked.differs_from_view, may_change(asked.view, actor))


def _heading(order: str, addresses: Addresses, column: ListColumn) -> Heading:
    is_number = column.kind in (ColumnKind.COUNT, ColumnKind.MONEY)
    if not column.order:
        return Heading(column.label, "", "", is_number)
    if order.removeprefix("-") != column.order:
        return Heading(column.label, addresses.with_order(column.first_order), "", is_number)
    is_descending = order.startswith("-")
    turned = column.order if is_descending else f"-{column.order}"
    direction = "descending" if is_descending else "ascending"
    return Heading(column.label, addresses.with_order(turned), direction, is_number)


def _orders(order: str, columns: Sequence[ListColumn], *, is_search: bool) -> list[ControlOption]:
    """Both directions of each column, for screens too narrow to show the columns.

    The usual order has no value of its own, so that words typed next are answered best first.
    """
    labels = {column.order: column.label for column in columns if column.order}
    if used := order.removeprefix("-"):
        labels.setdefault(used, ORDERS[used].label)
    best = [] if order else [ControlOption("", "Melhores resultados primeiro", True)]
    return best + [
        ControlOption(
            "" if value == DEFAULT_ORDER and not is_search else value, f"{label}, {words}", value == order
        )
        for key, label in labels.items()
        for value, words in ((key, "crescente"), (f"-{key}", "decrescente"))
    ]


def _column_choices(actor: Actor, shown: Sequence[ListColumn]) -> list[ControlOption]:
    """The shown ones first, in their order; the number always leads and cannot be left out."""
    sees = actor.may_anywhere(Permission.PERSONAL_DATA_SEE)
    keys = [column.key for column in shown]
    rest = [column for column in COLUMNS if column.key not in keys and (sees or not column.personal)]
    return [
        ControlOption(column.key, column.label, column.key in keys)
        for column in (*shown, *rest)
        if column.key != NUMBER
    ]


def _teams(actor: Actor) -> list[ControlOption]:
    """The teams that the actor keeps views for."""
    return [
        ControlOption(str(operator_id), actor.operator_names[operator_id])
        for operator_id in actor.operators_with(Permission.CASES_REASSIGN)
    ]


def _bulk(actor: Actor) -> list[str]:
    """What the actor may do to many cases at once."""
    asked = (
        ("reassign", Permission.CASES_REASSIGN),
        ("next_contact", Permission.CASES_WORK),
        ("export", Permission.CASES_SEE),
        ("forms", Permission.PERSONAL_DATA_SEE),
    )
    return [name for name, permission in asked if actor.may_anywhere(permission)]


def _chips(listing: Listing, addresses: Addresses) -> list[Chip]:
    chips = [Chip("Busca", f"“{listing.query}”", addresses.without("q"))] if listing.query else []
    return chips + [_chip(item, addresses) for item in listing.applied]


def _chip(item: Applied, addresses: Addresses) -> Chip:
    return Chip(item.filter.label, item.summary, addresses.without(*item.filter.parameter_names))


def summary_of(total: int | None) -> str:
    if total == 0:
        return "Nenhum processo encontrado"
    if total is None:
        return f"Mais de {format_count(COUNTED_UP_TO)} processos"
    return f"{format_count(total)} {'processo' if total == 1 else 'processos'}"
