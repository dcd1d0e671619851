"""The screens of local holidays and of service levels."""

from __future__ import annotations

import pytest
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import ServiceLevel
from vinculo.network.models import LocalHoliday

OWN_DAY = {"on": "05/06/2026", "name": "Ponte de Corpus Christi", "named": ""}
LEVELS = {
    "valid_from": "01/01/2026",
    "first_contact_days": "1",
    "silence_days": "5",
    "decision_days": "20",
}


def test_a_holiday_is_added_removed_and_brought_back(cast: Cast):
    client = signed_in(cast.bob)
    posted = {"on": "14/08", "name": "Aniversário da cidade", "place": "city", "named": "Atibaia - SP"}
    assert client.post(reverse("holiday-add"), posted).status_code == 302
    holiday = LocalHoliday.objects.get(name="Aniversário da cidade", month=8, day=14)
    assert (str(holiday.municipality), holiday.year) == ("Atibaia/SP", None)
    shown = client.get(reverse("holiday-list"), {"q": "atibaia sp"}).content.decode()
    assert "Atibaia/SP" in shown
    assert "São Paulo/SP" not in shown
    told = client.post(reverse("holiday-remove", args=[holiday.pk]), follow=True).content.decode()
    assert reverse("holiday-restore", args=[holiday.pk]) in told
    assert "Atibaia/SP" not in client.get(reverse("holiday-list"), {"q": "atibaia"}).content.decode()
    client.post(reverse("holiday-restore", args=[holiday.pk]))
    holiday.refresh_from_db()
    assert holiday.removed_at is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": "29/02"}, "29/02 só existe em ano bissexto"),
        ({"on": "31/04/2026"}, "O dia 31/04/2026 não existe"),
        ({"on": "amanhã"}, "Escreva dia e mês, como 25/01"),
        ({"place": "city", "named": "Atlântida XX"}, "Não encontrei este município"),
        ({"place": "city", "named": ""}, "Não encontrei este município"),
        ({"place": "uf", "named": "ZZ"}, "Escreva a sigla do estado"),
        ({"place": "999999"}, "Faça uma escolha válida"),
        ({"name": "x" * 200}, "120"),
    ],
)
def test_what_cannot_be_a_holiday_is_told_beside_its_field(cast: Cast, changed, sentence):
    posted = {**OWN_DAY, "place": str(cast.operator.pk), **changed}
    answer = signed_in(cast.bob).post(reverse("holiday-add"), posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not LocalHoliday.objects.filter(is_packaged=False).exists()


def test_an_operators_day_off_is_seen_at_that_operator_alone(cast: Cast):
    posted = {**OWN_DAY, "place": str(cast.operator.pk)}
    signed_in(cast.nina).post(reverse("holiday-add"), posted)
    assert OWN_DAY["name"] in signed_in(cast.adam).get(reverse("holiday-list")).content.decode()
    outside = signed_in(cast.charlie)
    assert OWN_DAY["name"] not in outside.get(reverse("holiday-list")).content.decode()
    own = LocalHoliday.objects.get(name=OWN_DAY["name"])
    assert outside.post(reverse("holiday-remove", args=[own.pk])).status_code == 404
    assert outside.post(reverse("holiday-add"), posted).status_code == 422


def test_service_levels_are_set_and_what_lies_ahead_discarded(cast: Cast):
    client = signed_in(cast.bob)
    address = reverse("level-set", args=[cast.operator.pk])
    assert client.post(address, LEVELS).status_code == 302
    level = ServiceLevel.objects.get()
    assert (level.operator, level.silence_days) == (cast.operator, 5)
    client.post(address, {**LEVELS, "valid_from": "01/01/2090"})
    ahead = ServiceLevel.objects.get(valid_from__year=2090)
    shown = client.get(reverse("level-list")).content.decode()
    assert "ainda não vale" in shown
    client.post(reverse("level-discard", args=[ahead.pk]))
    assert client.post(reverse("level-discard", args=[level.pk]), follow=True).status_code == 200
    assert list(ServiceLevel.objects.all()) == [level]


def test_numbers_without_sense_come_back_with_what_was_typed(cast: Cast):
    posted = {**LEVELS, "decision_days": "0"}
    answer = signed_in(cast.bob).post(reverse("level-set", args=[cast.operator.pk]), posted)
    assert answer.status_code == 422
    assert "De 1 a 250 dias úteis." in answer.content.decode()
    assert not ServiceLevel.objects.exists()


def test_another_operators_levels_do_not_exist(cast: Cast):
    signed_in(cast.bob).post(
        reverse("level-set", args=[cast.operator.pk]), {**LEVELS, "valid_from": "01/01/2090"}
    )
    outside = signed_in(cast.charlie)
    assert outside.post(reverse("level-set", args=[cast.operator.pk]), LEVELS).status_code == 404
    assert outside.post(reverse("level-discard", args=[ServiceLevel.objects.get().pk])).status_code == 404
