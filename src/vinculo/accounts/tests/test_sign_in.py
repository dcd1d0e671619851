from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actions.sign_in import (
    FAILURES_OF_ACCOUNT,
    FAILURES_OF_ADDRESS,
    WINDOW,
    UnableToSignIn,
    sign_in,
)
from vinculo.accounts.actions.users import deactivate_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import PASSWORD, Cast
from vinculo.accounts.tests.moments import MINUTE, NOW

ALICE = "alice@odontolife.example"
UNKNOWN = "nobody@odontolife.example"


def attempt(
    email: str = ALICE, password: str = "wrong", now: dt.datetime = NOW, address: str = "192.0.2.7"
) -> User:
    return sign_in(email=email, password=password, address=address, now=now)


def refusal(email: str = ALICE, **given) -> str:
    with pytest.raises(UnableToSignIn) as refused:
        attempt(email, **given)
    return refused.value.message


@pytest.mark.parametrize("email", [ALICE, "Alice@OdontoLife.example", f"  {ALICE} "])
def test_the_email_is_read_without_case(cast: Cast, email: str) -> None:
    assert attempt(email, PASSWORD) == cast.alice


def test_unknown_wrong_and_inactive_are_told_the_same(cast: Cast) -> None:
    deactivate_user(user=cast.beto, actor=Actor.system(), now=NOW)
    told = {
        refusal(),
        refusal(UNKNOWN),
        refusal(cast.beto.email, password=PASSWORD),
        refusal("", password=""),
    }
    assert len(told) == 1


def test_going_well_and_failing_are_kept(cast: Cast) -> None:
    refusal()
    attempt(password=PASSWORD)
    refusal(UNKNOWN)
    lines = AuditEntry.objects.filter(action__startswith="account.").order_by("pk")
    assert list(lines.values_list("action", "actor", "subject_kind")) == [
        ("account.sign_in_failed", None, "user"),
        ("account.signed_in", cast.alice.pk, "user"),
        ("account.sign_in_failed", None, "sign_in"),
    ]
    assert UNKNOWN not in str(list(lines.values()))


@pytest.mark.parametrize("email", [ALICE, UNKNOWN])
def test_repeated_failures_rest_the_account_known_or_not(cast: Cast, email: str) -> None:
    for number in range(FAILURES_OF_ACCOUNT):
        assert "não conferem" in refusal(email, now=NOW + number * MINUTE)
    assert "espere até 09:15" in refusal(email, now=NOW + 10 * MINUTE)
    assert "espere até" in refusal(email, password=PASSWORD, now=NOW + WINDOW - MINUTE)
    assert "não conferem" in refusal(email, now=NOW + WINDOW)


def test_after_the_pause_the_right_password_opens(cast: Cast) -> None:
    for _ in range(FAILURES_OF_ACCOUNT):
        refusal()
    refusal(password=PASSWORD)
    assert attempt(password=PASSWORD, now=NOW + WINDOW) == cast.alice


def test_a_pause_does_not_fill_the_log_nor_last_forever(cast: Cast) -> None:
    for _ in range(FAILURES_OF_ACCOUNT + 20):
        refusal()
    counted = AuditEntry.objects.filter(action__startswith="account.")
    assert counted.filter(action="account.sign_in_failed").count() == FAILURES_OF_ACCOUNT
    assert counted.filter(action="account.sign_in_blocked").count() == 1


def test_one_account_at_rest_leaves_the_others_alone(cast: Cast) -> None:
    for _ in range(FAILURES_OF_ACCOUNT + 1):
        refusal()
    assert attempt(cast.bob.email, PASSWORD) == cast.bob


def test_signing_in_forgets_the_failures_before(cast: Cast) -> None:
    for _ in range(FAILURES_OF_ACCOUNT - 1):
        refusal()
    attempt(password=PASSWORD, now=NOW + MINUTE)
    assert "não conferem" in refusal(now=NOW + 2 * MINUTE)
    assert attempt(password=PASSWORD, now=NOW + 3 * MINUTE) == cast.alice


def test_one_address_that_tries_many_names_rests_too(cast: Cast) -> None:
    for number in range(FAILURES_OF_ADDRESS):
        refusal(f"guess{number}@odontolife.example")
    assert "espere até" in refusal(password=PASSWORD)
    assert attempt(password=PASSWORD, address="198.51.100.9") == cast.alice
