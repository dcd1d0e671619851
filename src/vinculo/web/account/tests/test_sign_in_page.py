from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from vinculo.accounts.actions.sign_in import FAILURES_OF_ACCOUNT
from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import PASSWORD, Cast, signed_in

SIGN_IN = "/entrar/"


def send(client: Client, **given: str):
    return client.post(SIGN_IN, {"email": "alice@odontolife.example", "password": PASSWORD, **given})


def test_signing_in_opens_today(cast: Cast) -> None:
    client = Client()
    response = send(client, email="ALICE@odontolife.example")
    assert (response.status_code, response["Location"]) == (302, reverse("today"))
    assert client.session["_auth_user_id"] == str(cast.alice.pk)


def test_a_closed_page_leads_through_the_sign_in_and_back(cast: Cast) -> None:
    client = Client()
    page = f"{reverse('case-list')}?situacao=aberto"
    to_sign_in = client.get(page)
    assert to_sign_in.status_code == 302
    form = client.get(to_sign_in["Location"])
    assert "Sua sessão terminou" not in form.content.decode()
    assert send(client, next=form.context["next"])["Location"] == page


def test_an_ended_session_says_so_and_keeps_where_one_was(cast: Cast) -> None:
    client = Client()
    send(client)
    client.session.flush()
    to_sign_in = client.get(reverse("account"))
    form = client.get(to_sign_in["Location"])
    assert "Sua sessão terminou" in form.content.decode()
    assert send(client, next=form.context["next"])["Location"] == reverse("account")


def test_who_signed_out_is_not_told_that_the_session_ended(cast: Cast) -> None:
    client = Client()
    send(client)
    assert client.post(reverse("sign-out"))["Location"] == SIGN_IN
    form = client.get(client.get(reverse("account"))["Location"])
    assert "Sua sessão terminou" not in form.content.decode()
    assert AuditEntry.objects.filter(action="account.signed_out", actor=cast.alice).count() == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(cast: Cast, elsewhere: str) -> None:
    assert send(Client(), next=elsewhere)["Location"] == reverse("today")


def test_what_was_typed_stays_but_the_password(cast: Cast) -> None:
    response = send(Client(), password="errada-errada")
    page = response.content.decode()
    assert response.status_code == 422
    assert "E-mail ou senha não conferem" in page
    assert 'value="alice@odontolife.example"' in page
    assert "errada-errada" not in page


def test_repeated_failures_rest_the_account(cast: Cast) -> None:
    client = Client()
    for _ in range(FAILURES_OF_ACCOUNT):
        send(client, password="errada-errada")
    assert "espere até" in send(client).content.decode()


def test_signing_out_needs_a_post(cast: Cast) -> None:
    client = signed_in(cast.alice)
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.get(reverse("account")).status_code == 200


def test_who_is_signed_in_already_goes_on(cast: Cast) -> None:
    assert signed_in(cast.alice).get(SIGN_IN)["Location"] == reverse("today")


def test_forms_without_their_token_are_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(client).status_code == 403


def token_on(client: Client, page: str) -> str:
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', client.get(page).content.decode())
    assert found is not None
    return found[1]


def signs_in_for_real(client: Client, user: User) -> None:
    send(client, email=user.email, csrfmiddlewaretoken=token_on(client, SIGN_IN))


def test_the_page_left_open_still_saves_after_signing_in_again(cast: Cast) -> None:
    client, page = Client(enforce_csrf_checks=True), reverse("account")
    signs_in_for_real(client, cast.alice)
    left_open = {"csrfmiddlewaretoken": token_on(client, page)}
    client.session.flush()
    signs_in_for_real(client, cast.alice)
    assert client.post(page, left_open).status_code == 422
    client.session.flush()
    signs_in_for_real(client, cast.alice)
    assert client.post(page, left_open).status_code == 422


def test_but_not_for_somebody_else_nor_after_signing_out(cast: Cast) -> None:
    client, page = Client(enforce_csrf_checks=True), reverse("account")
    signs_in_for_real(client, cast.alice)
    left_open = {"csrfmiddlewaretoken": token_on(client, page)}
    client.session.flush()
    signs_in_for_real(client, cast.bob)
    assert client.post(page, left_open).status_code == 403

    of_bob = {"csrfmiddlewaretoken": token_on(client, page)}
    client.post(reverse("sign-out"), of_bob)
    signs_in_for_real(client, cast.bob)
    assert client.post(page, of_bob).status_code == 403


def test_a_planted_token_is_not_kept(cast: Cast) -> None:
    client, page = Client(enforce_csrf_checks=True), reverse("account")
    signs_in_for_real(client, cast.alice)
    client.session.flush()
    client.cookies["csrftoken"] = "a" * 32
    signs_in_for_real(client, cast.alice)
    assert client.cookies["csrftoken"].value != "a" * 32
    assert client.post(page, {"csrfmiddlewaretoken": "a" * 32}).status_code == 403
