"""Work on many cases from the list: asked for, followed, fetched; and refused in sentences."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from vinculo.accounts.models import AuditEntry, Membership
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.desk.models import BulkJob
from vinculo.outbox.running import run_due

HTMX = {"HX-Request": "true"}


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    return [make_listed(cast.operator, cast.alice, dentist_name=f"Dra. {n}") for n in range(3)]


def start(user, kind: str, **given: Any) -> Any:
    return signed_in(user).post("/processos/lote/novo/", {"kind": kind, **given}, headers=HTMX)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_chosen_rows_are_passed_on_and_the_report_names_each(cast: Cast, cases):
    answer = start(cast.bob, "reassign", case=[case.pk for case in cases[:2]], consultant=cast.beto.pk)
    path = answer["HX-Redirect"]
    client = signed_in(cast.bob)
    waiting = text_of(client.get(path))
    assert "Passar a Beto Lacerda" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    run_due(timezone.now())
    html = text_of(client.get(path, headers=HTMX))
    assert "<html" not in html
    assert "2 feitos." in html
    assert "every 1s" not in html
    assert f'href="/processos/{cases[0].pk}/"' in html
    assert "Antes: Alice Nogueira." in html
    assert list(Case.objects.order_by("pk").values_list("consultant_id", flat=True)) == [
        *(cast.beto.pk, cast.beto.pk, cast.alice.pk)
    ]
    back = client.post(f"{path}desfazer/", headers=HTMX)["HX-Redirect"]
    run_due(timezone.now())
    assert "Devolver aos consultores de antes" in text_of(client.get(back))
    assert set(Case.objects.values_list("consultant_id", flat=True)) == {cast.alice.pk}


def test_everything_that_the_filters_find_is_chosen(cast: Cast, cases, settings):
    make_listed(cast.operator, cast.beto, dentist_name="De outro")
    make_listed(cast.other_operator, cast.charlie)
    address = f"/processos/?consultant={cast.alice.pk}"
    start(cast.bob, "reassign", everything="1", address=address, consultant=cast.beto.pk)
    assert BulkJob.objects.get().total == 3
    settings.BULK_MOST_CASES = 2
    refused = start(cast.bob, "reassign", everything="1", address=address, consultant=cast.beto.pk)
    assert refused.status_code == 409
    assert "São mais de 2 processos" in text_of(refused)


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("reassign", {}, "Escolha o consultor"),
        ("next_contact", {"on": "31/02/2026"}, "um dia que ainda vem"),
        ("next_contact", {"on": "01/01/2020"}, "um dia que ainda vem"),
        ("export_csv", {"case": []}, "Nenhum processo foi escolhido"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, cases, kind, given, sentence):
    answer = start(cast.bob, kind, **{"case": cases[0].pk, **given})
    assert answer.status_code == 409
    assert sentence in text_of(answer)


def test_refused_cases_are_tried_again(cast: Cast, cases):
    Case.objects.filter(pk=cases[1].pk).update(state=State.CANCELLED)
    day = (timezone.now() + dt.timedelta(days=9)).strftime("%d/%m/%Y")
    path = start(cast.alice, "next_contact", case=[case.pk for case in cases], on=day)["HX-Redirect"]
    run_due(timezone.now())
    client = signed_in(cast.alice)
    html = text_of(client.get(path))
    assert "2 feitos, 1 recusado." in html
    assert "cancelado e não aceita alterações" in html
    assert "Dra. 0" not in text_of(client.get(f"{path}?linhas=recusadas"))
    again = client.post(f"{path}repetir/")["Location"]
    assert BulkJob.objects.get(pk=again.split("/")[-2]).total == 1


def test_a_file_is_its_persons_alone(cast: Cast, cases):
    path = start(cast.alice, "export_csv", case=[cases[0].pk], address="/processos/")["HX-Redirect"]
    client = signed_in(cast.alice)
    assert client.get(f"{path}arquivo/").status_code == 404
    run_due(timezone.now())
    answer: Any = client.get(f"{path}arquivo/")
    content = b"".join(answer.streaming_content)
    assert b"Dra. 0" in content
    assert 'filename="processos-' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.filter(action="export.downloaded", actor=cast.alice).count() == 1
    for user in (cast.bob, cast.charlie):
        assert signed_in(user).get(f"{path}arquivo/").status_code == 404
        assert signed_in(user).get(path).status_code == 404
    Membership.objects.filter(user=cast.alice).delete()
    assert client.get(f"{path}arquivo/").status_code == 403


def test_nobody_is_offered_what_they_may_not_do(cast: Cast, cases):
    assert "what=reassign" in text_of(signed_in(cast.bob).get("/processos/"))
    consultant = text_of(signed_in(cast.alice).get("/processos/"))
    assert "what=reassign" not in consultant
    assert "what=next_contact" in consultant
    manager = text_of(signed_in(cast.nina).get("/processos/"))
    assert "what=next_contact" not in manager
    assert "export_pdf" not in manager
    people = text_of(signed_in(cast.bob).get("/processos/lote/opcoes/?what=reassign"))
    assert "Beto Lacerda" in people
    assert "Charlie" not in people
    assert start(cast.bob, "reassign", case=[cases[0].pk], consultant=cast.charlie.pk).status_code == 409
