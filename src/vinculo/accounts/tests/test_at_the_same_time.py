"""Two people, or a hundred guesses, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from vinculo.accounts.actions.memberships import RoleGrant, UnableToChangeMemberships, change_memberships
from vinculo.accounts.actions.sign_in import FAILURES_OF_ACCOUNT, UnableToSignIn, sign_in
from vinculo.accounts.actions.users import create_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry, Membership, User
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_cast, make_user
from vinculo.accounts.tests.moments import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def at_once(*calls: Callable[[], object]) -> list[BaseException | None]:
    """Runs the calls in threads of their own; what each raised."""

    def run(call: Callable[[], object]) -> BaseException | None:
        try:
            call()
        except Exception as error:  # handed back to the test
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_two_administrators_cannot_both_remove_the_other_as_the_last_one(cast: Cast) -> None:
    eva = make_user("eva@odontolife.example", "Eva Castro", cast.operator, Role.ADMINISTRATOR)

    def remove(user, actor: Actor) -> Callable[[], None]:
        return lambda: change_memberships(user=user, grants={cast.operator.pk: []}, actor=actor, now=NOW)

    raised = at_once(remove(eva, actor_of(cast.adam)), remove(cast.adam, actor_of(eva)))
    assert sorted(str(type(error).__name__) for error in raised) == ["NoneType", "UnableToChangeMemberships"]
    assert any(isinstance(error, UnableToChangeMemberships) for error in raised)
    assert Membership.objects.filter(operator=cast.operator, role=Role.ADMINISTRATOR).count() == 1


def test_one_email_added_twice_at_once_is_one_account(cast: Cast) -> None:
    grants = {cast.operator.pk: [RoleGrant(Role.CONSULTANT)]}

    def add() -> None:
        create_user(email="eva@odontolife.example", name="Eva", grants=grants, actor=Actor.system(), now=NOW)

    raised = at_once(*[add] * 4)
    assert sorted(type(error).__name__ for error in raised) == ["NoneType"] + ["UnableToSaveUser"] * 3
    assert User.objects.filter(email="eva@odontolife.example").count() == 1


def test_guesses_at_once_are_counted_one_by_one(cast: Cast) -> None:
    def guess() -> None:
        sign_in(email=cast.alice.email, password="guess", address="192.0.2.7", now=NOW)

    raised = at_once(*[guess] * 12)
    assert all(isinstance(error, UnableToSignIn) for error in raised)
    assert AuditEntry.objects.filter(action="account.sign_in_failed").count() == FAILURES_OF_ACCOUNT
