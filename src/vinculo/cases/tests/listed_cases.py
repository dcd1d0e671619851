"""Cases as the list sees them: columns set at will, the search index current, no history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.cases.models import Case
from vinculo.cases.queries.choices import listing_choices
from vinculo.cases.queries.editions import edition_for
from vinculo.cases.queries.filters import FilterContext
from vinculo.cases.queries.listing import CasePage, Listing, list_cases, read_listing
from vinculo.cases.search_index import refresh_search_index
from vinculo.cases.states import State

TODAY = dt.date(2026, 3, 10)
MADE_AT = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def make_listed(operator: Operator, consultant: User | None, **columns: Any) -> Case:
    """A case in progress, unless `state` says otherwise."""
    running = Case.objects.count() + 1
    state = columns.setdefault("state", State.IN_PROGRESS)
    if state != State.DRAFT:
        columns.setdefault("number", f"{operator.code}-2026-{running:06d}")
    if state in (State.DECIDED, State.CLOSED):
        columns.setdefault("outcome", "retained")
        columns.setdefault("ended_on", TODAY)
    if state == State.CLOSED:
        columns.setdefault("signed_at", MADE_AT)
    columns.setdefault("created_at", MADE_AT)
    columns.setdefault("changed_at", MADE_AT)
    case = Case.objects.create(
        operator=operator,
        edition=edition_for(operator, TODAY),
        consultant=consultant,
        **columns,
    )
    refresh_search_index(case)
    return case


def listed(actor: Actor, **parameters: str | list[str]) -> CasePage:
    """What the list shows for the parameters of an address."""
    return list_cases(actor, listing_of(actor, **parameters))


def listing_of(actor: Actor, **parameters: str | list[str]) -> Listing:
    context = FilterContext(TODAY, actor.user.pk if actor.user else None, listing_choices(actor))
    given = {name: value if isinstance(value, list) else [value] for name, value in parameters.items()}
    return read_listing(given, context)


def names(page: CasePage) -> list[str | None]:
    return [case.dentist_name for case in page.rows]
