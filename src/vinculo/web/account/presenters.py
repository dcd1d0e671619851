"""The own account as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission, Role
from vinculo.accounts.queries import operators_of


@dataclass(frozen=True, slots=True)
class OwnRoles:
    operator: str
    roles: str


@dataclass(frozen=True, slots=True)
class OwnAccount:
    name: str
    email: str
    roles: tuple[OwnRoles, ...]
    gets_digest: bool
    """Has a day of cases or of tasks that could be told by e-mail."""
    wants_digest: bool


def present_account(user: User, actor: Actor) -> OwnAccount:
    roles = tuple(
        OwnRoles(operator.name, ", ".join(Role(role).label for role in sorted(actor.roles[operator.pk])))
        for operator in operators_of(actor)
    )
    return OwnAccount(
        user.name,
        user.email,
        roles,
        gets_digest=actor.may_anywhere(Permission.CASES_WORK) or actor.may_anywhere(Permission.TASKS_ANSWER),
        wants_digest=user.wants_digest,
    )
