"""The lists that everybody has: each finds what its name says, and nobody is offered what is not theirs."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.queries.board import counts
from vinculo.cases.queries.choices import listing_choices
from vinculo.cases.queries.filters import FilterContext
from vinculo.cases.queries.listing import read_listing
from vinculo.cases.states import State
from vinculo.cases.tests.listed_cases import TODAY, make_listed
from vinculo.desk.queries.everyday_views import everyday_views

TOMORROW = TODAY + dt.timedelta(days=1)


def counted(user) -> dict[str, int | None]:
    actor = actor_of(user)
    context = FilterContext(TODAY, user.pk, listing_choices(actor))
    views = everyday_views(actor, context)
    found = counts(actor, [read_listing(view.parameters, context) for view in views])
    return {view.key: count for view, count in zip(views, found, strict=True)}


def test_each_finds_what_its_name_says(cast: Cast):
    mine = (cast.operator, cast.alice)
    make_listed(*mine, state=State.DRAFT)
    make_listed(*mine, next_contact_on=TOMORROW)
    make_listed(*mine, next_contact_on=TOMORROW, silent_from=TODAY)
    make_listed(*mine, next_contact_on=TOMORROW, silent_from=TOMORROW)
    make_listed(*mine, state=State.WAITING, waiting_on="it")
    make_listed(*mine, state=State.WAITING, waiting_on="provider", next_contact_on=TOMORROW)
    make_listed(*mine, state=State.DECIDED, decided_by=cast.bob)
    make_listed(cast.operator, cast.beto)
    assert counted(cast.alice) == {"all": 8, "mine": 6, "undated": 1, "silent": 1, "at-sector": 1}
    assert counted(cast.bob) == {
        "all": 8,
        "mine": 0,
        "undated": 0,
        "silent": 0,
        "at-sector": 0,
        "to-sign": 0,
    }
    assert counted(cast.nina) == {"all": 8}
