"""Looking at a form that was read, correcting it, and saying what becomes of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.cases.tests.case_files import make_draft
from vinculo.intake.models import Fate, FormReading
from vinculo.intake.tests.form_files import (
    another_dentist,
    certain_form,
    file_of,
    one_reading,
    readings_in,
    receive,
)
from vinculo.intake.tests.paper_readings import paper_reading


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(cast: Cast) -> Client:
    return signed_in(cast.alice)


def address(what: str, reading: FormReading) -> str:
    return reverse(f"import-{what}", args=[reading.pk])


def correct(desk: Client, reading: FormReading, field: str, *values: str, version: int = 0) -> dict[str, Any]:
    answer = desk.post(
        address("correct", reading), {"field": field, field: list(values), f"v.{field}": str(version)}
    )
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_it_shows_the_original_beside_the_fields_and_notes_who_looked(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    page = desk.get(address("review", reading)).content.decode()
    assert 'value="898.412.309-92"' in page
    assert '<div class="original__line">53.068.087/0013-39' in page
    assert "Ação Retenção" in page
    assert "Nenhuma dúvida na leitura" in page
    assert AuditEntry.objects.filter(action="form.viewed", subject_id=reading.pk).count() == 1


def test_the_fields_stand_in_the_order_of_the_editions_paper(cast: Cast, desk: Client):
    for edition, first, second in ((1, "f-city", "f-state"), (2, "f-state", "f-city")):
        page = desk.get(
            address("review", one_reading(cast.alice, another_dentist(edition=edition)))
        ).content.decode()
        assert page.index(f'id="{first}"') < page.index(f'id="{second}"')


def test_a_day_that_cannot_be_read_stands_in_its_field_as_on_paper(cast: Cast, desk: Client):
    text = file_of(certain_form()).decode().replace("24/02/2026", "31/02").encode()
    (reading,) = readings_in(receive(cast.alice, ("formulario.txt", text)))
    page = desk.get(address("review", reading)).content.decode()
    assert 'value="31/02"' in page
    assert "não foi possível ler “31/02”" in page


def test_no_browser_keeps_pictures_of_paper(cast: Cast, desk: Client):
    reading = paper_reading(cast.alice)
    crop = reverse("import-crop", args=[reading.pk, "lives"])
    asked = [crop, reverse("import-original", args=[reading.file_id])]
    asked += [reverse(name, args=[reading.file_id, 0]) for name in ("import-sheet", "import-sheet-small")]
    assert {desk.get(path)["Cache-Control"] for path in asked} == {"private, no-store"}


def test_hostile_text_stays_text(cast: Cast, desk: Client):
    evil = "</textarea></div><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
    reading = one_reading(
        cast.alice, certain_form(general_note=evil, dentist_name='"><b>Mau</b>', city="<i>Jundiaí")
    )
    correct(desk, reading, "general_note", evil + "\nmais")
    answer = correct(desk, reading, "city", evil)
    page = desk.get(address("review", reading)).content.decode() + answer["doubts"] + str(answer["findings"])
    page += desk.get(reverse("import-batch", args=[reading.file.batch_id])).content.decode()
    for tag in ("<script>alert", "<img src=x", "<b>Mau", "<i>Jund"):
        assert tag not in page
    assert "{{ 7|add:7 }}" in page


def test_a_correction_answers_with_the_findings_of_all_fields(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    answer = correct(desk, reading, "ended_on", "31/02/2026")
    assert (answer["fate"], answer["version"]) == ("applied", 1)
    assert "Não entendi “31/02/2026”" in answer["findings"]["ended_on"]
    assert "1 dúvida" in answer["doubts"]
    answer = correct(desk, reading, "contacts.2.note", "Nova conversa")
    assert answer["fate"] == "applied"
    assert "31/02/2026" in desk.get(address("review", reading)).content.decode()


def test_a_correction_over_somebody_elses_is_told(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    correct(signed_in(cast.bob), reading, "city", "Itu")
    answer = correct(desk, reading, "city", "Salto")
    assert (answer["fate"], answer["raw"]) == ("conflicting", "Itu")
    assert "Bob Saldanha alterou este campo" in answer["message"]


def test_ticks_are_corrected_by_their_whole_list(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    correct(desk, reading, "termination_reasons", "fees", "claim_denials")
    correct(desk, reading, "termination_reasons", version=1)
    reading.refresh_from_db()
    assert [item["raw"] for item in reading.corrections] == ["fees claim_denials", ""]
    unknown = {"field": "actions", "actions": ["glitter"], "v.actions": "0"}
    assert desk.post(address("correct", reading), unknown).status_code == 409


def test_the_whole_form_is_kept_without_a_script(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    sent = everything_on(desk, reading) | {"city": "Itu", "sectors": ["it", "commercial"], "outcome": ""}
    desk.post(address("save", reading), sent)
    reading.refresh_from_db()
    assert {(item["field"], item["raw"]) for item in reading.corrections} == {
        ("city", "Itu"),
        ("sectors", "it commercial"),
        ("outcome", ""),
    }


def everything_on(desk: Client, reading: FormReading) -> dict[str, str | list[str]]:
    """What a browser would send of the page as it stands."""
    page = desk.get(address("review", reading)).context["page"]
    sent: dict[str, str | list[str]] = {}
    for field in page.fields:
        sent[f"v.{field.name}"] = str(field.version)
        if field.is_group:
            sent[field.name] = [option.value for option in field.options if option.selected]
        else:
            sent[field.name] = field.value.replace("\n", "\r\n")
    return sent


def test_what_was_not_touched_is_no_correction(cast: Cast, desk: Client):
    reading = one_reading(cast.alice, certain_form(general_note="Um parágrafo\noutro"))
    desk.post(address("save", reading), everything_on(desk, reading))
    reading.refresh_from_db()
    assert reading.corrections == []


def test_accepting_opens_the_draft_with_what_stands_on_the_page(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    answer = desk.post(
        address("accept", reading), everything_on(desk, reading) | {"city": "Itu", "as": "draft"}
    )
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("case-page", args=[case.pk])
    assert (case.state, case.city) == (State.DRAFT, "Itu")
    again = desk.post(address("accept", reading), {"as": "draft"})
    assert again.headers["Location"] == reverse("case-page", args=[case.pk])
    assert Case.objects.count() == 1


def test_accepting_as_history_goes_on_to_the_next_form(cast: Cast, desk: Client):
    first, second = readings_in(
        receive(cast.alice, ("a.md", file_of(certain_form(), another_dentist())), as_history=True)
    )
    answer = desk.post(address("accept", first), {"as": "history"})
    assert answer.headers["Location"] == address("review", second)
    assert Case.objects.get().state == State.CLOSED


def test_nothing_is_accepted_over_somebody_elses_correction(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    mine = everything_on(desk, reading) | {"city": "Salto", "as": "draft"}
    correct(signed_in(cast.bob), reading, "city", "Itu")
    answer = desk.post(address("accept", reading), mine, follow=True)
    assert "Bob Saldanha alterou este campo" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_matching_case_is_shown_beside_the_form(cast: Cast, desk: Client):
    desk.post(address("accept", one_reading(cast.alice)), {"as": "draft"})
    later = one_reading(cast.alice, certain_form(lives=7000))
    page = desk.get(address("review", later)).content.decode()
    assert "Já há um processo que parece ser este" in page
    assert "7.000" in page
    assert "5.506" in page
    answer = desk.post(address("accept", later), {"as": "draft"}, follow=True)
    assert "Diga se é o mesmo ou crie assim mesmo" in answer.content.decode()
    assert Case.objects.count() == 1


def test_a_person_says_which_it_is(cast: Cast, desk: Client):
    desk.post(address("accept", one_reading(cast.alice)), {"as": "draft"})
    same = one_reading(cast.alice, certain_form(lives=7000))
    other = one_reading(cast.alice, certain_form(lives=8000))
    desk.post(address("match", same), {"case": Case.objects.get().pk})
    desk.post(address("accept", other), {"as": "draft", "despite": "yes"})
    same.refresh_from_db()
    other.refresh_from_db()
    assert (same.fate, other.fate, Case.objects.count()) == (Fate.MATCHED, Fate.ACCEPTED, 2)
    assert desk.post(address("match", same), {"case": "x"}).status_code == 404


def test_what_was_chosen_for_one_case_goes_into_no_other(cast: Cast, desk: Client):
    reading = one_reading(cast.alice, certain_form(lives=7000))
    first, second = (make_draft(cast.operator, cast.alice, values={"lives": "10"}) for _ in range(2))
    desk.post(address("match", reading), {"case": first.pk})
    late = signed_in(cast.beto).post(
        address("match", reading), {"case": second.pk, "take": ["lives"]}, follow=True
    )
    assert "Nada foi levado do papel" in late.content.decode()
    assert set(Case.objects.values_list("lives", flat=True)) == {10}


def test_boxes_that_differ_are_offered_one_by_one(cast: Cast, desk: Client):
    desk.post(address("accept", one_reading(cast.alice)), {"as": "draft"})
    later = one_reading(cast.alice, certain_form(termination_reasons=("fees", "retired"), sectors=("it",)))
    page = desk.get(address("review", later)).content.decode()
    offered = re.findall(r'name="take" value="([a-z_.]+)"', page)
    assert offered == ["termination_reasons.retired", "sectors.it"]
    case = Case.objects.get()
    answer = desk.post(address("match", later), {"case": case.pk, "take": offered}, follow=True)
    case.refresh_from_db()
    assert (set(case.termination_reasons), case.sectors) == ({"fees", "retired"}, ["it"])
    assert "Levado do papel: 2 campos." in answer.content.decode()


def test_discarding_and_taking_it_back(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    desk.post(address("discard", reading))
    page = desk.get(address("review", reading)).content.decode()
    assert "Descartado" in page
    assert "disabled" in page
    desk.post(address("restore", reading))
    reading.refresh_from_db()
    assert reading.fate == Fate.WAITING


def test_a_settled_form_takes_no_more_corrections(cast: Cast, desk: Client):
    reading = one_reading(cast.alice)
    desk.post(address("accept", reading), {"as": "draft"})
    assert correct(desk, reading, "city", "Itu")["fate"] == "rejected"


def test_a_form_of_an_edition_that_is_not_there_cannot_be_accepted(cast: Cast, desk: Client):
    cast.operator.editions.filter(number=1).delete()
    reading = one_reading(cast.alice, certain_form(edition=1))
    page = desk.get(address("review", reading)).content.decode()
    assert "da edição 1, que esta operadora não tem" in page
    assert "Aceitar e abrir rascunho" not in page
    assert desk.post(address("accept", reading), {"as": "draft"}).status_code == 409


def test_the_others_are_not_found(cast: Cast):
    reading = one_reading(cast.alice)
    outsider = signed_in(cast.charlie)
    for what in ("correct", "save", "accept", "match", "discard", "restore"):
        assert outsider.post(address(what, reading), {"field": "city"}).status_code == 404
    assert outsider.get(address("review", reading)).status_code == 404
    for what, pk in (
        ("batch", reading.file.batch_id),
        ("next", reading.file.batch_id),
        ("original", reading.file_id),
    ):
        assert outsider.get(reverse(f"import-{what}", args=[pk])).status_code == 404
    reading.refresh_from_db()
    assert (reading.fate, reading.corrections) == (Fate.WAITING, [])


def test_the_page_costs_the_same_however_many_contacts_there_are(
    cast: Cast, desk: Client, django_assert_max_num_queries
):
    reading = one_reading(cast.alice)
    with django_assert_max_num_queries(14):
        desk.get(address("review", reading))


def test_a_further_contact_is_not_on_the_paper_and_nothing_of_paper_is_said_of_it(cast: Cast, desk: Client):
    reading = paper_reading(cast.alice, confidence={"contacts": 0.92, "contacts.1.note": 0.92})
    page = desk.get(address("review", reading)).content.decode()
    blank = page[page.index("Falta um contato que está no papel") : page.index('id="f-actions"')]
    assert 'name="contacts.2.note"' in blank
    assert "Leitura incerta" in page
    assert "Leitura incerta" not in blank
    assert "(em branco)" not in blank


def test_a_contact_in_other_words_stands_beside_the_cases_and_would_take_its_place(cast: Cast, desk: Client):
    typed = {"on": "02/03/2026", "note": "Falei com a recepcao; mantém a decisão."}
    make_draft(cast.operator, cast.alice, contacts=[(1, typed)])
    page = desk.get(address("review", one_reading(cast.alice))).content.decode()
    assert f'data-label="Processo" class="as-typed">{typed["note"]}</td>' in page
    assert 'value="contacts.1"> <span>Trocar pelo do papel<' in page
