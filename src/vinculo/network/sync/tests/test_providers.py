"""Providers of a feed: new, changed, adopted, gone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.tests.cast import Cast
from vinculo.network.actions.merge_records import merge_records
from vinculo.network.models import AddressPeriod, Provider, StatusPeriod
from vinculo.network.search_text import refresh_search_text
from vinculo.network.sync import search_texts
from vinculo.network.tests.factories import CAMPINAS, MACEIO, make_clinic
from vinculo.network.tests.moments import NOW, TODAY

from .feeds import clinic, feed

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)


def test_a_new_provider_is_written_as_the_actions_write_it(operator: Operator) -> None:
    run = feed(operator, {"providers": [clinic(1, trade_name="Aurora São José")]})
    provider = Provider.objects.get(core_key="P1")
    assert (provider.name, provider.status, provider.municipality_id) == (
        "Clínica Aurora 1 Ltda.",
        "active",
        CAMPINAS,
    )
    assert (provider.version, provider.updated_at, provider.fed_on) == (1, NOW, TODAY)
    assert provider.folded_name == "aurora sao jose"
    written = provider.search_text, provider.personal_search_text, provider.folded_name
    refresh_search_text(provider)
    assert written == (provider.search_text, provider.personal_search_text, provider.folded_name)
    assert StatusPeriod.objects.get(provider=provider).starts_on == dt.date(2020, 2, 1)
    assert AddressPeriod.objects.get(provider=provider).municipality_id == CAMPINAS
    assert run.counts["providers"] == {
        "new": 1, "changed": 0, "gone": 0, "same": 0, "rejected": 0, "repeated": 0
    }  # fmt: skip


def test_texts_of_many_are_put_together_in_processes_of_their_own(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_texts, "_MANY", 1)
    monkeypatch.setattr(search_texts, "_ROWS_AT_ONCE", 2)
    feed(operator, {"providers": [clinic(number) for number in range(1, 10)]})
    for provider in Provider.objects.all():
        written = provider.search_text, provider.personal_search_text, provider.folded_name
        assert provider.search_text
        refresh_search_text(provider)
        assert written == (provider.search_text, provider.personal_search_text, provider.folded_name)


def test_only_what_differs_is_written(operator: Operator) -> None:
    told = {"providers": [clinic(1), clinic(2)]}
    feed(operator, told)
    before = list(Provider.objects.order_by("pk").values())
    run = feed(operator, told, now=LATER)
    assert run.counts["providers"]["same"] == 2
    assert list(Provider.objects.order_by("pk").values()) == before
    feed(operator, {"providers": [clinic(1, name="Clínica Boreal Ltda."), clinic(2)]}, now=LATER)
    changed, same = Provider.objects.order_by("pk")
    assert (changed.name, changed.version, changed.updated_at) == ("Clínica Boreal Ltda.", 2, LATER)
    assert "clinica boreal ltda." in changed.search_text
    assert same.version == 1


def test_a_field_that_the_feed_does_not_speak_of_keeps_what_people_typed(operator: Operator) -> None:
    feed(operator, {"providers": [clinic(1)]})
    Provider.objects.update(other_plans="Plano Azul", cnes="1234567")
    feed(operator, {"providers": [clinic(1, trade_name="Aurora")]}, now=LATER)
    provider = Provider.objects.get()
    assert (provider.trade_name, provider.other_plans, provider.cnes) == ("Aurora", "Plano Azul", "1234567")


def test_a_record_without_a_key_is_adopted_by_its_cnpj(operator: Operator) -> None:
    own = make_clinic(operator, cnpj=clinic(1)["cnpj"], us_value=Decimal("0.9"))
    run = feed(operator, {"providers": [clinic(1)]})
    provider = Provider.objects.get()
    assert (provider.pk, provider.core_key, provider.us_value) == (own.pk, "P1", Decimal("0.9"))
    assert run.counts["providers"]["changed"] == 1


def test_who_is_told_no_more_is_inactive_and_who_was_typed_by_hand_is_not(operator: Operator) -> None:
    by_hand = make_clinic(operator)
    feed(operator, {"providers": [clinic(1), clinic(2)]})
    run = feed(operator, {"providers": [clinic(1)]}, now=LATER)
    gone = Provider.objects.get(core_key="P2")
    assert (gone.status, gone.status_since) == ("inactive", LATER.date())
    periods = list(StatusPeriod.objects.filter(provider=gone).order_by("starts_on"))
    assert [(one.status, one.starts_on, one.ends_on) for one in periods] == [
        ("active", dt.date(2020, 2, 1), LATER.date()),
        ("inactive", LATER.date(), None),
    ]
    by_hand.refresh_from_db()
    assert by_hand.status == "active"
    assert run.counts["providers"]["gone"] == 1


def test_a_feed_of_what_changed_makes_nobody_gone(operator: Operator) -> None:
    feed(operator, {"providers": [clinic(1), clinic(2)]})
    feed(operator, {"providers": [clinic(1)]}, partial=["providers"], now=LATER)
    assert Provider.objects.get(core_key="P2").status == "active"


def test_who_is_refused_is_not_gone(operator: Operator) -> None:
    feed(operator, {"providers": [clinic(1), clinic(2), clinic(3)]})
    run = feed(operator, {"providers": [clinic(1), clinic(2, cnpj="11222333000199")]}, now=LATER)
    assert Provider.objects.get(core_key="P2").status == "active"
    assert Provider.objects.get(core_key="P3").status == "inactive"
    assert run.counts["providers"]["rejected"] == 1
    assert "traz um CNPJ que não existe" in run.rejects.read().decode()


def test_where_somebody_was_refused_without_a_name_nobody_is_gone(operator: Operator) -> None:
    feed(operator, {"providers": [clinic(1), clinic(2)]})
    run = feed(operator, {"providers": [clinic(1), clinic(2, core_key="")]}, now=LATER)
    assert Provider.objects.get(core_key="P2").status == "active"
    assert run.counts["providers"]["gone"] == 0


def test_two_records_swap_their_cnpj(operator: Operator) -> None:
    one, two = clinic(1), clinic(2)
    feed(operator, {"providers": [one, two]})
    feed(operator, {"providers": [one | {"cnpj": two["cnpj"]}, two | {"cnpj": one["cnpj"]}]}, now=LATER)
    assert Provider.objects.get(core_key="P1").cnpj == two["cnpj"]
    assert Provider.objects.get(core_key="P2").cnpj == one["cnpj"]


def test_a_cnpj_that_another_record_keeps_is_refused_with_the_reason(operator: Operator) -> None:
    feed(operator, {"providers": [clinic(1), clinic(2)]})
    feed_of_one = {"providers": [clinic(2, cnpj=clinic(1)["cnpj"])]}
    run = feed(operator, feed_of_one, partial=["providers"], now=LATER)
    assert Provider.objects.get(core_key="P2").cnpj == clinic(2)["cnpj"]
    assert "Outro prestador do cadastro tem este CNPJ." in run.rejects.read().decode()


def test_a_provider_that_got_another_key_is_the_same(operator: Operator) -> None:
    feed(operator, {"providers": [clinic(1)]})
    feed(operator, {"providers": [clinic(1, core_key="N1")]}, now=LATER)
    provider = Provider.objects.get()
    assert (provider.core_key, provider.status) == ("N1", "active")


def test_a_key_that_was_merged_away_leads_to_the_survivor(operator: Operator, editor_person: Actor) -> None:
    feed(operator, {"providers": [clinic(1), clinic(2)], "production": [made(1, 10), made(2, 5)]})
    kept, merged = Provider.objects.order_by("core_key")
    merge_records(kept=kept, merged=merged, actor=editor_person, now=NOW)
    told = {"providers": [clinic(1), clinic(2, name="Outro")], "production": [made(1, 10), made(2, 5)]}
    run = feed(operator, told, now=LATER)
    assert run.counts["providers"]["gone"] == 0
    kept.refresh_from_db()
    assert (kept.name, kept.status, kept.core_key) == ("Clínica Aurora 1 Ltda.", "active", "P1")
    assert kept.monthly_production.get().amount == 15


def test_the_day_of_a_status_is_corrected(operator: Operator) -> None:
    feed(operator, {"providers": [clinic(1)]})
    feed(operator, {"providers": [clinic(1, status="suspended", status_since=dt.date(2026, 3, 1))]})
    feed(operator, {"providers": [clinic(1, status="suspended", status_since=dt.date(2026, 4, 1))]})
    periods = StatusPeriod.objects.order_by("starts_on").values_list("status", "starts_on", "ends_on")
    assert list(periods) == [
        ("active", dt.date(2020, 2, 1), dt.date(2026, 4, 1)),
        ("suspended", dt.date(2026, 4, 1), None),
    ]


def test_another_city_has_an_address_of_its_own(operator: Operator) -> None:
    feed(operator, {"providers": [clinic(1)]})
    feed(operator, {"providers": [clinic(1, city="Maceió", uf="AL")]}, now=LATER)
    places = AddressPeriod.objects.values_list("municipality_id", "starts_on", "ends_on")
    assert set(places) == {(CAMPINAS, None, LATER.date()), (MACEIO, LATER.date(), None)}
    assert "maceio al" in Provider.objects.get().search_text


def test_another_operators_record_with_the_same_key_is_left_alone(cast: Cast) -> None:
    feed(cast.other_operator, {"providers": [clinic(1)]})
    feed(cast.operator, {"providers": [clinic(1, name="Clínica Boreal")]})
    assert Provider.objects.get(operator=cast.other_operator).name == "Clínica Aurora 1 Ltda."


def made(provider: int, amount: int) -> dict[str, object]:
    return {"provider_key": f"P{provider}", "month": "2026-03", "us_quantity": amount, "amount": amount}
