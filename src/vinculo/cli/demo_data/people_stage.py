"""Founds the operators of the demonstration and gives their people accounts."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password

from vinculo.accounts.actions.memberships import RoleGrant
from vinculo.accounts.actions.users import create_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.cases.actions.editions import create_operator_with_editions

from .cast import DEMO_USERS, OPERATORS, PASSWORD, DemoUser


def found_operators(now: dt.datetime) -> dict[str, Operator]:
    """The operators, each with both editions of the form, by code."""
    return {
        each.code: create_operator_with_editions(
            code=each.code,
            name=each.name,
            ans_registration=each.ans_registration,
            actor=Actor.system(),
            now=now,
        )
        for each in OPERATORS
    }


def employ(operators: dict[str, Operator], now: dt.datetime) -> dict[str, Actor]:
    """The users, as actors, by key."""
    users = {each.key: _create(each, operators, now) for each in DEMO_USERS}
    # All have the one password that the screen shows: it is hashed once, for hashing is slow on purpose.
    hashed = make_password(PASSWORD)
    User.objects.filter(pk__in=[user.pk for user in users.values()]).update(password=hashed)
    return {key: Actor.for_user(user) for key, user in users.items()}


def _create(each: DemoUser, operators: dict[str, Operator], now: dt.datetime) -> User:
    grants: dict[int, list[RoleGrant]] = {}
    for grant in each.grants:
        grants.setdefault(operators[grant.operator].pk, []).append(RoleGrant(grant.role, grant.sector))
    return create_user(email=each.email, name=each.name, grants=grants, actor=Actor.system(), now=now)
