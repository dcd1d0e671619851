"""Tarefas over HTTP: asking from a case, the queue, the answer and who learns of it, what nobody may see."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_user, signed_in
from vinculo.cases.actions.attachments import add_attachment, void_attachment
from vinculo.cases.models import Attachment, Case
from vinculo.cases.tests.case_files import NOW
from vinculo.cases.tests.test_attachments import picture
from vinculo.consequences.actions.move_task import answer_task
from vinculo.consequences.actions.remind_sectors import remind_sectors
from vinculo.consequences.models import SectorTask
from vinculo.consequences.task_states import TaskState
from vinculo.consequences.tests.asked_sectors import A_DAY, ask, open_case


def shown(user: User, name: str, *args: int, **query: str) -> str:
    answer = signed_in(user).get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(user: User, name: str, pk: int, **data: object):
    return signed_in(user).post(reverse(name, args=[pk]), data)


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_case(cast, "it")


def test_pressing_responder_tells_the_consultant(cast: Cast, case: Case):
    task = ask(case, cast.alice)
    page = shown(cast.sara, "task-page", task.pk)
    (action,) = re.findall(r'action="([^"]+/responder/)"', page)
    answer = signed_in(cast.sara).post(action, {"text": "O token foi refeito."}, follow=True)
    assert "O consultor do processo foi avisado" in answer.content.decode()
    assert 'bell__count">1<' in shown(cast.alice, "notices-bell")
    notices = shown(cast.alice, "notices")
    assert "Sara Tavares respondeu por T.I." in notices
    assert reverse("task-page", args=[task.pk]) in notices
    assert "O token foi refeito." in shown(cast.alice, "task-page", task.pk)
    assert "T.I.: tarefa respondida" in shown(cast.alice, "case-page", case.pk)
    assert "bell__count" not in shown(cast.beto, "notices-bell")


def test_a_sector_is_asked_from_the_case(cast: Cast, case: Case):
    page = shown(cast.alice, "case-ask", case.pk)
    assert page.index("T.I.") < page.index("Comercial")
    assert "Renata Queiroz Lima, de Jundiaí/SP, relata dificuldade com o sistema" in page
    assert "Ninguém responde por este setor ainda" in shown(
        cast.alice, "case-ask", case.pk, setor="commercial"
    )
    (token,) = re.findall(r'name="token" value="([^"]+)"', page)
    data = {"sector": "it", "text": "Vejam o token.", "fact": "city", "days": "1", "owner": cast.sara.pk}
    for _ in range(2):
        answer = sent(cast.alice, "case-ask", case.pk, token=token, holds_case="1", **data)
        assert answer["Location"].endswith("#tasks")
    task = SectorTask.objects.get()
    assert (task.owner, task.facts, task.holds_case) == (cast.sara, ["city"], True)
    beside = shown(cast.alice, "case-tasks", case.pk)
    assert "o processo espera" in beside
    assert "Vejam o token." in beside
    assert "passou uma tarefa de T.I. para você" in shown(cast.sara, "notices")


def test_what_was_typed_stands_again_where_a_request_is_refused(cast: Cast, case: Case):
    answer = sent(
        cast.alice, "case-ask", case.pk, sector="it", text="Vejam o token.", days="900", fact="cnpj"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "O prazo vai de 1 a 60 dias úteis" in page
    assert ">Vejam o token.</textarea>" in page
    assert re.findall(r'name="fact" value="(\w+)" checked', page) == ["cnpj"]


def test_a_member_of_the_sector_sees_what_the_task_needs_and_nothing_else(cast: Cast, case: Case):
    actor = actor_of(cast.alice)
    kept: dict[str, Any] = {"largest": 9_999, "actor": actor, "now": NOW}
    shown_file = add_attachment(case=case, name="tela.png", content=picture(), **kept)
    hidden_file = add_attachment(case=case, name="carta.txt", content=b"Prezados,", **kept)
    task = ask(case, cast.alice, facts=["registration"], attachment_ids=[shown_file.pk])
    page = shown(cast.sara, "task-page", task.pk) + shown(cast.sara, "task-list")
    for seen in ("Renata Queiroz Lima", "CRO-SP 12345", "tela.png", "O token não chega."):
        assert seen in page
    for unseen in (
        "Jundiaí",
        "898.412",
        "53.068.087",
        "Mantém a decisão",
        "carta.txt",
        f"/processos/{case.pk}/",
    ):
        assert unseen not in page
    client = signed_in(cast.sara)
    assert client.get(reverse("task-file", args=[task.pk, shown_file.pk])).status_code == 200
    assert client.get(reverse("task-file", args=[task.pk, hidden_file.pk])).status_code == 404
    for name, args in (
        ("case-page", [case.pk]),
        ("case-tasks", [case.pk]),
        ("case-ask", [case.pk]),
        ("case-attachment", [case.pk, shown_file.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404
    assert AuditEntry.objects.filter(actor=cast.sara, detail__what="task", subject_id=str(case.pk)).exists()
    void_attachment(case=case, attachment_id=shown_file.pk, actor=actor, now=NOW)
    assert client.get(reverse("task-file", args=[task.pk, shown_file.pk])).status_code == 404


def test_another_sector_and_another_operator_find_no_such_task(cast: Cast, case: Case):
    other = make_user(
        "caio@odontolife.example", "Caio Brandão", cast.operator, Role.SECTOR_MEMBER, sector="commercial"
    )
    twin = make_user(
        "igor@sorrisoclaro.example", "Igor Pinho", cast.other_operator, Role.SECTOR_MEMBER, sector="it"
    )
    task = ask(case, cast.alice)
    for user in (other, twin, cast.charlie, cast.adam):
        assert signed_in(user).get(reverse("task-page", args=[task.pk])).status_code == 404
        for name in ("task-claim", "task-answer", "task-accept", "task-cancel"):
            assert sent(user, name, task.pk, text="x", reason="x").status_code == 404
    for user in (other, twin, cast.charlie):
        assert "O token não chega." not in shown(user, "task-list")
    task.refresh_from_db()
    assert task.state == TaskState.OPEN


def test_who_sees_no_personal_data_sees_no_file(cast: Cast, case: Case):
    kept = add_attachment(
        case=case, name="a.png", content=picture(), largest=9_999, actor=actor_of(cast.alice), now=NOW
    )
    task = ask(case, cast.alice, attachment_ids=[kept.pk])
    path = reverse("task-file", args=[task.pk, kept.pk])
    assert path not in shown(cast.nina, "task-page", task.pk)
    assert signed_in(cast.nina).get(path).status_code == 404


def test_a_refused_file_leaves_the_text_in_its_field_and_nothing_is_answered(cast: Cast, case: Case):
    task = ask(case, cast.alice)
    bad = SimpleUploadedFile("programa.exe", b"MZ\x90\x00")
    answer = sent(cast.sara, "task-answer", task.pk, text="Segue a tela.", file=bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "não é de um tipo que se guarda aqui" in page
    assert ">Segue a tela.</textarea>" in page
    good = SimpleUploadedFile("tela.png", picture())
    assert sent(cast.sara, "task-answer", task.pk, text="", file=good).status_code == 302
    assert Attachment.objects.get(case=case).added_by == cast.sara
    assert "tela.png" in shown(cast.alice, "task-page", task.pk)


def test_the_queue_has_its_shelves_each_with_its_number(cast: Cast, case: Case):
    late = ask(case, cast.alice, text="Atrasada há tempo.")
    later = ask(case, cast.alice, text="Sem pressa.", days=60)
    SectorTask.objects.filter(pk=later.pk).update(due_on="2999-01-01")
    answered = ask(case, cast.beto, text="Já respondida.")
    answer_task(task=answered, text="Pronto.", actor=actor_of(cast.sara), now=NOW)
    queue = shown(cast.sara, "task-list")
    assert queue.index("Atrasada há tempo.") < queue.index("Sem pressa.")
    assert "Já respondida." not in queue
    for said in ("Em aberto (2)", "Atrasadas (1)", "Respondidas (1)", "<strong>Atrasada</strong>: venceu há"):
        assert said in queue
    signed_in(cast.sara).post(reverse("task-claim", args=[late.pk]), {"owner": ""})
    assert "com você" in shown(cast.sara, "task-list", mostrar="mine")
    asked = shown(cast.alice, "task-list")
    assert asked.index("<strong>Resposta:</strong> Pronto.") < asked.index("Atrasada há tempo.")
    assert "Já respondida." not in shown(cast.alice, "task-list", setor="commercial")
    assert "Nenhuma tarefa encerrada" in shown(cast.alice, "task-list", mostrar="ended")


def test_what_several_people_are_told_is_one_line_in_the_timeline(cast: Cast, case: Case):
    make_user("rui@odontolife.example", "Rui Prates", cast.operator, Role.SUPERVISOR)
    ask(case, cast.alice)
    assert remind_sectors(now=NOW + 10 * A_DAY) == 1
    assert "avisa: T.I. não respondeu no prazo" in shown(cast.bob, "notices")
    assert shown(cast.bob, "case-page", case.pk).count("T.I.: prazo vencido, supervisor avisado") == 1


def test_lists_and_pages_take_few_queries_however_much_there_is(
    cast: Cast, case: Case, django_assert_max_num_queries
):
    tasks = [ask(case, cast.alice, text=f"Pedido {number}") for number in range(12)]
    clients: list[Client] = [signed_in(cast.sara), signed_in(cast.alice)]
    for client in clients:
        with django_assert_max_num_queries(7):
            client.get(reverse("task-list"))
        with django_assert_max_num_queries(8):
            client.get(reverse("task-page", args=[tasks[0].pk]))
    with django_assert_max_num_queries(5):
        clients[1].get(reverse("case-tasks", args=[case.pk]))


def test_files_that_a_script_sends_are_kept_one_by_one_and_drawn(cast: Cast, case: Case):
    task = ask(case, cast.alice)
    address = reverse("task-answer", args=[task.pk])
    client = signed_in(cast.sara)
    good = SimpleUploadedFile("captura.png", picture(), content_type="image/png")
    (told,) = client.post(address, {"file": good}, HTTP_ACCEPT="application/json").json()["files"]
    assert (told["tone"], told["message"]) == ("success", "“captura.png” anexado.")
    assert reverse("task-file", args=[task.pk, Attachment.objects.get().pk]) in told["html"]
    empty = SimpleUploadedFile("nada.png", b"")
    (told,) = client.post(address, {"file": empty}, HTTP_ACCEPT="application/json").json()["files"]
    assert told["tone"] == "error"
    assert SectorTask.objects.get().is_open
    page = shown(cast.sara, "task-page", task.pk)
    assert page.index("data-drop-files") < page.index("captura.png") < page.index('id="answer-files"')


def test_a_request_is_said_otherwise_on_its_page(cast: Cast, case: Case):
    task = ask(case, cast.alice)
    assert "fez um pedido a T.I.: a tarefa está na fila" in shown(cast.sara, "notices")
    refused = sent(cast.alice, "task-edit", task.pk, text="Vejam o portal.", due_on="31/02/2026")
    assert refused.status_code == 422
    assert "Vejam o portal." in refused.content.decode()
    due = task.due_on.strftime("%d/%m/%Y")
    assert sent(cast.alice, "task-edit", task.pk, text="Vejam o portal.", due_on=due).status_code == 302
    assert "alterou uma tarefa de T.I." in shown(cast.sara, "notices")
    assert "O pedido dizia:" in shown(cast.sara, "task-page", task.pk)
    assert "Alterar o pedido" not in shown(cast.sara, "task-page", task.pk)
