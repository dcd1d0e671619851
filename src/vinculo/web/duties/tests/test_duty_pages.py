"""The checklist of a case, the list of what is due, and Hoje."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Case
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.consequences.duty_states import DutyState
from vinculo.consequences.models import Duty
from vinculo.consequences.tests.asked_sectors import move
from vinculo.outbox.running import run_due


@pytest.fixture
def case(cast: Cast) -> Case:
    """Terminated and signed, long ago: its duties are overdue."""
    case = make_decidable(cast.operator, cast.alice)
    for action, user in (
        (CaseAction.OPEN, cast.alice),
        (CaseAction.DECIDE, cast.alice),
        (CaseAction.SIGN, cast.bob),
    ):
        case = move(case, action, user)
    run_due(NOW)
    return case


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(user: User, name: str, *args: object, **query: str) -> str:
    return client_of(user).get(reverse(name, args=args), query).content.decode()


def letter_of(case: Case) -> Duty:
    return Duty.objects.get(case=case, code="signed_letter")


def test_a_duty_is_done_with_its_proof_and_stands_so_on_the_page(cast: Cast, case: Case):
    letter = letter_of(case)
    client = client_of(cast.alice)
    refused = client.post(reverse("duty-complete", args=[letter.pk]), {"note": " "})
    assert refused.status_code == 422
    assert "Conte o que foi feito ou anexe o comprovante." in refused.content.decode()
    proof = SimpleUploadedFile("carta.txt", b"Carta de desligamento")
    done = client.post(reverse("duty-complete", args=[letter.pk]), {"note": "Recebida.", "file": proof})
    assert done["Location"].endswith(f"#duty-{letter.pk}")
    letter.refresh_from_db()
    assert letter.state == DutyState.DONE
    page = shown(cast.alice, "case-duties", case.pk)
    assert "carta.txt" in page
    assert "Recebida." in page
    file = client.get(reverse("duty-file", args=[letter.pk, letter.files.get().attachment_id]))
    assert file.getvalue() == b"Carta de desligamento"
    back = client.post(reverse("duty-reopen", args=[letter.pk]), {"reason": "Sem assinatura."})
    assert back.status_code == 302
    assert letter_of(case).is_open


def test_what_was_typed_stands_again_where_it_was_refused(cast: Cast, case: Case):
    letter = letter_of(case)
    file = SimpleUploadedFile("programa.exe", b"MZ\x90\x00")
    answer = client_of(cast.alice).post(
        reverse("duty-complete", args=[letter.pk]), {"note": "Carta recebida hoje", "file": file}
    )
    assert answer.status_code == 422
    assert "Carta recebida hoje</textarea>" in answer.content.decode()
    assert letter_of(case).is_open


def test_hoje_and_the_list_tell_what_is_due_to_its_owner(cast: Cast, case: Case):
    assert "Providências" in shown(cast.alice, "today")
    assert "Carta do prestador assinada" in shown(cast.alice, "duty-list")
    assert "Carta do prestador assinada" not in shown(cast.bob, "duty-list")
    assert "Carta do prestador assinada" in shown(cast.bob, "duty-list", mostrar="late")
    given = {"owner": cast.bob.pk, "due_on": f"{dt.date.today() + dt.timedelta(days=3):%d/%m/%Y}"}  # noqa: DTZ011 - the page's own day
    client_of(cast.alice).post(reverse("duty-give", args=[letter_of(case).pk]), given)
    assert "Carta do prestador assinada" in shown(cast.bob, "duty-list")
    assert "passou uma providência para você" in shown(cast.bob, "notices")


def test_beside_a_case_that_set_nothing_going_there_is_nothing(cast: Cast, case: Case):
    assert "Lista de saída" in shown(cast.alice, "case-duties-beside", case.pk)
    other = make_decidable(cast.operator, cast.alice)
    assert shown(cast.alice, "case-duties-beside", other.pk).strip() == ""


def test_duties_of_another_operator_do_not_exist(cast: Cast, case: Case):
    letter = letter_of(case)
    client = client_of(cast.charlie)
    assert client.get(reverse("case-duties", args=[case.pk])).status_code == 404
    assert client.post(reverse("duty-complete", args=[letter.pk]), {"note": "Feito"}).status_code == 404
    assert "Carta do prestador" not in shown(cast.charlie, "duty-list", mostrar="open")
