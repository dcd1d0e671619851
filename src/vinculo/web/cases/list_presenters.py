"""The list of cases as its template draws it: rows, columns to sort by, chips, pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.cases.queries.filters import Applied, FilterContext, Parameters
from vinculo.cases.queries.listing import (
    COUNTED_UP_TO,
    DEFAULT_ORDER,
    ME,
    CasePage,
    Listing,
)
from vinculo.cases.queries.note_excerpts import Excerpt
from vinculo.cases.states import OPEN_STATES, WORKED_STATES, State
from vinculo.kernel.identifiers import cro
from vinculo.kernel.numbers import format_count

from ..site.controls import ControlOption
from .list_filters import FilterForm, present_filters

Hide = Callable[[Parameters], Mapping[str, Sequence[str]]]

COLUMNS = (
    ("number", "Número", "number"),
    ("name", "Prestador", "name"),
    ("city", "Cidade", "city"),
    ("state", "Situação", "state"),
    ("outcome", "Desfecho", "outcome"),
    ("started_on", "Início", "-started_on"),
    ("next_contact_on", "Próximo contato", "next_contact_on"),
    ("consultant", "Consultor", "consultant"),
)
"""Key, heading, and the order that the first click gives."""


@dataclass(frozen=True)
class Row:
    url: str
    number: str
    name: str
    registration: str
    city: str
    state: str
    is_history: bool
    outcome: str
    started_on: dt.date | None
    days: str
    next_contact_on: dt.date | None
    lateness: str
    lateness_tone: str
    consultant: str
    excerpt: Excerpt | None
    """Where the searched words stand in the notes, when nothing else in the row shows them."""


@dataclass(frozen=True)
class Column:
    heading: str
    url: str
    direction: str
    """'ascending' or 'descending' for the column that the list is sorted by, as aria-sort says it."""


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ListPage:
    query: str
    orders: Sequence[ControlOption]
    rows: Sequence[Row]
    columns: Sequence[Column]
    chips: Sequence[Chip]
    tabs: Sequence[Tab]
    form: FilterForm
    problems: Sequence[str]
    summary: str
    address: str
    clear_url: str
    previous_url: str
    next_url: str
    is_narrowed: bool
    is_lost: bool
    may_open: bool


def list_address(parameters: Mapping[str, Sequence[str]]) -> str:
    """The list with these parameters: what every number elsewhere in the product opens."""
    query = urlencode([(name, value) for name, values in parameters.items() for value in values])
    return reverse("case-list") + (f"?{query}" if query else "")


def present_list(
    *,
    actor: Actor,
    listing: Listing,
    found: CasePage,
    excerpts: Mapping[int, Excerpt],
    context: FilterContext,
    hide: Hide,
    is_lost: bool,
) -> ListPage:
    addresses = _Addresses(listing, hide)
    outcomes = {choice.value: choice.label for choice in context.choices["outcome"]}
    return ListPage(
        query=listing.query,
        orders=_orders(listing.order),
        rows=[_row(case, outcomes, context.today, excerpts.get(case.pk)) for case in found.rows],
        columns=[_column(listing.order, addresses, *column) for column in COLUMNS],
        chips=_chips(listing, addresses),
        tabs=_tabs(actor, listing, context),
        form=present_filters(listing.applied, context),
        problems=listing.problems,
        summary=_summary(found),
        address=addresses.here(listing),
        clear_url=reverse("case-list"),
        previous_url=addresses.going_on(before=found.previous) if found.previous else "",
        next_url=addresses.going_on(after=found.next) if found.next else "",
        is_narrowed=bool(listing.query or listing.applied),
        is_lost=is_lost,
        may_open=actor.may_anywhere(Permission.CASES_WORK),
    )


class _Addresses:
    """The addresses of one listing, changed in one point each."""

    def __init__(self, listing: Listing, hide: Hide) -> None:
        self._shown = dict(hide(listing.parameters))
        self._order = listing.order

    def _address(self, shown: Mapping[str, Sequence[str]], order: str, **cursor: int | None) -> str:
        parameters = dict(shown)
        if order != DEFAULT_ORDER:
            parameters["sort"] = [order]
        parameters |= {name: [str(case_id)] for name, case_id in cursor.items() if case_id}
        return list_address(parameters)

    def here(self, listing: Listing) -> str:
        return self.going_on(after=listing.after, before=listing.before)

    def going_on(self, *, after: int | None = None, before: int | None = None) -> str:
        """The page that goes on from a case, in either direction."""
        return self._address(self._shown, self._order, after=after, before=before)

    def with_order(self, order: str) -> str:
        return self._address(self._shown, order)

    def without(self, *names: str) -> str:
        dropped = {variant for name in names for variant in (name, f"{name}_key")}
        kept = {name: values for name, values in self._shown.items() if name not in dropped}
        return self._address(kept, self._order)


def _row(case: Case, outcomes: Mapping[str, str], today: dt.date, excerpt: Excerpt | None) -> Row:
    lateness, tone = _lateness(case, today)
    return Row(
        url=reverse("case-page", args=[case.pk]),
        number=case.number or f"Rascunho {case.pk}",
        name=case.dentist_name or "Sem nome",
        registration=cro.formatted(case.cro, case.cro_state) if case.cro else "",
        city="/".join(part for part in (case.city, case.city_state) if part),
        state=case.state,
        is_history=case.is_history,
        outcome=outcomes.get(case.outcome, case.outcome) if case.outcome else "",
        started_on=case.started_on,
        days=_days(case, today),
        next_contact_on=case.next_contact_on if case.state in OPEN_STATES else None,
        lateness=lateness,
        lateness_tone=tone,
        consultant=case.consultant.short_name if case.consultant else "",
        excerpt=excerpt,
    )


def _days(case: Case, today: dt.date) -> str:
    """How long it took, or has been taking."""
    if case.state == State.CANCELLED:
        return ""
    days = case.duration_days() if case.ended_on else case.days_open(today)
    if days is None:
        return ""
    return f"{format_count(days)} {'dia' if days == 1 else 'dias'}"


def _lateness(case: Case, today: dt.date) -> tuple[str, str]:
    """What is to be said of the next contact, and in which tone."""
    if case.next_contact_on is None or case.state not in OPEN_STATES:
        return "", ""
    days = (today - case.next_contact_on).days
    if days > 0:
        return f"atrasado {format_count(days)} {'dia' if days == 1 else 'dias'}", "late"
    return ("hoje", "due") if days == 0 else ("", "")


def _column(order: str, addresses: _Addresses, key: str, heading: str, first: str) -> Column:
    if order.removeprefix("-") != key:
        return Column(heading, addresses.with_order(first), "")
    is_descending = order.startswith("-")
    return Column(
        heading,
        addresses.with_order(key if is_descending else f"-{key}"),
        "descending" if is_descending else "ascending",
    )


def _orders(order: str) -> list[ControlOption]:
    """Both directions of each column, for screens too narrow to show the columns."""
    return [
        ControlOption(value, f"{heading}, {words}", value == order)
        for key, heading, _ in COLUMNS
        for value, words in ((key, "crescente"), (f"-{key}", "decrescente"))
    ]


def _chips(listing: Listing, addresses: _Addresses) -> list[Chip]:
    chips = [Chip("Busca", f"“{listing.query}”", addresses.without("q"))] if listing.query else []
    return chips + [_chip(item, addresses) for item in listing.applied]


def _chip(item: Applied, addresses: _Addresses) -> Chip:
    return Chip(item.filter.label, item.summary, addresses.without(*item.filter.parameter_names))


def _tabs(actor: Actor, listing: Listing, context: FilterContext) -> list[Tab]:
    """The lists that are opened every day; one is current when it is exactly what is shown."""
    asked = {name: list(values) for item in listing.applied for name, values in item.parameters.items()}
    worked, yesterday = list(WORKED_STATES), (context.today - dt.timedelta(days=1)).isoformat()
    views: list[tuple[str, Parameters]] = [("Todos", {})]
    if actor.may_anywhere(Permission.CASES_WORK):
        views += [
            ("Meus em aberto", {"state": worked, "consultant": [ME]}),
            ("Meus atrasados", {"state": worked, "consultant": [ME], "next_contact_on_to": [yesterday]}),
        ]
    if actor.may_anywhere(Permission.CASES_SIGN):
        views.append(("Aguardando assinatura", {"state": [str(State.DECIDED)]}))
    return [
        Tab(label, list_address(parameters), not listing.query and asked == dict(parameters))
        for label, parameters in views
    ]


def _summary(found: CasePage) -> str:
    if found.total == 0:
        return "Nenhum processo encontrado"
    if found.total is None:
        return f"Mais de {format_count(COUNTED_UP_TO)} processos"
    return f"{format_count(found.total)} {'processo' if found.total == 1 else 'processos'}"
