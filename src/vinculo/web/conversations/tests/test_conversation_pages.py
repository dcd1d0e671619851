"""The pages of a conversation: bringing it, choosing from it, taking it over; and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import make_draft
from vinculo.intake.models import Conversation, TakenMessage
from vinculo.intake.tests.conversation_files import one_conversation, receive, sample, zipped

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_draft(cast.operator, cast.alice)


@pytest.fixture
def client(alice: User) -> Client:
    return signed_in(alice)


def brings(client: Client, case: Case, content: bytes, name: str = "Conversa.zip") -> Any:
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("conversation-list", args=[case.pk]), {"file": upload})


def page_of(conversation: Conversation, name: str = "conversation-review") -> str:
    return reverse(name, args=[conversation.case_id, conversation.pk])


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_a_file_is_brought_reviewed_and_taken_over(client: Client, case: Case):
    answer = brings(client, case, zipped(sample("android-pt.txt")))
    conversation = Conversation.objects.get()
    assert answer.headers["Location"] == page_of(conversation)
    shown = words(client.get(page_of(conversation)))
    assert "2 contatos a incluir" in shown
    assert "quinta, 26/02/2026" in shown
    assert "Podem me ligar?" in shown
    sent = {
        "said": "1",
        "us": "1",
        "first": "2",
        "last": "15",
        "group": "day",
        "kept": "1",
        "keep": ["2", "8"],
    }
    taken = client.post(page_of(conversation, "conversation-accept"), sent, follow=True)
    assert "2 contatos incluídos, com 13 mensagens." in words(taken)
    assert case.contacts.count() == 2
    again = words(client.get(page_of(conversation)))
    assert "Tudo o que a conversa diz já faz parte do processo." in again
    assert "data-take" not in again


def test_a_choice_is_answered_with_the_piece_alone(client: Client, case: Case, alice: User):
    conversation = receive(case, alice, sample("android-pt.txt"))
    sent = {"said": "1", "us": "1", "set_first": "8", "first": "2", "last": "15", "from": "24/02/2026"}
    shown = words(client.get(page_of(conversation), sent, headers=HTMX))
    assert "<html" not in shown
    assert "1 contato a incluir" in shown
    assert 'name="first" value="8"' in shown
    assert 'value="26/02/2026"' in shown


def test_nobody_is_named_in_an_address(client: Client, case: Case, alice: User):
    conversation = receive(case, alice, sample("android-pt.txt"))
    form = words(client.get(page_of(conversation))).split('id="choice"')[1].split("</form>")[0]
    assert 'name="us" value="1"' in form
    assert 'value="Alice' not in form


def test_two_readings_of_the_dates_are_asked_about_and_nothing_is_offered_until_then(
    client: Client, case: Case, alice: User
):
    conversation = receive(case, alice, "03/02/2026 09:00 - Alice Nogueira: oi\n03/02/2026 09:05 - R: oi\n")
    shown = words(client.get(page_of(conversation)))
    assert "3 de fevereiro" in shown
    assert "2 de março" in shown
    assert "data-take" not in shown
    told = words(client.get(page_of(conversation), {"dates": "month"}))
    assert "02/03/2026" in told
    assert "data-take" in told


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"uma carta", "não é uma conversa exportada"),
        (b"", "arquivo"),
        (zipped(b"\x00" * 30_000_000), "recusado por segurança"),
    ],
    ids=["letter", "empty", "bomb"],
)
def test_what_cannot_be_read_is_told_and_not_kept(client: Client, case: Case, content: bytes, sentence: str):
    answer = brings(client, case, content)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Conversation.objects.exists()


def test_a_missing_file_is_told(client: Client, case: Case):
    answer = client.post(reverse("conversation-list", args=[case.pk]))
    assert "Nenhum arquivo chegou" in words(answer)


def test_garbage_in_the_address_is_no_failure(client: Client, case: Case, alice: User):
    conversation = one_conversation(case, alice)
    garbage = {
        "first": "9" * 30,
        "last": "-1",
        "us": ["x", "99"],
        "from": "31/02",
        "start": "4000",
        "said": "1",
    }
    assert client.get(page_of(conversation), garbage).status_code == 200


def test_a_picture_is_shown_and_nothing_else_of_the_file(client: Client, case: Case, alice: User):
    conversation = one_conversation(case, alice)
    picture = client.get(reverse("conversation-medium", args=[case.pk, conversation.pk, 1]))
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    for place in (0, 2):
        path = reverse("conversation-medium", args=[case.pk, conversation.pk, place])
        assert client.get(path).status_code == 404


def test_a_long_conversation_is_drawn_a_part_at_a_time(client: Client, case: Case, alice: User):
    text = "".join(f"25/02/2026 09:{n % 60:02} - {'AR'[n % 2]}: nº {n}\n" for n in range(500))
    conversation = receive(case, alice, text)
    shown = words(client.get(page_of(conversation), {"start": "200"}))
    assert shown.count('class="bubble__body"') == 200
    assert "Mais antigas" in shown
    assert "Mais novas" in shown


def test_it_does_not_exist_for_another_operator_nor_from_another_case(cast: Cast, case: Case):
    conversation = one_conversation(case, cast.alice)
    other = make_draft(cast.operator, cast.alice)
    names = ("conversation-review", "conversation-original")
    for name in names:
        assert signed_in(cast.charlie).get(page_of(conversation, name)).status_code == 404
        path = reverse(name, args=[other.pk, conversation.pk])
        assert signed_in(cast.alice).get(path).status_code == 404
    assert signed_in(cast.charlie).post(page_of(conversation, "conversation-accept")).status_code == 404
    assert brings(signed_in(cast.charlie), case, sample("android-pt.txt")).status_code == 404
    assert signed_in(cast.nina).get(reverse("conversation-list", args=[case.pk])).status_code == 403
    assert case.contacts.count() == 0


def test_a_conversation_is_left_aside_and_brought_back(client: Client, case: Case, alice: User):
    conversation = one_conversation(case, alice)
    conversations = reverse("conversation-list", args=[case.pk])
    assert "a conferir" in words(client.get(conversations))
    told = words(client.post(page_of(conversation, "conversation-aside"), follow=True))
    assert "Conversa deixada de lado." in told
    assert page_of(conversation, "conversation-back") in told
    assert "a conferir" not in told
    back = words(client.post(page_of(conversation, "conversation-back"), follow=True))
    assert "a conferir" in back
    sent = {"said": "1", "us": "1", "first": "0", "last": "99", "kept": "1", "keep": ["0"]}
    client.post(page_of(conversation, "conversation-accept"), sent)
    assert TakenMessage.objects.filter(conversation=conversation).exists()
    refused = client.post(page_of(conversation, "conversation-aside"))
    assert refused.status_code == 409
    assert "já está no processo" in words(refused)
