"""The look for heads that differ says the same as the page of each case."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.cases.actions.create_case import create_case
from vinculo.cases.actions.registry_head import facts_from_registry
from vinculo.cases.models import Case, RegistrySnapshot
from vinculo.cases.queries.editions import edition_for
from vinculo.cases.queries.registry_today import differences_of, find_case_with_registry
from vinculo.cases.snapshot_difference import MOVING_FIELDS
from vinculo.cases.tests.case_files import NOW
from vinculo.network.models import Affiliation, Dentist, Provider
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.tests.factories import MACEIO, make_affiliation, make_clinic, make_dentist
from vinculo.reconciliation.models import Divergence

from .compared import TODAY, compare, days_ago

SYSTEM = Actor.system()


def opened(operator: Operator, user: User, provider: Provider) -> Case:
    """Opened from the registry, with the snapshot of that day."""
    fresh = Provider.objects.get(pk=provider.pk)
    return create_case(
        operator=operator,
        edition=edition_for(operator, TODAY),
        facts=facts_from_registry(head_facts(fresh, [], TODAY), today=TODAY, whole=True),
        actor=Actor.for_user(user),
        now=NOW,
        provider=fresh,
    )


def told_by_the_page(case: Case) -> list[str]:
    found = find_case_with_registry(SYSTEM, case.pk)
    assert found is not None
    fields = [each.field for each in differences_of(*found, SYSTEM, TODAY)]
    return [name for name in fields if name not in MOVING_FIELDS]


def told_by_the_comparison(case: Case) -> list[str]:
    row = Divergence.objects.filter(kind=Divergence.Kind.HEAD_DIFFERS, subject=case.pk, cleared_at=None)
    return [name for facts in row.values_list("facts", flat=True) for name in facts["fields"]]


def clinic_of_two(operator: Operator, **values: Any) -> Provider:
    clinic = make_clinic(operator, other_plans="Saúde Plena", **values)
    manager = make_dentist(operator, name="Ana Lúcia Pádua")
    make_affiliation(clinic, manager, is_technical_manager=True)
    make_affiliation(clinic, make_dentist(operator), ends_on=None)
    return clinic


PROVIDER_CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"cnpj": "", "cpf": "52998224725"},
    {"kind": "PF", "cpf": ""},
    {"joined_on": dt.date(2020, 2, 3), "us_value": Decimal("1.2500")},
    {"municipality_id": MACEIO, "other_plans": ""},
    {"other_plans": "SAUDE  plena", "last_production_on": dt.date(2026, 3, 1)},
    {"us_value": None, "other_plans": "Odonto Vida"},
)
CASE_CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"city": "CAMPINAS", "us_value": Decimal("0.9000"), "scope": "dentists"},
    {"cnpj": None, "other_plans": None, "cro_count": None},
    {"cro": None, "cro_state": None, "dentist_name": None},
    {"cro": "99999", "dentist_name": "Outra Pessoa"},
)


def test_each_case_says_what_the_comparison_says(operator: Operator, alice: User):
    cases = []
    pairs = islice(zip(cycle(PROVIDER_CHANGES), cycle(CASE_CHANGES), strict=False), 17)
    for number, (registry, mine) in enumerate(pairs):
        clinic = clinic_of_two(operator)
        case = opened(operator, alice, clinic)
        cases.append(case)
        Provider.objects.filter(pk=clinic.pk).update(**registry)
        Case.objects.filter(pk=case.pk).update(**mine)
        if number % 3 == 0:
            RegistrySnapshot.objects.filter(case=case).delete()
        if number % 3 == 1:
            RegistrySnapshot.objects.filter(case=case).update(head_dentist_id=None)
        if number % 2:
            Affiliation.objects.filter(provider=clinic, is_technical_manager=True).update(ends_on=days_ago(1))
            Dentist.objects.filter(affiliations__provider=clinic).update(name=f"ANA LUCIA PADUA {number % 4}")
        if number % 5 == 0:
            make_affiliation(clinic, make_dentist(operator), starts_on=days_ago(3))
    compare(operator)
    told = [(told_by_the_page(case), told_by_the_comparison(case)) for case in cases]
    assert [one for one, _ in told] == [other for _, other in told]
    assert sum(bool(one) for one, _ in told) > len(told) // 2
    assert any(not one for one, _ in told)


def test_a_cro_without_its_state_is_the_dentists_all_the_same(operator: Operator, alice: User):
    case = opened(operator, alice, clinic_of_two(operator))
    RegistrySnapshot.objects.filter(case=case).delete()
    cro = Dentist.objects.get(name="Ana Lúcia Pádua").cro_number
    Case.objects.filter(pk=case.pk).update(cro=cro, cro_state=None, dentist_name="Outro Nome")
    compare(operator)
    assert told_by_the_comparison(case) == told_by_the_page(case)
    assert "dentist_name" in told_by_the_comparison(case)


def test_what_was_looked_at_and_left_is_none_until_the_registry_says_something_new(
    operator: Operator, alice: User
):
    clinic = clinic_of_two(operator)
    case = opened(operator, alice, clinic)
    Provider.objects.filter(pk=clinic.pk).update(us_value=Decimal("1.50"))
    compare(operator)
    assert told_by_the_comparison(case) == ["us_value"]
    snapshot = RegistrySnapshot.objects.get(case=case)
    snapshot.facts["us_value"]["left"] = "1.5"
    snapshot.save()
    compare(operator)
    assert told_by_the_comparison(case) == []
    Provider.objects.filter(pk=clinic.pk).update(us_value=Decimal("1.60"))
    compare(operator)
    assert told_by_the_comparison(case) == ["us_value"]
