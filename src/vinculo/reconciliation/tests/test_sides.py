"""What stands beside the rows of a page: the cases that name who left, and no provider of the registry."""

from __future__ import annotations

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.tests.cast import Cast
from vinculo.network.models import Provider
from vinculo.network.tests.factories import make_solo_dentist
from vinculo.reconciliation.models import Divergence
from vinculo.reconciliation.queries.divergences import sides_of

from .compared import compare, days_ago, inactive_clinic, make_inactive, open_case

SYSTEM = Actor.system()


def unlinked_cases() -> dict[int, list[int]]:
    """By the provider's id, the ids of the cases."""
    rows = Divergence.objects.filter(kind=Divergence.Kind.INACTIVE_UNSIGNED).select_related("provider")
    found = sides_of(SYSTEM, list(rows)).unlinked
    return {provider: [case.pk for case in cases] for provider, cases in found.items()}


def test_one_cnpj_at_two_operators_has_the_cases_of_each(cast: Cast):
    clinics: dict[Operator, Provider] = {}
    cases = {}
    for operator, user in ((cast.operator, cast.alice), (cast.other_operator, cast.charlie)):
        cnpj = next(iter(clinics.values())).cnpj if clinics else None
        clinics[operator] = inactive_clinic(operator, days_ago(20), **({"cnpj": cnpj} if cnpj else {}))
        cases[operator] = open_case(operator, user, None, cnpj=clinics[operator].cnpj)
        compare(operator)
    assert unlinked_cases() == {clinics[one].pk: [cases[one].pk] for one in clinics}


def test_a_dentist_who_is_the_provider_is_known_by_the_cpf(cast: Cast):
    solo = make_inactive(make_solo_dentist(cast.operator, last_production_on=None), days_ago(20))
    case = open_case(cast.operator, cast.alice, None, cpf=solo.cpf)
    strange = make_solo_dentist(cast.other_operator, cpf=solo.cpf)
    open_case(cast.other_operator, cast.charlie, None, cpf=strange.cpf)
    compare(cast.operator)
    assert unlinked_cases() == {solo.pk: [case.pk]}
