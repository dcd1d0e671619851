"""The plan of the demonstration: what it is made of, before anything is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from vinculo.cli.demo_data.cast import DEMO_USERS, OPERATORS
from vinculo.cli.demo_data.facts import MONTHS
from vinculo.cli.demo_data.lots import lots
from vinculo.cli.demo_data.office_hours import office_moment
from vinculo.cli.demo_data.outline import OPEN_KINDS, Kind, quotas
from vinculo.cli.demo_data.past import past_of, production_of
from vinculo.cli.demo_data.pen import CLOSES
from vinculo.cli.demo_data.plan import Plan, make_plan
from vinculo.cli.demo_data.registry_plan import cities
from vinculo.cli.demo_data.script import AddContact, Create, EnterProvider, ImportForm, OpenSibling
from vinculo.cli.demo_data.wording import Voice, person_slots, phrases, render
from vinculo.kernel.business_days import is_business_day
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import cnpj, cpf, phone
from vinculo.kernel.places import find_municipality
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import packaged_edition

FRIDAY = dt.datetime(2026, 11, 20, 18, 30, tzinfo=dt.UTC)
SEED = 11


@cache
def whole_plan() -> Plan:
    return make_plan(cases=300, seed=SEED, now=FRIDAY)


def notes() -> list[str]:
    written = [step.deed for step in whole_plan().steps if isinstance(step.deed, AddContact)]
    return [deed.values["note"] for deed in written]


def test_the_same_seed_and_moment_give_the_same_plan() -> None:
    again = make_plan(cases=60, seed=SEED, now=FRIDAY)
    assert [(step.at, step.by, step.case) for step in again.steps] == [
        (step.at, step.by, step.case) for step in make_plan(cases=60, seed=SEED, now=FRIDAY).steps
    ]
    assert [step.at for step in again.steps] != [
        step.at for step in make_plan(cases=60, seed=SEED + 1, now=FRIDAY).steps
    ]


@pytest.mark.parametrize("cases", [1, 7, 20, 60, 300])
def test_there_are_as_many_cases_as_asked_for(cases: int) -> None:
    plan = make_plan(cases=cases, seed=SEED, now=FRIDAY)
    made = [step for step in plan.steps if isinstance(step.deed, Create | ImportForm | OpenSibling)]
    assert len(made) == cases


def test_every_kind_has_a_case_as_soon_as_there_is_room() -> None:
    assert min(quotas(len(Kind)).values()) == 1
    assert sum(quotas(300).values()) == 300
    assert {kind for kind in OPEN_KINDS if quotas(300)[kind] == 0} == set()


@pytest.mark.parametrize(
    "now",
    [
        FRIDAY,
        dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 2, 11, 0, tzinfo=dt.UTC),
        dt.datetime(2028, 2, 29, 23, 59, tzinfo=dt.UTC),
    ],
)
def test_everything_happened_before_now_in_order_on_business_days(now: dt.datetime) -> None:
    plan = make_plan(cases=40, seed=SEED, now=now)
    moments = [step.at for step in plan.steps]
    assert moments == sorted(moments)
    assert plan.founded_at < moments[0]
    assert moments[-1] < now
    by_people = [step.at.astimezone(SAO_PAULO) for step in plan.steps if step.by]
    assert {moment.date() for moment in by_people if not is_business_day(moment.date())} == set()
    assert {moment.hour for moment in by_people} <= set(range(8, CLOSES + 1))


def test_every_number_is_valid_and_every_city_real() -> None:
    for step in whole_plan().steps:
        if isinstance(step.deed, EnterProvider):
            plan = step.deed.provider
            assert cnpj.is_valid(plan.cnpj) if plan.is_clinic else cpf.is_valid(plan.cpf)
            assert all(phone.clean(number) == number for each in plan.people for number in each.phones)
    assert [city for city in cities() if find_municipality(city.name, city.uf) is None] == []


def test_the_past_is_told_month_by_month_with_gaps_and_noughts() -> None:
    plans = [step.deed.provider for step in whole_plan().steps if isinstance(step.deed, EnterProvider)]
    today = FRIDAY.astimezone(SAO_PAULO).date()
    told = [production_of(plan, (today, Decimal(900)), today) for plan in plans]
    assert all(months[-1].first == today.replace(day=1) and len(months) <= 24 for months in told)
    gaps = [(later.first - month.first).days for months in told for month, later in pairwise(months)]
    assert min(gaps) < 32 < max(gaps)
    assert any(month.us == 0 for months in told for month in months)
    for plan in plans:
        past = past_of(plan, whole_plan().begun, lots("past", plan.key))
        days = [day for day, _ in past.former_values] + [day for day in (past.value_since,) if day]
        assert days == sorted(set(days))
        assert all(plan.joined_on <= day < whole_plan().begun for day in days)


def test_notes_are_written_in_many_ways() -> None:
    frames = [frame for table in phrases("contacts").values() for row in table.values() for frame in row]
    frames += [frame for reason in phrases("reasons").values() for frame in reason["says"]]
    assert len({str(frame) for frame in frames}) >= 60
    written = notes()
    assert len(set(written)) > 0.85 * len(written)
    assert [note for note in written if not note or "{" in note or "  " in note] == []


def test_every_reason_and_offer_stands_on_a_form() -> None:
    def codes(which: OptionList) -> set[str]:
        return {option.code for number in (1, 2) for option in packaged_edition(number).options[which]}

    assert set(phrases("reasons")) == codes(OptionList.REASON)
    assert set(phrases("actions")) == codes(OptionList.ACTION) - {"training_or_refresher"}


def test_every_frame_can_be_filled() -> None:
    """A slot that nobody fills is found here, not by whoever draws that lot."""
    for seed in range(6):
        make_plan(cases=120, seed=seed, now=FRIDAY)


def test_a_frame_is_filled_and_its_dice_thrown() -> None:
    slots = person_slots("Camila de Sá")
    said = render("{Odr} está cansad{o}, {n:3-3} {um:vezes|vezes}.", slots, lots(1))
    assert said == "A Dra. Camila está cansada, 3 vezes."


def test_a_hand_shortens_words_but_never_numbers_or_names() -> None:
    hand = Voice(shortens=1, drops_accents=1, slips=1)
    said = hand.say("Ligação para o Dr. Sérgio no (11) 98888-7777, SAD178012345678, não atendeu.", lots(2))
    assert "(11) 98888-7777" in said
    assert "SAD178012345678" in said
    assert "Sérgio" in said
    assert "para" not in said.split()


def test_the_cast_has_every_role_and_one_user_of_both_sisters() -> None:
    roles = {grant.role for user in DEMO_USERS for grant in user.grants}
    assert len(roles) == 6
    consultants = [user for user in DEMO_USERS if len({g.operator for g in user.grants}) == 2]
    assert any(grant.role == "consultant" for user in consultants for grant in user.grants)
    assert len({user.email for user in DEMO_USERS}) == len(DEMO_USERS)
    assert sum(operator.share for operator in OPERATORS) == pytest.approx(1)


def test_office_hours_end_in_the_afternoon() -> None:
    day = dt.date(2026, 11, 20)
    hours = Counter(office_moment(day, lots(each)).astimezone(SAO_PAULO).hour for each in range(200))
    assert set(hours) <= set(range(8, 18))
    assert len(MONTHS) == 12
