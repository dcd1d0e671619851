"""Prepared queries: the same answers as built ones, for everybody their own."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Membership, Operator, User
from vinculo.accounts.permissions import Permission
from vinculo.accounts.prepared import prepared
from vinculo.accounts.prepared_for import prepared_for

from .cast import Cast, actor_of


@prepared
def roles_of(user_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(user_id=user_id).select_related("operator").order_by("role")


@prepared
def roles_at(user_id: int, operator_id: int) -> QuerySet[Membership, str]:
    return Membership.objects.filter(user_id=user_id, operator_id=operator_id).values_list("role", flat=True)


@prepared_for
def colleagues(actor: Actor, but: int) -> QuerySet[User]:
    at = actor.operators_with(Permission.CASES_SEE)
    belongs = Membership.objects.filter(user=OuterRef("pk"), operator_id__in=at)
    return User.objects.filter(Exists(belongs)).exclude(pk=but).order_by("pk")


@prepared
def everybody(user_id: int) -> QuerySet[User]:
    return User.objects.all()


def test_each_id_gets_its_own_rows(cast: Cast) -> None:
    for user in (cast.alice, cast.bob, cast.charlie, cast.alice):
        plain = Membership.objects.filter(user=user).order_by("role")
        assert roles_of(user.pk) == list(plain)


def test_rows_bring_what_they_were_read_with(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    roles_of(cast.bob.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [role.operator.code for role in roles_of(cast.alice.pk)] == ["ODL"]


def test_ids_keep_their_places(cast: Cast) -> None:
    assert roles_at(cast.alice.pk, cast.operator.pk) == ["consultant"]
    assert roles_at(cast.alice.pk, cast.other_operator.pk) == []


def test_nobody_gets_what_was_prepared_for_another(cast: Cast) -> None:
    for user in (cast.alice, cast.charlie, cast.bob, cast.charlie, cast.alice):
        at = actor_of(user).operators_with(Permission.CASES_SEE)
        plain = User.objects.filter(memberships__operator__in=at).exclude(pk=user.pk).distinct()
        found = colleagues(actor_of(user), user.pk)
        assert found == list(plain.order_by("pk"))


def test_who_may_see_nothing_gets_nothing(cast: Cast) -> None:
    assert colleagues(Actor(user=None, name="", is_anonymous=True), cast.bob.pk) == []


@pytest.mark.parametrize("number", [2**63, 10**30, 0, -1])
def test_a_number_that_is_no_id_finds_nothing(cast: Cast, number: int) -> None:
    assert roles_of(number) == []


def test_an_id_that_would_be_ignored_is_an_error(cast: Cast) -> None:
    with pytest.raises(ValueError, match="stand in it"):
        everybody(cast.bob.pk)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    user = User.objects.create(email="ana@example.com", name="Ana")
    operator = Operator.objects.create(code="XYZ", name="Xis")
    Membership.objects.create(user=user, operator=operator, role="consultant")
    found: list[list[Membership]] = [roles_of(user.pk)]

    def ask() -> None:
        found.append(roles_of(user.pk))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join(20)
    assert len(found) == 2
    assert found[0] == found[1] != []
