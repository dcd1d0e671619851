"""Doubts that nobody has looked at: said before a form becomes a case, and of the case ever after."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.intake.actions.confirm_field import confirm_field
from vinculo.intake.models import Fate, FormReading
from vinculo.intake.tests.form_files import one_reading
from vinculo.intake.tests.paper_readings import THREE_UNSURE, paper_reading


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(cast: Cast) -> Client:
    return signed_in(cast.alice)


def accept(desk: Client, reading: FormReading, **sent: str) -> str:
    answer = desk.post(reverse("import-accept", args=[reading.pk]), {"as": "draft", **sent}, follow=True)
    return answer.content.decode()


def of_case(desk: Client, name: str, case: Case) -> str:
    return desk.get(reverse(name, args=[case.pk])).content.decode()


def test_no_case_is_made_over_open_doubts_before_somebody_has_said_so(cast: Cast, desk: Client):
    reading = paper_reading(cast.alice, confidence=THREE_UNSURE)
    asked = accept(desk, reading, provider="0")
    assert "3 dúvidas ainda não foram conferidas" in asked
    assert "<strong>Nome dentista</strong>: Lido sem muita certeza. Confira." in asked
    assert '<input type="hidden" name="provider" value="0">' in asked
    assert not Case.objects.exists()
    # One more has come in meanwhile: who said yes to two has not said yes to three.
    assert "3 dúvidas ainda" in accept(desk, reading, unchecked="2")

    accept(desk, reading, unchecked="3")

    case = Case.objects.get()
    assert AuditEntry.objects.get(action="form.accepted").detail["unchecked"] == 3
    assert "3 dúvidas não conferidas" in of_case(desk, "case-paper", case)
    assert of_case(desk, "case-paper", case).count("Não conferido</span>") == 3
    assert "3 dúvidas não conferidas" in of_case(desk, "case-lookalikes", case)


def test_a_doubted_field_in_which_nobody_types_is_named(cast: Cast, desk: Client):
    accept(desk, paper_reading(cast.alice, confidence={"operator": 0.6}), unchecked="1")
    assert "Operadora: Lido sem muita certeza." in of_case(desk, "case-paper", Case.objects.get())


def test_what_was_looked_at_is_asked_no_more_and_told_of_the_others_alone(cast: Cast, desk: Client):
    reading = paper_reading(cast.alice, confidence=THREE_UNSURE)
    for field in ("lives", "dentist_name"):
        confirm_field(reading=reading, field=field, actor=actor_of(cast.alice), now=NOW)
    accept(desk, reading, unchecked="1")
    page = of_case(desk, "case-paper", Case.objects.get())
    assert "1 dúvida não conferida<" in page
    assert page.count("Não conferido</span>") == 1


def test_a_form_without_doubts_is_accepted_by_one_click(cast: Cast, desk: Client):
    accept(desk, one_reading(cast.alice))
    case = Case.objects.get()
    assert "não conferida" not in of_case(desk, "case-paper", case) + of_case(desk, "case-lookalikes", case)


def test_a_sheet_that_found_its_case_by_its_code_was_tied_to_it_by_nobody(cast: Cast, desk: Client):
    reading = paper_reading(cast.alice)
    case = make_draft(cast.operator, cast.alice)
    settled = FormReading.objects.filter(pk=reading.pk)
    settled.update(fate=Fate.MATCHED, case=case, settled_at=NOW)
    by_code = f"pelo código da folha, no arquivo enviado por {cast.alice.name}"
    assert f"ligado a este processo {by_code}" in of_case(desk, "case-paper", case)
    assert by_code in desk.get(reverse("import-review", args=[reading.pk])).content.decode()
    settled.update(settled_by=cast.alice)
    assert f"ligado a este processo por {cast.alice.name}" in of_case(desk, "case-paper", case)
