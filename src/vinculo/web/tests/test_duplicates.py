"""Records that may be one, on screen: what is typed stays, what is shown is only one's own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.merge_cases import merge_cases
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import COMPLETE_HEAD, NOW, ONE_CONTACT, make_draft
from vinculo.network.models import Provider
from vinculo.network.tests.factories import make_affiliation, make_clinic, make_dentist


@pytest.fixture
def pair(cast: Cast) -> tuple[Case, Case]:
    first = make_draft(cast.operator, cast.alice, contacts=[(1, ONE_CONTACT)])
    return first, make_draft(cast.operator, cast.beto)


def test_the_same_clinic_is_shown_beside_what_is_typed(cast: Cast):
    make_clinic(cast.operator, name="Clínica Zircônia", cnpj="53068087001339")
    typed = {"operator": cast.operator.pk, "name": "Zirconia", "cnpj": "53.068.087/0002-59", "kind": "PJ"}
    page = signed_in(cast.alice).post(reverse("provider-lookalikes-typed"), typed).content.decode()
    assert "mesma raiz de CNPJ" in page
    assert "53.068.087/0002-59" in page
    assert "53.068.087/0013-39" in page
    assert (
        "Clínica Zircônia"
        not in signed_in(cast.charlie).post(reverse("provider-lookalikes-typed"), typed).content.decode()
    )


def test_two_records_are_made_one_and_parted(cast: Cast):
    kept = make_clinic(cast.operator, name="Clínica Zircônia", cnes="1234567")
    merged = make_clinic(cast.operator, name="Zirconia Odonto", cnes="7654321")
    client = signed_in(cast.alice)
    compare = reverse("provider-compare", args=[kept.pk, merged.pk])
    assert "difere" in client.get(compare).content.decode()
    client.post(compare, {"take-cnes": "cnes"})
    kept.refresh_from_db()
    assert (kept.name, kept.cnes) == ("Clínica Zircônia", "7654321")
    answer = client.get(reverse("provider", args=[merged.pk]))
    assert answer["Location"] == reverse("provider", args=[kept.pk])
    assert "Zirconia Odonto" in client.get(reverse("provider", args=[kept.pk])).content.decode()
    client.post(reverse("provider-part", args=[kept.merges_taken_in.get().pk]))
    assert Provider.objects.get(pk=merged.pk).merged_into is None


def test_a_case_shows_its_provider_and_its_double(cast: Cast, pair: tuple[Case, Case]):
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    make_affiliation(clinic, make_dentist(cast.operator, cro_number="12345", cro_uf="SP"))
    url = reverse("case-lookalikes", args=[pair[0].pk])
    page = signed_in(cast.alice).get(url).content.decode()
    assert "É este: vincular" in page
    assert str(pair[1]) in page
    assert "comparar" not in page
    assert "comparar" in signed_in(cast.bob).get(url).content.decode()
    assert COMPLETE_HEAD["cpf"] not in signed_in(cast.nina).get(url).content.decode()


def test_two_cases_are_made_one_and_parted(cast: Cast, pair: tuple[Case, Case]):
    client = signed_in(cast.bob)
    client.post(reverse("case-compare", args=[pair[1].pk, pair[0].pk]))
    pair[1].refresh_from_db()
    assert pair[1].contacts.count() == 1
    page = client.get(reverse("case-page", args=[pair[0].pk])).content.decode()
    assert "Este processo foi unido a" in page
    client.post(reverse("case-part", args=[pair[1].merges_taken_in.get().pk]))
    assert pair[1].contacts.count() == 0


def test_a_consultant_compares_but_does_not_merge(cast: Cast, pair: tuple[Case, Case]):
    client = signed_in(cast.alice)
    url = reverse("case-compare", args=[pair[0].pk, pair[1].pk])
    assert "Unir os dois" not in client.get(url).content.decode()
    assert client.post(url).status_code == 403
    merge = merge_cases(kept=pair[0], merged=pair[1], actor=actor_of(cast.bob), now=NOW)
    assert client.post(reverse("case-part", args=[merge.pk])).status_code == 403


def test_a_case_that_shares_a_name_alone_is_not_said_to_be_of_the_same_provider(cast: Cast):
    head = {"dentist_name": "Ônix Turmalina Granada", "cro": "11111", "cro_state": "SP"}
    case = make_draft(cast.operator, cast.alice, values=head)
    same = make_draft(cast.operator, cast.alice, values=head)
    alike = make_draft(cast.operator, cast.alice, values={**head, "cro": "22222"})
    page = signed_in(cast.alice).get(reverse("case-lookalikes", args=[case.pk])).content.decode()
    surely, perhaps = page.split("Processos parecidos")
    assert "Outros processos do mesmo prestador" in surely
    for text, own, other in ((surely, same, alike), (perhaps, alike, same)):
        assert reverse("case-page", args=[own.pk]) in text
        assert f'"{reverse("case-page", args=[other.pk])}"' not in text
