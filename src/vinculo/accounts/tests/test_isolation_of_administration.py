"""Whatever an administrator of one operator does, nothing of another operator changes."""

from __future__ import annotations

import contextlib
import datetime as dt

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vinculo.accounts.actions.memberships import RoleGrant, change_memberships
from vinculo.accounts.actions.operators import edit_operator
from vinculo.accounts.actions.passwords import send_password_link
from vinculo.accounts.actions.users import create_user, deactivate_user, edit_user, reactivate_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.mail import Letter
from vinculo.accounts.models import Membership, Operator, User
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_user
from vinculo.accounts.tests.moments import NOW
from vinculo.kernel.refusal import Refusal

EMAILS = (
    "alice@odontolife.example",
    "adam@odontolife.example",
    "charlie@sorrisoclaro.example",
    "olga@sorrisoclaro.example",
    "sofia@sorrisoclaro.example",
    "new@odontolife.example",
)
WRITES = ("create", "edit", "deactivate", "reactivate", "roles", "link", "operator")
steps = st.lists(
    st.tuples(
        st.sampled_from(WRITES),
        st.sampled_from(EMAILS),
        st.lists(st.sampled_from(Role.values), unique=True, max_size=3),
        st.sampled_from(["own", "other", "both"]),
        st.sampled_from(EMAILS),
    ),
    min_size=1,
    max_size=12,
)


def no_email(*, recipient: User, letter: Letter, now: dt.datetime) -> None:
    """The person's own postbox is reached by nobody else."""


def state_of_the_other(cast: Cast) -> object:
    """Everything of the other operator: who belongs to it as what, and those accounts themselves."""
    members = User.objects.filter(memberships__operator=cast.other_operator).distinct().order_by("pk")
    return (
        sorted(
            Membership.objects.filter(operator=cast.other_operator).values_list("user_id", "role", "sector")
        ),
        list(members.values_list("pk", "email", "name", "is_active", "password")),
        list(Operator.objects.filter(pk=cast.other_operator.pk).values()),
    )


def take_step(
    cast: Cast, step: tuple[str, str, list[str], str, str], target: User | None, actor_user: User
) -> None:
    write, email, roles, where, new_email = step
    actor = actor_of(actor_user)
    chosen = {"own": [cast.operator], "other": [cast.other_operator]}.get(
        where, [cast.operator, cast.other_operator]
    )
    grants = {
        operator.pk: [RoleGrant(role, "it" if role == Role.SECTOR_MEMBER else "") for role in roles]
        for operator in chosen
    }
    if write == "create":
        create_user(email=email, name="Nova Pessoa", grants=grants, actor=actor, now=NOW)
    elif write == "operator":
        edit_operator(
            operator=chosen[-1],
            code="XYZ",
            name="TOMADA",
            ans_registration="",
            signer_must_not_be_decider=False,
            actor=actor,
            now=NOW,
        )
    elif target is None:
        return
    elif write == "edit":
        edit_user(user=target, name="Outro Nome", email=new_email, actor=actor, now=NOW)
    elif write == "deactivate":
        deactivate_user(user=target, actor=actor, now=NOW)
    elif write == "reactivate":
        reactivate_user(user=target, actor=actor, now=NOW)
    elif write == "link":
        send_password_link(user=target, actor=actor, plan_email=no_email, now=NOW)
    else:
        change_memberships(user=target, grants=grants, actor=actor, now=NOW)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_no_sequence_of_writes_reaches_the_other_operator(
    cast: Cast, steps: list[tuple[str, str, list[str], str, str]]
) -> None:
    with transaction.atomic():
        make_user("olga@sorrisoclaro.example", "Olga Távora", cast.other_operator, Role.ADMINISTRATOR)
        sofia = make_user("sofia@sorrisoclaro.example", "Sofia Sá", cast.other_operator, Role.SUPERVISOR)
        here_too = {cast.operator.pk: [RoleGrant(Role.CONSULTANT)]}
        change_memberships(user=sofia, grants=here_too, actor=Actor.system(), now=NOW)
        people = {user.email: user for user in User.objects.all()}
        before = state_of_the_other(cast)
        for step in steps:
            target = people.get(step[1]) or User.objects.filter(email=step[1]).first()
            with contextlib.suppress(Refusal):
                take_step(cast, step, target, cast.adam)
        assert state_of_the_other(cast) == before
        transaction.set_rollback(True)
