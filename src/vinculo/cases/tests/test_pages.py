"""Pages that go on from a case: none is skipped, none comes twice, in no order, nowhere."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_user
from vinculo.cases.models import Case
from vinculo.cases.queries import listing
from vinculo.cases.queries.listing import ORDERS
from vinculo.cases.queries.orders import sorted_by
from vinculo.cases.states import State

from .listed_cases import TODAY, listed, make_listed

DAYS = (None, TODAY, TODAY - dt.timedelta(days=1), TODAY - dt.timedelta(days=9))


@pytest.fixture
def many(cast: Cast) -> list[int]:
    """Thirty cases with ties and gaps in every column, some of them drafts."""
    rng = Random(3)
    for _ in range(30):
        started, ended = rng.choice(DAYS), rng.choice(DAYS)
        make_listed(
            cast.operator,
            rng.choice((cast.alice, cast.beto, None)),
            state=rng.choice((State.DRAFT, State.IN_PROGRESS, State.WAITING)),
            dentist_name=rng.choice(("Ana", "Álvaro", "Zeca", None)),
            city=rng.choice(("Maceió", None)),
            city_state=rng.choice(("AL", "TO", None)),
            outcome=rng.choice(("retained", None)),
            primary_reason=rng.choice(("fees", "death", None)),
            started_on=started,
            ended_on=max(filter(None, (started, ended))) if ended and started else ended,
            next_contact_on=rng.choice(DAYS),
            last_contact_on=rng.choice(DAYS),
            decide_by=rng.choice(DAYS),
            lives=rng.choice((5, 6, None)),
            us_value=rng.choice((Decimal("1.40"), None)),
            last_production_value=rng.choice((Decimal("10.00"), Decimal("11.00"), None)),
            changed_at=dt.datetime(2026, 3, rng.choice((1, 2)), 3, rng.choice((0, 1)), tzinfo=dt.UTC),
        )
    return list(Case.objects.order_by("pk").values_list("pk", flat=True))


@pytest.fixture(params=["few", "many"])
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Few cases are sorted whole, many are read along an index: both must give the same pages."""
    monkeypatch.setattr(listing, "PAGE_SIZE", 7)
    if request.param == "many":
        monkeypatch.setattr(listing, "COUNTED_UP_TO", 3)
    return str(request.param)


OF_FEW = ("cro", "-contact_count", "requested_by", "serves_other_plans", "-signed_by", "edition")
INDEXED = [sign + name for name, order in ORDERS.items() if order.is_indexed for sign in ("", "-")]
ANY_ORDER = (*INDEXED, *OF_FEW)


def test_pages_neither_skip_nor_repeat(reading: str, many: list[int], cast: Cast):
    for order in ANY_ORDER:
        _there_and_back(order, actor_of(cast.alice))


def _there_and_back(order: str, actor: Actor) -> None:
    whole = list(sorted_by(Case.objects.visible_to(actor), order).values_list("pk", flat=True))
    pages, page = [], listed(actor, sort=order)
    pages.append(page)
    while page.next:
        page = listed(actor, sort=order, after=str(page.next))
        pages.append(page)
    assert [case.pk for part in pages for case in part.rows] == whole, order
    assert [len(part.rows) for part in pages] == [7, 7, 7, 7, 2], order
    # And all the way back, the same pages.
    while page.previous:
        page = listed(actor, sort=order, before=str(page.previous))
        pages.pop()
        assert page.rows == pages[-1].rows, order
    assert len(pages) == 1, order


def test_cases_without_a_value_come_last_both_ways(many: list[int], cast: Cast):
    for order in ANY_ORDER:
        key = ORDERS[order.removeprefix("-")].key
        found = listed(actor_of(cast.alice), sort=order)
        values = dict(Case.objects.annotate(asked=key).values_list("pk", "asked"))
        given = [values[case.pk] is not None for case in found.rows]
        assert given == sorted(given, reverse=True), order


def test_a_list_too_long_for_an_order_without_index_keeps_the_usual_one(
    many: list[int], cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listing, "SORTED_BY_ANY", 10)
    usual = listed(actor_of(cast.alice))
    page = listed(actor_of(cast.alice), sort="-contact_count")
    assert (page.is_sorted, page.rows) == (False, usual.rows)
    assert listed(actor_of(cast.alice), sort="-contact_count", city_state=["TO"]).is_sorted


def test_the_list_of_one_state_is_read_in_its_order(
    reading: str, many: list[int], cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    actor = actor_of(cast.alice)
    inside = Case.objects.visible_to(actor).filter(city_state="AL")
    whole = list(sorted_by(inside, listing.DEFAULT_ORDER).values_list("pk", flat=True))
    page = listed(actor, city_state=["AL"])
    found = list(page.rows)
    assert page.total == (len(whole) if reading == "few" else None)
    while page.next:
        page = listed(actor, city_state=["AL"], after=str(page.next))
        found += page.rows
    assert [case.pk for case in found] == whole
    assert len(whole) > 4


def test_who_works_for_two_operators_sees_one_order(reading: str, many: list[int], cast: Cast):
    both = make_user("duda@x.example", "Duda Sá", cast.operator, Role.CONSULTANT)
    both.memberships.create(operator=cast.other_operator, role=Role.CONSULTANT)
    for _ in range(5):
        make_listed(cast.other_operator, None, dentist_name="Caio", started_on=TODAY)
    actor = actor_of(both)
    whole = list(sorted_by(Case.objects.visible_to(actor), "-started_on").values_list("pk", flat=True))
    page = listed(actor)
    rows = list(page.rows)
    while page.next:
        page = listed(actor, after=str(page.next))
        rows += page.rows
    assert [case.pk for case in rows] == whole
    assert len(whole) == 35


@pytest.mark.parametrize("direction", ["after", "before"])
def test_a_cursor_that_is_none_gives_the_first_page(many: list[int], cast: Cast, direction: str):
    actor = actor_of(cast.alice)
    first = listed(actor).rows
    for cursor in ("x", "0", "-3", "9" * 400, "٣", "1.5", "\x00", "999999999", "²"):
        assert listed(actor, **{direction: cursor}).rows == first


def test_a_case_of_another_operator_is_no_cursor(many: list[int], cast: Cast):
    other = make_listed(cast.other_operator, cast.charlie, started_on=TODAY)
    actor = actor_of(cast.alice)
    page = listed(actor, after=str(other.pk))
    assert page.rows == listed(actor).rows
    assert page.previous is None


def test_a_page_goes_on_from_a_case_that_the_filter_has_lost(reading: str, many: list[int], cast: Cast):
    """Somebody decides a case while it is the last of a page: the next page does not begin anew."""
    actor = actor_of(cast.alice)
    first = listed(actor, state="in_progress", sort="-started_on")
    lost = first.rows[-1]
    Case.objects.filter(pk=lost.pk).update(state=State.WAITING)
    going_on = listed(actor, state="in_progress", sort="-started_on", after=str(lost.pk))
    seen = {case.pk for case in first.rows}
    assert not seen & {case.pk for case in going_on.rows}
