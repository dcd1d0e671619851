"""A row that is refused takes nothing away: what the registry had of it stays."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinculo.accounts.models import Operator
from vinculo.network.models import Affiliation, ContactPerson, Contract, MonthlyProduction, Provider
from vinculo.network.queries.sync_runs import told_too_many
from vinculo.network.tests.moments import NOW

from .feeds import clinic, dentist, feed, read, tie
from .registry_rows import all_rows

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
Feed = dict[str, list[dict[str, Any]]]


def worth(provider: int, day: str, value: str, notice: Any = 60) -> dict[str, Any]:
    return {"provider_key": f"P{provider}", "us_value": value, "us_value_on": day, "notice_days": notice}


def month(provider: int, name: str) -> dict[str, Any]:
    return {"provider_key": f"P{provider}", "month": name, "us_quantity": 9, "amount": 4}


def person(provider: int, name: str) -> dict[str, Any]:
    return {"provider_key": f"P{provider}", "name": name, "phones": ["19987654321"]}


FULL: Feed = {
    "providers": [clinic(number) for number in (1, 2, 3)],
    "dentists": [dentist(number) for number in (1, 2, 3)],
    "contact_persons": [person(1, "Ana Reis"), person(2, "Rita Sá"), person(3, "Ivo Luz")],
    "affiliations": [
        *(tie(1, 1, starts_on="2019-01-01"), tie(1, 1, is_technical_manager=True, starts_on="2019-01-01")),
        *(tie(2, 2, starts_on="2020-01-01"), tie(3, 3, is_technical_manager=True, starts_on="2020-01-01")),
    ],
    "contracts": [
        *(worth(1, "2019-01-01", "0,90"), worth(1, "2024-01-01", "1,05"), worth(1, "2025-01-01", "1,20")),
        *(worth(2, "2020-01-01", "0,80"), worth(3, "2021-01-01", "0,70")),
    ],
    "production": [month(number, f"2026-0{each}") for number in (1, 2, 3) for each in (1, 2, 3)],
}


def standing_contracts() -> list[tuple[Any, ...]]:
    rows = Contract.objects.order_by("provider__core_key", "starts_on")
    return [
        (key, str(starts_on), str(ends_on or ""), f"{float(value or 0):g}", notice)
        for key, starts_on, ends_on, value, notice in rows.values_list(
            "provider__core_key", "starts_on", "ends_on", "us_value", "notice_days"
        )
    ]


def test_a_refused_value_keeps_the_contract_that_stands(operator: Operator) -> None:
    feed(operator, FULL)
    was = standing_contracts()
    wrong = deepcopy(FULL)
    wrong["contracts"][2]["us_value"] = "não sei"
    run = feed(operator, wrong, now=LATER)
    assert standing_contracts() == was
    assert run.counts["contracts"] | {"gone": 0, "changed": 0, "new": 0} == run.counts["contracts"]
    # What is told beside it is written, and the one that is held ends where it begins.
    wrong["contracts"].append(worth(1, "2026-01-01", "1,40"))
    feed(operator, wrong, now=LATER + dt.timedelta(days=1))
    assert standing_contracts()[2:4] == [
        ("P1", "2025-01-01", "2026-01-01", "1.2", 60),
        ("P1", "2026-01-01", "", "1.4", 60),
    ]
    assert Provider.objects.get(core_key="P1").us_value == standing_value("1.4")


def standing_value(text: str) -> Any:
    return Contract._meta.get_field("us_value").to_python(text)


def test_a_row_with_the_key_of_nobody_ends_nothing_that_it_may_stand_for(operator: Operator) -> None:
    feed(operator, FULL)
    was = all_rows()
    wrong = deepcopy(FULL)
    for kind in ("contact_persons", "affiliations", "contracts", "production"):
        wrong[kind][1]["provider_key"] = "P1O"
    run = feed(operator, wrong, now=LATER)
    assert [run.counts[kind]["gone"] for kind in ("contact_persons", "affiliations", "contracts")] == [
        0,
        0,
        0,
    ]
    assert all_rows() == was
    # Who is told no more, and of whom no such row can be, is gone all the same.
    del wrong["affiliations"][3], wrong["contact_persons"][2]
    run = feed(operator, wrong, now=LATER)
    assert [run.counts[kind]["gone"] for kind in ("contact_persons", "affiliations")] == [1, 1]
    assert not ContactPerson.objects.get(name="Ivo Luz").is_active
    assert Affiliation.objects.get(provider__core_key="P3").ends_on == LATER.date()


def test_a_provider_whose_row_carries_the_key_of_another_stays(operator: Operator) -> None:
    feed(operator, FULL)
    wrong = deepcopy(FULL)
    wrong["providers"][1]["core_key"] = "P1"
    run = feed(operator, wrong, now=LATER)
    assert (run.counts["providers"]["gone"], run.counts["providers"]["rejected"]) == (0, 2)
    assert Provider.objects.filter(status="active").count() == 3


def test_a_provider_whose_number_stands_under_the_key_of_another_stays(operator: Operator) -> None:
    feed(operator, FULL)
    was = all_rows()
    wrong = deepcopy(FULL)
    wrong["providers"][0]["core_key"] = "P2"
    wrong["providers"][1]["core_key"] = "P3"
    run = feed(operator, wrong, now=LATER)
    assert (run.counts["providers"]["gone"], run.counts["providers"]["rejected"]) == (0, 3)
    assert all_rows() == was


def test_people_and_production_that_a_cut_file_leaves_out_are_asked_about(operator: Operator) -> None:
    people = [person(1, f"Ana {letter * 3}") for letter in "ABCDEFGHIJ"]
    months = [month(1, f"202{year}-0{each}") for year in (4, 5) for each in range(1, 10)]
    feed(operator, {**FULL, "contact_persons": people, "production": months})
    cut = {**FULL, "contact_persons": people[:4], "production": months[::2]}
    run = read(operator, cut, share=0.2, now=LATER)
    assert run.state == "asks"
    assert told_too_many(run) == (
        "deixaria de ter 6 de 10 contatos de prestadores que continuam (60%) e"
        " apagaria 8 de 17 meses de produção de prestadores que continuam (47,1%)"
    )
    assert MonthlyProduction.objects.count() == 18


WRONG = {
    "providers": [("core_key", "P2"), ("core_key", "P3"), ("cnpj", "11111"), ("status", "?"), ("name", "")],
    "dentists": [("cro", "abc"), ("name", "")],
    "contact_persons": [("provider_key", "X"), ("name", "")],
    "affiliations": [("provider_key", "X"), ("cro", "999999"), ("starts_on", "ontem"), ("provider_key", "")],
    "contracts": [
        ("provider_key", "X"),
        ("us_value", "?"),
        ("us_value_on", "ontem"),
        ("notice_days", "muitos"),
    ],
    "production": [("provider_key", "X"), ("month", "13/2026"), ("amount", "?"), ("provider_key", "")],
}
wrong_cells = st.lists(
    st.sampled_from(sorted(WRONG)).flatmap(
        lambda kind: st.tuples(
            st.just(kind), st.integers(0, len(FULL[kind]) - 1), st.sampled_from(WRONG[kind])
        )
    ),
    min_size=1,
    max_size=5,
    # A tie of which neither the provider nor the dentist is known may be anybody's, and most are nobody's.
    unique_by=lambda cell: cell[:2],
)


def test_rows_that_the_plan_refused_are_told_in_words(operator: Operator) -> None:
    wrong = deepcopy(FULL)
    wrong["affiliations"][1]["provider_key"] = "P1O"
    with read(operator, wrong).rejects.open() as file:
        told = file.read().decode("utf-8-sig")
    assert "Vínculos;na comparação com o cadastro;O prestador não está no cadastro" in told
    assert "Código do prestador;" in told
    assert "Responsável técnico" in told
    assert "provider_key" not in told


class _TakenBack(Exception):
    pass


def test_whatever_rows_are_refused_nothing_is_taken_away(operator: Operator) -> None:
    feed(operator, FULL)
    was = all_rows()

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(wrong_cells)
    def with_wrong(cells: list[tuple[str, int, tuple[str, str]]]) -> None:
        told = deepcopy(FULL)
        for kind, place, (name, text) in cells:
            told[kind][place][name] = text

        def story() -> None:
            feed(operator, told, now=LATER)
            assert all_rows() == was
            raise _TakenBack

        with pytest.raises(_TakenBack), transaction.atomic():
            story()

    with_wrong()
