"""Opening a case by hand: from the registry with the head filled, or blank."""

from __future__ import annotations

from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case
from vinculo.network.tests.factories import (
    make_affiliation,
    make_clinic,
    make_coverage,
    make_dentist,
    make_technical_manager,
)


def test_the_head_comes_from_the_registry(cast: Cast):
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    manager = make_dentist(cast.operator, name="Ônix Turmalina")
    make_technical_manager(clinic, manager)
    colleague = make_dentist(cast.operator, name="Rubi Granada")
    make_affiliation(clinic, colleague)
    make_coverage(cast.operator)
    client = signed_in(cast.alice)
    page = client.get(reverse("case-new"), {"provider": clinic.pk}).content.decode()
    assert "Ônix Turmalina" in page
    assert "RT (responsável técnico)" in page
    client.post(reverse("case-new"), {"provider": clinic.pk, "scope": "provider"})
    case = Case.objects.get()
    assert (case.provider, case.dentist_name, case.cro) == (clinic, "Ônix Turmalina", manager.cro_number)
    assert (case.cnpj, case.cro_count, case.scope) == (clinic.cnpj, 2, "provider")
    assert [row.name for row in case.dentists.all()] == ["Rubi Granada"]
    assert case.municipality_id == clinic.municipality_id
    assert case.lives is not None


def test_only_the_ticked_dentists_leave(cast: Cast):
    clinic = make_clinic(cast.operator)
    for name in ("Ônix Turmalina", "Rubi Granada"):
        make_affiliation(clinic, make_dentist(cast.operator, name=name))
    chosen = cast.operator.dentists.get(name="Rubi Granada")
    data = {"provider": clinic.pk, "scope": "dentists", "dentist": [chosen.pk]}
    signed_in(cast.alice).post(reverse("case-new"), data)
    case = Case.objects.get()
    assert (case.dentist_name, case.cro_count, case.scope) == ("Rubi Granada", 1, "dentists")
    assert not case.dentists.exists()


def test_a_blank_case_knows_its_day_only(cast: Cast):
    signed_in(cast.alice).post(reverse("case-new"), {})
    case = Case.objects.get()
    assert (case.operator, case.dentist_name, case.consultant) == (cast.operator, None, cast.alice)
    assert case.started_on is not None


def test_another_operators_provider_is_not_there(cast: Cast):
    theirs = make_clinic(cast.other_operator)
    client = signed_in(cast.alice)
    assert client.get(reverse("case-new"), {"provider": theirs.pk}).status_code == 404
    assert client.post(reverse("case-new"), {"provider": theirs.pk}).status_code == 404
    assert not Case.objects.exists()
