"""Distribution and absence as a supervisor does them: look first, then do, then take back."""

from __future__ import annotations

import datetime as dt
import re

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.desk.models import Absence
from vinculo.kernel.dates import format_date
from vinculo.web.site.http import today_in_sao_paulo


def given(html: str) -> list[str]:
    return re.findall(r'name="give" value="([^"]+)"', html)


def test_cases_are_distributed_after_a_look_and_taken_back(cast: Cast):
    client = signed_in(cast.bob)
    cases = [make_listed(cast.operator, None, dentist_name=f"Doutora {index}") for index in range(3)]
    make_listed(cast.operator, cast.alice)
    page = client.get("/equipe/distribuir/").content.decode()
    assert "Doutora 1" in page
    chosen = {"case": [case.pk for case in cases], "person": [cast.alice.pk, cast.beto.pk]}
    preview = client.post("/equipe/distribuir/previa/", chosen).content.decode()
    assert Case.objects.filter(consultant=None).count() == 3
    plan = given(preview)
    assert sorted(pair.partition(":")[2] for pair in plan) == sorted(
        map(str, (cast.alice.pk, cast.beto.pk, cast.beto.pk))
    )
    page = client.post("/equipe/distribuir/fazer/", {"give": plan}, follow=True).content.decode()
    assert Case.objects.filter(consultant=None).count() == 0
    assert "3 processos passaram para outra pessoa" in page
    client.post("/equipe/distribuir/desfazer/")
    assert Case.objects.filter(consultant=None).count() == 3


def test_nothing_ticked_is_said_and_nothing_done(cast: Cast):
    make_listed(cast.operator, None)
    answer = signed_in(cast.bob).post("/equipe/distribuir/previa/", {"person": cast.alice.pk})
    assert answer.status_code == 422
    assert "Nada foi distribuído" in answer.content.decode()


def test_an_absence_is_noted_covered_and_ended(cast: Cast):
    client, today = signed_in(cast.bob), today_in_sao_paulo()
    case = make_listed(cast.operator, cast.alice)
    days = {"starts_on": format_date(today), "ends_on": format_date(today + dt.timedelta(days=5))}
    typed = {"person": cast.alice.pk, "operator": cast.operator.pk, **days}
    page = client.post("/equipe/ausencias/", typed, follow=True).content.decode()
    assert "1 processo ainda com Alice Nogueira" in page
    absence = Absence.objects.get()
    preview = client.post(f"/equipe/ausencias/{absence.pk}/previa/", {"person": cast.beto.pk})
    client.post(f"/equipe/ausencias/{absence.pk}/passar/", {"give": given(preview.content.decode())})
    assert Case.objects.get(pk=case.pk).consultant == cast.beto
    assert "ausente até" in client.get("/hoje/equipe/").content.decode()
    assert "ausente até" in client.get(f"/processos/{case.pk}/mais/").content.decode()
    client.post(f"/equipe/ausencias/{absence.pk}/encerrar/", {"give_back": "yes"})
    assert Case.objects.get(pk=case.pk).consultant == cast.alice


def test_a_day_that_cannot_be_read_keeps_what_was_typed(cast: Cast):
    typed = {
        "person": cast.alice.pk,
        "operator": cast.operator.pk,
        "starts_on": "ontem",
        "ends_on": "1/2/2030",
    }
    answer = signed_in(cast.bob).post("/equipe/ausencias/", typed)
    assert answer.status_code == 422
    assert 'value="ontem"' in answer.content.decode()


def test_a_plan_that_was_tampered_with_gives_only_what_may_be_given(cast: Cast):
    foreign, own = make_listed(cast.other_operator, None), make_listed(cast.operator, None)
    plan = [f"{foreign.pk}:{cast.alice.pk}", f"{own.pk}:{cast.charlie.pk}", "x:1", f"{own.pk}:"]
    signed_in(cast.bob).post("/equipe/distribuir/fazer/", {"give": plan})
    assert Case.objects.filter(consultant=None).count() == 2


def test_a_plan_that_is_sent_twice_can_still_be_taken_back(cast: Cast):
    client, case = signed_in(cast.bob), make_listed(cast.operator, None)
    for _ in range(2):
        client.post("/equipe/distribuir/fazer/", {"give": f"{case.pk}:{cast.alice.pk}"})
    assert Case.objects.get().consultant == cast.alice
    client.post("/equipe/distribuir/desfazer/")
    assert Case.objects.get().consultant is None


def test_what_somebody_gave_away_since_the_plan_was_looked_at_stays(cast: Cast):
    case = make_listed(cast.operator, cast.beto)
    given_away = {"give": f"{case.pk}:{cast.alice.pk}"}
    page = signed_in(cast.bob).post("/equipe/distribuir/fazer/", given_away, follow=True)
    assert Case.objects.get().consultant == cast.beto
    assert "Outra pessoa já o distribuiu" in page.content.decode()
