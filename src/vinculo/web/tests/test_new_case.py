"""Opening a case by hand: from the registry with the head filled, or blank."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.kernel.identifiers import protocol_number
from vinculo.network.models import Provider
from vinculo.network.queries.found_by import found_by
from vinculo.network.queries.search import find_providers
from vinculo.network.search_text import refresh_search_text
from vinculo.network.tests.factories import (
    make_affiliation,
    make_clinic,
    make_contact_person,
    make_coverage,
    make_dentist,
    make_technical_manager,
)
from vinculo.web.cases.opening_presenters import FoundRow
from vinculo.web.templatetags.vinculo_format import unbroken

TODAY = dt.date(2026, 11, 22)


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


def test_the_search_names_who_works_there(cast: Cast):
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    dentist = make_dentist(cast.operator, name="Ônix Turmalina")
    make_affiliation(clinic, dentist)
    found = signed_in(cast.alice).post(
        reverse("case-new"), {"search": "1", "q": f"CRO-SP {dentist.cro_number}"}
    )
    assert unbroken(f"Ônix Turmalina, CRO-SP {dentist.cro_number}") in found.content.decode()


def test_a_dentist_looked_for_by_their_cro_comes_ticked(cast: Cast):
    clinic = make_clinic(cast.operator)
    for name in ("Esmeralda Lima", "Pérola Reis", "Rubi Granada", "Ônix Turmalina"):
        make_affiliation(clinic, make_dentist(cast.operator, name=name))
    dentist = cast.operator.dentists.get(name="Ônix Turmalina")
    client = signed_in(cast.alice)
    found = client.post(reverse("case-new"), {"search": "1", "q": dentist.cro}).content.decode()
    assert f"{reverse('case-new')}?provider={clinic.pk}&amp;dentist={dentist.pk}" in found
    assert found.index("Ônix Turmalina") < found.index("e mais 1")
    page = client.get(reverse("case-new"), {"provider": clinic.pk, "dentist": dentist.pk})
    assert [one.name for one in page.context["choices"] if one.ticked] == ["Ônix Turmalina"]
    assert page.context["whole"] is False
    elsewhere = client.get(reverse("case-new"), {"provider": clinic.pk, "dentist": dentist.pk + 99})
    assert elsewhere.context["whole"] is True


def search_for(cast: Cast, query: str) -> list[FoundRow]:
    answer = signed_in(cast.alice).post(reverse("case-new"), {"search": "1", "q": query})
    rows: list[FoundRow] = answer.context["rows"]
    return rows


def make_full_clinic(cast: Cast) -> Provider:
    clinic = make_clinic(cast.operator, name="Clínica Zircônia", cnpj="12ABC34501DE35")
    for name in ("Ana Lima", "Esmeralda Lima", "Pérola Reis", "Rubi Granada"):
        make_affiliation(clinic, make_dentist(cast.operator, name=name))
    make_affiliation(clinic, make_dentist(cast.operator, name="Ônix Turmalina"), ends_on=dt.date(2024, 3, 1))
    make_contact_person(clinic, name="Jade Coral", phones=["19987654321"])
    return clinic


@pytest.mark.parametrize(
    ("query", "told", "others"),
    [
        ("rubi", "Rubi Granada, CRO-SP", "e mais 1"),
        ("turmalina", "Ônix Turmalina, CRO-SP", "e mais 2"),
        ("turmalina", "(saiu: ficou até 29/02/2024)", "Esmeralda Lima"),
        ("zirconia lima", "Ana Lima, CRO-SP", "Pérola Reis"),
        ("zirconia lima", "Esmeralda Lima, CRO-SP", "e mais 1"),
        ("rubi turmalina", "Rubi Granada, CRO-SP", "e mais 2"),
        ("Rubbi Granadda", "Rubi Granada, CRO-SP", "e mais 1"),
        ("jade", "contato: Jade Coral", "e mais 1"),
        ("(19) 98765-4321", "contato: Jade Coral", "e mais 1"),
        ("12.ABC.345", "CNPJ 12.ABC.345/01DE-35", "e mais 1"),
    ],
)
def test_a_row_says_by_what_it_was_found(cast: Cast, query: str, told: str, others: str):
    make_full_clinic(cast)
    (row,) = search_for(cast, query)
    assert told in row.told
    assert others in row.people


def test_a_row_found_by_its_name_says_who_is_there(cast: Cast):
    make_full_clinic(cast)
    for query in ("zirconia", "zirconia campinas"):
        (row,) = search_for(cast, query)
        assert row.told == ""
        assert row.people.endswith("e mais 1")


def test_a_part_of_a_cpf_says_whose_it_is(cast: Cast):
    clinic = make_full_clinic(cast)
    cast.operator.dentists.filter(name="Rubi Granada").update(cpf="89841230992")
    refresh_search_text(clinic)
    (row,) = search_for(cast, "898.412.3")
    assert row.told.startswith("Rubi Granada")
    assert row.sought == 0


def test_a_part_of_a_phone_tells_nothing_to_who_may_not_see_it(cast: Cast):
    clinic = make_full_clinic(cast)
    found = find_providers(actor_of(cast.nina), "zirconia", operator_id=cast.operator.pk, today=TODAY)
    by = found_by(actor_of(cast.nina), found, "zirconia 98765", TODAY)
    assert by[clinic.pk].contacts == ()


def test_who_was_typed_whole_comes_ticked(cast: Cast):
    clinic = make_full_clinic(cast)
    rubi, ana = (cast.operator.dentists.get(name=name) for name in ("Rubi Granada", "Ana Lima"))
    rubi.cpf = "89841230992"
    rubi.save()
    refresh_search_text(clinic)
    for query, sought in (
        ("898.412.309-92", rubi.pk),
        ("Dra. Rubi Granada", rubi.pk),
        ("rubi", 0),
        ("Ônix Turmalina", 0),
        ("ana lima", ana.pk),
    ):
        assert [row.sought for row in search_for(cast, query)] == [sought], query
    make_affiliation(clinic, make_dentist(cast.operator, name="Rubi Granada"))
    assert [row.sought for row in search_for(cast, "Rubi Granada")] == [0]


def test_a_phone_of_a_note_finds_its_provider(cast: Cast):
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    noted = clinic.noted_phones.create(digits="19987654321", found_at=timezone.now())
    client, asked = signed_in(cast.alice), {"search": "1", "q": "(19) 98765-4321"}
    assert "Clínica Zircônia" in client.post(reverse("case-new"), asked).content.decode()
    noted.dismissed_at = timezone.now()
    noted.save()
    assert "Ninguém encontrado" in client.post(reverse("case-new"), asked).content.decode()


def test_several_open_cases_are_each_named(cast: Cast):
    clinic = make_clinic(cast.operator)
    client = signed_in(cast.alice)
    for _ in range(2):
        client.post(reverse("case-new"), {"provider": clinic.pk, "scope": "provider"})
    page = client.get(reverse("case-new"), {"provider": clinic.pk}).content.decode()
    first, newest = Case.objects.order_by("pk")
    for case in (first, newest):
        assert f'href="{reverse("case-page", args=[case.pk])}">Abrir {case}</a>' in page
    assert f"Abrir {newest}, o mais novo" in page


def test_who_leaves_is_asked_once_on_the_page_of_the_case(cast: Cast):
    clinic = make_clinic(cast.operator)
    for name in ("Ônix Turmalina", "Rubi Granada"):
        make_affiliation(clinic, make_dentist(cast.operator, name=name))
    client = signed_in(cast.alice)
    client.post(reverse("case-new"), {"provider": clinic.pk, "scope": "provider"})
    address = reverse("case-leavers", args=[Case.objects.get().pk])
    assert 'name="scope"' not in client.get(address).content.decode()
    client.post(address, {"dentist": [cast.operator.dentists.get(name="Rubi Granada").pk]})
    assert (Case.objects.get().scope, Case.objects.get().dentist_name) == ("dentists", "Rubi Granada")
    client.post(address, {})
    assert (Case.objects.get().scope, Case.objects.get().cro_count) == ("provider", 2)


def test_the_head_is_shown_with_who_told_each_field(cast: Cast):
    clinic = make_clinic(cast.operator, core_key="P-1", fed_on=dt.date(2026, 3, 9))
    for name in ("Ônix Turmalina", "Rubi Granada"):
        make_affiliation(clinic, make_dentist(cast.operator, name=name))
    make_coverage(cast.operator, on=dt.date(2025, 10, 1))
    address = reverse("case-new") + f"?provider={clinic.pk}"
    client = signed_in(cast.alice)
    page = client.get(address).content.decode()
    assert page.count("cell--alone") > 1
    for words in ("SIO, 09/03/2026", "Cobertura de 10/2025", "Dentistas no cadastro"):
        assert words in page
    chosen = cast.operator.dentists.get(name="Rubi Granada")
    data = {"provider": clinic.pk, "scope": "dentists", "dentist": [chosen.pk], "preview": "1"}
    preview = client.post(address, data).content.decode()
    assert "<html" not in preview
    assert "Rubi Granada" in preview
    assert "Ônix Turmalina" not in preview
    assert not Case.objects.exists()


def test_nobody_ticked_opens_nothing_and_loses_nothing(cast: Cast):
    clinic = make_clinic(cast.operator)
    make_affiliation(clinic, make_dentist(cast.operator))
    answer = signed_in(cast.alice).post(reverse("case-new"), {"provider": clinic.pk, "scope": "dentists"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Marque ao menos um dentista" in page
    assert 'value="dentists" data-leavers-scope checked' in page
    assert not Case.objects.exists()


def test_what_is_known_is_said_and_forbids_nothing(cast: Cast):
    clinic = make_clinic(cast.operator, status="suspended")
    coming = make_dentist(cast.operator, name="Rubi Granada")
    asked_at = dt.datetime(2026, 2, 3, 15, tzinfo=dt.UTC)
    make_technical_manager(
        clinic, coming, is_pending=True, protocol_number=protocol_number.from_moment(asked_at)
    )
    client = signed_in(cast.alice)
    client.post(reverse("case-new"), {"provider": clinic.pk})
    case = Case.objects.get()
    page = client.get(reverse("case-new"), {"provider": clinic.pk}).content.decode()
    assert "já tem um processo aberto" in page
    assert "Abrir o processo que já existe" in page
    assert reverse("case-page", args=[case.pk]) in page
    assert unbroken(f"Troca de RT pendente: Rubi Granada ({coming.cro})") in page
    assert "aberto em 03/02/2026" in page
    assert "está suspenso" in page
    ended = timezone.localdate() - dt.timedelta(days=34)
    Case.objects.update(
        state=State.CLOSED, number="ODL-2026-9", outcome="retained", ended_on=ended, signed_at=asked_at
    )
    page = client.get(reverse("case-new"), {"provider": clinic.pk}).content.decode()
    assert "terminou em retenção há 34 dias" in page
    Case.objects.update(state=State.DECIDED, signed_at=None)
    page = client.get(reverse("case-new"), {"provider": clinic.pk}).content.decode()
    assert "foi decidido como retenção há 34 dias" in page
    assert "espera a assinatura da supervisão" in page
    client.post(reverse("case-new"), {"provider": clinic.pk})
    assert Case.objects.count() == 2


def test_the_page_of_a_case_shows_marks_and_what_differs_within_its_queries(cast: Cast):
    clinic = make_clinic(cast.operator, core_key="P-1", fed_on=dt.date(2026, 3, 9))
    for _ in range(3):
        make_affiliation(clinic, make_dentist(cast.operator))
    make_coverage(cast.operator)
    client = signed_in(cast.alice)
    client.post(reverse("case-new"), {"provider": clinic.pk})
    case = Case.objects.get()
    address = reverse("case-page", args=[case.pk])
    page = client.get(address).content.decode()
    assert page.count("SIO, 09/03/2026") >= 8
    assert "No cadastro hoje" not in page
    Provider.objects.update(us_value=Decimal("1.1000"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    assert len(queries) <= 12
    assert "No cadastro hoje: <strong>R$ 1,10</strong>" in page

    data = {"field": "us_value", "raw": "1,05", "base_version": "1", "key": "us_value"}
    saved = client.post(reverse("case-save", args=[case.pk]), data).json()
    assert saved["marks"]["us_value"] == "era R$ 0,90 no cadastro"
    data = {"field": "us_value", "act": "use", "seen": "R$ 1,10", "base_version": saved["version"]}
    used = client.post(reverse("case-registry", args=[case.pk]), data).json()
    assert (used["raw"], used["marks"]["us_value"]) == ("R$ 1,10", "SIO, 09/03/2026")
    assert used["differences"] == {}
    undone = client.post(
        reverse("case-registry", args=[case.pk]), {"field": "us_value", "act": "undo"}
    ).json()
    assert undone["derived"]["us_value"]["raw"] == "1,05"
    assert list(undone["differences"]) == ["us_value"]
