from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from vinculo.accounts.actions.passwords import (
    LINKS_AT_MOST,
    LINKS_WINDOW,
    LinkNotValid,
    UnableToSetPassword,
    ask_password_link,
    change_password,
    send_password_link,
    set_password_by_link,
)
from vinculo.accounts.actions.users import deactivate_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.mail import Letter
from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import PASSWORD, Cast, actor_of
from vinculo.accounts.tests.moments import NOW
from vinculo.kernel.refusal import NotPermitted

NEW_PASSWORD = "outra-frase-bem-longa"


class Postbox:
    def __init__(self) -> None:
        self.letters: list[tuple[str, Letter]] = []

    def __call__(self, *, recipient: User, letter: Letter, now: dt.datetime) -> None:
        self.letters.append((recipient.email, letter))


def link_of(user: User) -> tuple[str, str]:
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


def test_a_link_is_planned_for_an_active_account_alone(cast: Cast) -> None:
    postbox = Postbox()
    deactivate_user(user=cast.beto, actor=Actor.system(), now=NOW)
    for email in (" ALICE@odontolife.example", "nobody@odontolife.example", cast.beto.email):
        ask_password_link(email=email, plan_email=postbox, now=NOW)
    assert postbox.letters == [(cast.alice.email, Letter.PASSWORD_RESET)]


def test_nobody_fills_the_postbox_of_another(cast: Cast) -> None:
    postbox = Postbox()
    for _ in range(LINKS_AT_MOST + 5):
        ask_password_link(email=cast.alice.email, plan_email=postbox, now=NOW)
    assert len(postbox.letters) == LINKS_AT_MOST
    ask_password_link(email=cast.alice.email, plan_email=postbox, now=NOW + LINKS_WINDOW)
    assert len(postbox.letters) == LINKS_AT_MOST + 1


def test_a_link_sets_the_password_once(cast: Cast) -> None:
    uid, token = link_of(cast.alice)
    assert set_password_by_link(uid=uid, token=token, password=NEW_PASSWORD, now=NOW) == cast.alice
    cast.alice.refresh_from_db()
    assert cast.alice.check_password(NEW_PASSWORD)
    with pytest.raises(LinkNotValid):
        set_password_by_link(uid=uid, token=token, password=PASSWORD, now=NOW)
    line = AuditEntry.objects.get(action="account.password_changed")
    assert (line.actor, line.detail) == (cast.alice, {})


@pytest.mark.parametrize("uid", ["", "!!", "MQ", "AAAA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_links_that_mean_nothing_are_refused(cast: Cast, uid: str) -> None:
    with pytest.raises(LinkNotValid):
        set_password_by_link(uid=uid, token=link_of(cast.alice)[1], password=NEW_PASSWORD, now=NOW)


def test_the_link_of_a_deactivated_person_opens_nothing(cast: Cast) -> None:
    uid, token = link_of(cast.alice)
    deactivate_user(user=cast.alice, actor=Actor.system(), now=NOW)
    with pytest.raises(LinkNotValid):
        set_password_by_link(uid=uid, token=token, password=NEW_PASSWORD, now=NOW)


@pytest.mark.parametrize("weak", ["", "curta", "alice.nogueira", "1234567890"])
def test_weak_passwords_are_refused_in_portuguese(cast: Cast, weak: str) -> None:
    uid, token = link_of(cast.alice)
    with pytest.raises(UnableToSetPassword) as refused:
        set_password_by_link(uid=uid, token=token, password=weak, now=NOW)
    assert [finding.field for finding in refused.value.findings] == ["password"]
    assert "senha" in refused.value.message.lower()
    cast.alice.refresh_from_db()
    assert cast.alice.check_password(PASSWORD)


def test_the_own_password_is_changed_with_the_current_one(cast: Cast) -> None:
    change_password(actor=actor_of(cast.alice), current=PASSWORD, password=NEW_PASSWORD, now=NOW)
    cast.alice.refresh_from_db()
    assert cast.alice.check_password(NEW_PASSWORD)
    with pytest.raises(UnableToSetPassword) as refused:
        change_password(actor=actor_of(cast.alice), current=PASSWORD, password=PASSWORD, now=NOW)
    assert [finding.field for finding in refused.value.findings] == ["current"]


def test_nobody_signed_in_changes_nothing(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        change_password(actor=Actor.system(), current=PASSWORD, password=NEW_PASSWORD, now=NOW)


def test_an_administrator_has_the_link_sent_to_the_own_people_alone(cast: Cast) -> None:
    postbox = Postbox()
    send_password_link(user=cast.alice, actor=actor_of(cast.adam), plan_email=postbox, now=NOW)
    assert postbox.letters == [(cast.alice.email, Letter.WELCOME)]
    for user, actor in ((cast.charlie, cast.adam), (cast.alice, cast.bob), (cast.alice, cast.charlie)):
        with pytest.raises(NotPermitted):
            send_password_link(user=user, actor=actor_of(actor), plan_email=postbox, now=NOW)
    assert len(postbox.letters) == 1
