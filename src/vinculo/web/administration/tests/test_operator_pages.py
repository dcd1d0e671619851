from __future__ import annotations

from django.urls import reverse

from vinculo.accounts.models import Operator
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.queries.editions import editions_of

TYPED = {"code": "dnt", "name": "DENTALIS", "ans_registration": "417777", "signer_must_not_be_decider": "on"}


def test_a_new_operator_has_editions_and_is_administered_by_who_made_it(cast: Cast) -> None:
    client = signed_in(cast.adam)
    assert client.post(reverse("operator-new"), TYPED)["Location"] == reverse("operator-list")
    made = Operator.objects.get(code="DNT")
    assert [each.number for each in editions_of(made)] == [1, 2]
    assert client.get(reverse("operator-page", args=[made.pk])).status_code == 200


def test_the_same_form_sent_twice_creates_one_operator(cast: Cast) -> None:
    client = signed_in(cast.adam)
    client.post(reverse("operator-new"), TYPED)
    again = client.post(reverse("operator-new"), TYPED)
    assert again.status_code == 422
    assert "Já existe uma operadora com esta sigla." in again.content.decode()
    assert Operator.objects.filter(code="DNT").count() == 1


def test_an_operator_is_changed(cast: Cast) -> None:
    page = reverse("operator-page", args=[cast.operator.pk])
    typed = {"code": "ODL", "name": "Odontolife Brasil", "ans_registration": ""}
    signed_in(cast.adam).post(page, typed)
    cast.operator.refresh_from_db()
    assert cast.operator.name == "Odontolife Brasil"
    assert cast.operator.signer_must_not_be_decider is False


def test_what_is_wrong_is_told_beside_its_field_and_stays(cast: Cast) -> None:
    page = reverse("operator-page", args=[cast.operator.pk])
    response = signed_in(cast.adam).post(page, {**TYPED, "name": "Sorriso Claro", "ans_registration": "12"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "ans_registration"}
    assert 'value="Sorriso Claro"' in response.content.decode()


def test_the_code_of_an_operator_is_shown_and_never_changed(cast: Cast) -> None:
    page = reverse("operator-page", args=[cast.operator.pk])
    signed_in(cast.adam).post(page, {**TYPED, "code": "XYZ"})
    cast.operator.refresh_from_db()
    assert (cast.operator.code, cast.operator.name) == ("ODL", "DENTALIS")
