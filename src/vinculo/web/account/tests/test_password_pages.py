from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vinculo.accounts.actions.users import deactivate_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.mail import Letter
from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import PASSWORD, Cast, signed_in
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due
from vinculo.web.account.emails import EmailPlanner

NEW_PASSWORD = "outra-frase-bem-longa"


def work() -> None:
    run_due(timezone.now() + dt.timedelta(seconds=1))


def ask(email: str):
    return Client().post(reverse("password-forgotten"), {"email": email})


def link_in_mailbox() -> str:
    found = re.search(r"http://testserver(/senha/definir/\S+)", str(mail.outbox[-1].body))
    assert found, "no link in the e-mail"
    return found[1]


def test_from_forgotten_to_signed_in(cast: Cast) -> None:
    ask("Alice@odontolife.example")
    assert mail.outbox == []
    work()
    letter = mail.outbox[0]
    assert letter.to == [cast.alice.email]
    assert letter.subject == "Nova senha do Vínculo"
    assert "Alice Nogueira," in letter.body
    assert "{" not in letter.body

    client = Client()
    link = link_in_mailbox()
    assert "Alice Nogueira" in client.get(link).content.decode()
    done = client.post(link, {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    assert done["Location"] == reverse("sign-in")
    assert client.login(username=cast.alice.email, password=NEW_PASSWORD)

    again = client.post(link, {"password": PASSWORD, "repeated": PASSWORD})
    assert again.status_code == 404
    assert "já foi usado" in again.content.decode()


def test_the_row_holds_whom_and_which_letter_but_no_words(cast: Cast) -> None:
    ask(cast.alice.email)
    row = OutboxRow.objects.get()
    assert row.kind == "email"
    assert row.payload == {
        "recipient": cast.alice.pk,
        "template": "password_reset",
        "origin": "http://testserver",
    }


def test_nobody_learns_whether_an_address_has_an_account(cast: Cast) -> None:
    deactivate_user(user=cast.beto, actor=Actor.system(), now=timezone.now())
    pages = {
        re.sub(r"<strong.*?</strong>|csrf\S+", "", ask(email).content.decode())
        for email in (cast.alice.email, cast.beto.email, "nobody@odontolife.example")
    }
    assert len({re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page) for page in pages}) == 1
    assert OutboxRow.objects.count() == 1


def test_who_was_deactivated_meanwhile_gets_no_letter(cast: Cast) -> None:
    ask(cast.alice.email)
    deactivate_user(user=cast.alice, actor=Actor.system(), now=timezone.now())
    work()
    assert mail.outbox == []
    assert OutboxRow.objects.get().state == OutboxRow.State.GIVEN_UP


def test_two_different_passwords_are_not_saved(cast: Cast) -> None:
    ask(cast.alice.email)
    work()
    response = Client().post(link_in_mailbox(), {"password": NEW_PASSWORD, "repeated": "outra"})
    assert response.status_code == 422
    assert "não são iguais" in response.content.decode()
    cast.alice.refresh_from_db()
    assert cast.alice.check_password(PASSWORD)


def test_a_weak_password_is_told_beside_its_field(cast: Cast) -> None:
    ask(cast.alice.email)
    work()
    response = Client().post(link_in_mailbox(), {"password": "123", "repeated": "123"})
    assert response.status_code == 422
    assert response.context["form"].errors["password"]


def test_a_broken_link_says_what_to_do(cast: Cast) -> None:
    response = Client().get(reverse("password-set", args=["MQ", "abc-def"]))
    assert response.status_code == 404
    assert reverse("password-forgotten") in response.content.decode()


def test_the_own_password_is_changed_and_this_session_goes_on(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.alice), signed_in(cast.alice)
    given = {"current": PASSWORD, "password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    assert here.post(reverse("account"), given)["Location"] == reverse("account")
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302
    assert AuditEntry.objects.filter(action="account.password_changed").count() == 1


def test_a_wrong_current_password_is_told_beside_its_field(cast: Cast) -> None:
    given = {"current": "errada", "password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    response = signed_in(cast.alice).post(reverse("account"), given)
    assert response.context["form"].errors["current"] == ["A senha atual não confere."]


def test_the_account_page_shows_ones_roles(cast: Cast) -> None:
    page = signed_in(cast.charlie).get(reverse("account")).content.decode()
    assert "SORRISO CLARO" in page
    assert "Consultor de relacionamento, Supervisor" in page
    assert "ODONTOLIFE" not in page


@pytest.mark.parametrize("letter", Letter)
def test_every_letter_can_be_written(cast: Cast, letter: Letter) -> None:
    User.objects.filter(pk=cast.alice.pk).update(name="Alice D'Ávila & Cia")
    EmailPlanner("https://vinculo.example")(recipient=cast.alice, letter=letter, now=timezone.now())
    work()
    assert "Alice D'Ávila & Cia," in mail.outbox[0].body
    assert "https://vinculo.example/" in mail.outbox[0].body
    assert "\n" not in mail.outbox[0].subject
