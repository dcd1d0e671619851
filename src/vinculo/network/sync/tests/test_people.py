"""Dentists, contact persons and who works where, as a feed tells them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinculo.accounts.models import Operator
from vinculo.network.models import Affiliation, ContactPerson, Dentist, Provider
from vinculo.network.search_text import dentist_search_text, folded_name, refresh_search_text
from vinculo.network.tests.factories import (
    make_affiliation,
    make_contact_person,
    make_dentist,
    make_technical_manager,
)
from vinculo.network.tests.moments import NOW

from .feeds import Rows, clinic, dentist, feed, tie

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
CLINIC = {"providers": [clinic()]}


def network(ties: Rows, dentists: int = 3) -> dict[str, Rows]:
    return CLINIC | {"dentists": [dentist(number) for number in range(1, dentists + 1)], "affiliations": ties}


def ties_told() -> list[tuple[Any, ...]]:
    rows = Affiliation.objects.order_by("dentist__cro_number", "starts_on")
    return list(rows.values_list("dentist__cro_number", "is_technical_manager", "starts_on", "ends_on"))


def rt(number: int, starts_on: str, ends_on: str = "", **values: Any) -> dict[str, Any]:
    return tie(dentist=number, is_technical_manager=True, starts_on=starts_on, ends_on=ends_on, **values)


def test_dentists_are_written_as_the_actions_write_them(operator: Operator) -> None:
    feed(operator, {"dentists": [dentist(1, name="João d'Ávila", specialities=["Ortodontia", 'A "B"'])]})
    found = Dentist.objects.get()
    assert (found.cro, found.version) == ("CRO-SP 1001", 1)
    assert found.specialities == ["Ortodontia", 'A "B"']
    assert found.search_text == dentist_search_text(found)
    assert found.folded_name == folded_name(found.name)
    feed(operator, {"dentists": []}, now=LATER)
    assert Dentist.objects.count() == 1


def test_providers_are_found_by_their_people(operator: Operator) -> None:
    person = {"provider_key": "P1", "name": "Rita Sá", "phones": ["(19) 98765-4321"]}
    feed(operator, network([tie(dentist=1)]) | {"contact_persons": [person]})
    provider = Provider.objects.get()
    written = provider.search_text, provider.personal_search_text
    assert "\nsp 1001\n" in written[0]
    assert "\nrita sa\n" in written[0]
    assert "\n19987654321\n" in written[1]
    refresh_search_text(provider)
    assert written == (provider.search_text, provider.personal_search_text)
    renamed = network([tie(dentist=1)])
    renamed["dentists"] = [dentist(1, name="Outro Nome"), dentist(2), dentist(3)]
    feed(operator, renamed, now=LATER)
    provider.refresh_from_db()
    assert "\noutro nome\n" in provider.search_text
    assert "helena" not in provider.search_text
    assert provider.version == 1


def test_contacts_told_no_more_are_not_active_and_those_typed_by_hand_are(operator: Operator) -> None:
    told = [{"provider_key": "P1", "name": "Rita Sá"}, {"provider_key": "P1", "name": "Ana Reis"}]
    feed(operator, CLINIC | {"contact_persons": told})
    make_contact_person(Provider.objects.get(), name="Por Mim")
    run = feed(operator, CLINIC | {"contact_persons": [told[0] | {"function": "Dona"}]}, now=LATER)
    found = ContactPerson.objects.order_by("pk").values_list("name", "function", "is_active")
    assert set(found) == {("Rita Sá", "Dona", True), ("Ana Reis", "", False), ("Por Mim", "Secretária", True)}
    counts = run.counts["contact_persons"]
    assert (counts["changed"], counts["gone"]) == (1, 1)


def test_ties_told_no_more_end_today(operator: Operator) -> None:
    feed(operator, network([tie(dentist=1, starts_on="2020-01-01"), tie(dentist=2, starts_on="2026-08-01")]))
    make_affiliation(Provider.objects.get(), make_dentist(operator), starts_on=dt.date(2024, 1, 1))
    feed(operator, network([tie(dentist=3, starts_on="2021-01-01")]), now=LATER)
    assert ties_told()[:2] == [
        ("1001", False, dt.date(2020, 1, 1), LATER.date()),
        ("1003", False, dt.date(2021, 1, 1), None),
    ]
    assert Affiliation.objects.filter(ends_on=None).count() == 2


def test_an_rt_told_anew_ends_the_one_before_where_they_meet(operator: Operator) -> None:
    feed(operator, network([rt(1, "2020-01-01")]))
    feed(operator, network([rt(2, "2025-01-01")]), now=LATER)
    assert ties_told() == [
        ("1001", True, dt.date(2020, 1, 1), dt.date(2025, 1, 1)),
        ("1002", True, dt.date(2025, 1, 1), None),
    ]


def test_a_tie_written_by_hand_gives_way_where_the_feed_says_otherwise(operator: Operator) -> None:
    feed(operator, network([rt(1, "2020-01-01")]))
    provider = Provider.objects.get()
    Affiliation.objects.update(ends_on=dt.date(2026, 1, 1))
    make_technical_manager(provider, Dentist.objects.get(cro_number="1002"), starts_on=dt.date(2026, 1, 1))
    feed(operator, network([rt(1, "2020-01-01")]), now=LATER)
    assert ties_told() == [("1001", True, dt.date(2020, 1, 1), None)]


def test_a_corrected_beginning_is_a_change_not_another_tie(operator: Operator) -> None:
    feed(operator, network([tie(starts_on="2020-01-01")]))
    run = feed(operator, network([tie(starts_on="2019-05-01")]), now=LATER)
    assert ties_told() == [("1001", False, dt.date(2019, 5, 1), None)]
    assert run.counts["affiliations"]["changed"] == 1


def test_two_rts_on_one_day_are_refused_and_neither_is_gone(operator: Operator) -> None:
    feed(operator, network([rt(1, "2020-01-01")]))
    told = [rt(1, "2020-01-01", "2026-03-01"), rt(2, "2026-02-01"), tie(dentist=3)]
    run = feed(operator, network(told), now=LATER)
    assert ties_told() == [("1001", True, dt.date(2020, 1, 1), None), ("1003", False, None, None)]
    rejects = run.rejects.read().decode()
    assert rejects.count("Em parte deste período a leitura traz outra linha do responsável técnico") == 2
    assert run.counts["affiliations"]["rejected"] == 2


def test_ties_of_unknown_people_are_refused(operator: Operator) -> None:
    run = feed(operator, network([tie(provider=9), tie(dentist=9)]))
    assert not Affiliation.objects.exists()
    rejects = run.rejects.read().decode()
    assert "O prestador não está no cadastro" in rejects
    assert "O CRO não está no cadastro" in rejects


def test_a_pending_change_is_told_confirmed_or_withdrawn(operator: Operator) -> None:
    standing = rt(1, "2020-01-01")
    asked = rt(2, "2026-06-01", is_pending=True, protocol_number="SAD120526143015")
    feed(operator, network([standing, asked]))
    pending = Affiliation.objects.get(is_pending=True)
    assert pending.withdrawn_at is None
    confirmed = [rt(1, "2020-01-01", "2026-05-21"), rt(2, "2026-05-21")]
    run = feed(operator, network(confirmed), now=LATER)
    pending.refresh_from_db()
    assert (pending.is_pending, pending.starts_on) == (False, dt.date(2026, 5, 21))
    assert run.counts["affiliations"]["changed"] == 2
    feed(operator, network([rt(2, "2026-05-21"), rt(3, "2026-07-01", is_pending=True)]), now=LATER)
    feed(operator, network([rt(2, "2026-05-21")]), now=LATER)
    assert Affiliation.objects.get(is_pending=True).withdrawn_at == LATER


def test_a_beginning_that_is_not_told_is_the_one_that_is_known(operator: Operator) -> None:
    feed(operator, network([rt(1, "2020-01-01")]))
    feed(operator, network([rt(1, "")]), now=LATER)
    assert ties_told() == [("1001", True, dt.date(2020, 1, 1), None)]
    feed(operator, network([rt(2, "")]), now=LATER)
    assert ties_told() == [
        ("1001", True, dt.date(2020, 1, 1), LATER.date()),
        ("1002", True, LATER.date(), None),
    ]
    run = feed(operator, network([rt(2, "")]), now=LATER)
    assert run.counts["affiliations"]["same"] == 1
