"""The screens on which an operator says how its sectors are asked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.consequences.models import SectorTerms
from vinculo.consequences.queries.sectors import terms_of
from vinculo.web.site.http import today_in_sao_paulo

TERMS = {
    "valid_from": "01/01/2026",
    "answer_days": "4",
    "remind_days": "2",
    "request_text": "Vejam o acesso de {prestador}.",
    "signature_text": "{desfecho} de {prestador}: retirem o acesso.",
    "facts": ["cnpj", "registration"],
}


def page_of(cast: Cast, code: str = "it") -> str:
    return reverse("sector-page", args=[cast.operator.pk, code])


def test_the_list_says_who_answers_and_until_when(cast: Cast):
    page = signed_in(cast.bob).get(reverse("sector-list")).content.decode()
    assert "Sara Tavares" in page
    assert page.count("Ninguém responde por este setor") == 3
    assert "responde em 3 dias úteis" in page


def test_terms_are_set_from_a_day_on_and_discarded_before_it_comes(cast: Cast):
    client, tomorrow = signed_in(cast.bob), today_in_sao_paulo() + dt.timedelta(days=1)
    assert client.post(page_of(cast), TERMS).status_code == 302
    held = terms_of(cast.operator.pk, "it", today_in_sao_paulo())
    assert (held.answer_days, held.facts) == (4, ("registration", "cnpj"))
    client.post(page_of(cast), {**TERMS, "valid_from": tomorrow.isoformat(), "answer_days": "9"})
    coming, standing = SectorTerms.objects.order_by("-valid_from")
    assert "ainda não vale" in client.get(page_of(cast)).content.decode()
    client.post(reverse("sector-discard", args=[coming.pk]))
    told = client.post(reverse("sector-discard", args=[standing.pk]), follow=True).content.decode()
    assert "já valem e ficam registradas" in told
    assert list(SectorTerms.objects.all()) == [standing]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"answer_days": "0"}, "De 1 a 60 dias úteis"),
        ({"remind_days": "-1"}, "De 0 a 20 dias úteis"),
        ({"request_text": "Olá, {dentista}!"}, "Não se preenche sozinho: {dentista}"),
        ({"signature_text": "x" * 2001}, "até 2000 letras"),
        ({"valid_from": "31/02/2026"}, "Escreva o dia como"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_stays_typed(cast: Cast, changed, sentence):
    answer = signed_in(cast.bob).post(page_of(cast), TERMS | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SectorTerms.objects.exists()


def test_another_operators_sectors_and_unknown_ones_do_not_exist(cast: Cast):
    client = signed_in(cast.bob)
    assert client.get(reverse("sector-page", args=[cast.other_operator.pk, "it"])).status_code == 404
    assert client.get(page_of(cast, "kitchen")).status_code == 404
    assert signed_in(cast.alice).get(reverse("sector-list")).status_code == 403


def test_of_an_exit_list_what_an_item_needs_is_not_called_optional(cast: Cast):
    page = signed_in(cast.bob).get(reverse("exit-page", args=[cast.operator.pk])).content.decode()
    assert "O que se resolve</label>" in page
    assert "Prazo (dias úteis)</label>" in page
    assert 'Orientação <span class="field__required">(opcional)' in page
