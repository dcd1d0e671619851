"""Who belongs to which operator, and as what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from vinculo.kernel.refusal import Refusal

from ..actor import Actor
from ..audit import record_audit
from ..models import Membership, Operator, User
from ..models.audit_entry import MEMBERSHIP_CHANGED
from ..permissions import Permission, Role


class UnableToChangeMemberships(Refusal):
    """The roles asked for cannot be given or taken."""


@dataclass(frozen=True, slots=True, order=True)
class RoleGrant:
    """One role at an operator; `sector` (a code of the form's list) only for a sector member."""

    role: str
    sector: str = ""


Grants = Mapping[int, Sequence[RoleGrant]]
"""The roles a user is to have, by operator id."""


@transaction.atomic
def change_memberships(*, user: User, grants: Grants, actor: Actor, now: dt.datetime) -> None:
    """Gives a user exactly these roles at each operator named; the other operators are left alone.

    Raises:
        NotPermitted: the actor does not administer one of the operators.
        UnableToChangeMemberships: a role is malformed, or an operator would be left unadministered.
    """
    lock_operators(grants)
    for operator_id in grants:
        actor.require(Permission.USERS_EDIT, operator_id)
    for operator_id, roles in grants.items():
        _check_grants(roles)
        _change_at(user, operator_id, frozenset(roles), actor, now)


def lock_operators(operator_ids: Iterable[int]) -> None:
    """One at a time, in one order: two administrators cannot both remove the other as the last one."""
    list(Operator.objects.select_for_update().filter(pk__in=list(operator_ids)).order_by("pk"))


def refuse_unadministered(operator_id: int) -> None:
    """
    Raises:
        UnableToChangeMemberships: no active administrator is left at the operator.
    """
    administrators = Membership.objects.filter(
        operator_id=operator_id, role=Role.ADMINISTRATOR, user__is_active=True
    )
    if not administrators.exists():
        operator = Operator.objects.get(pk=operator_id)
        raise UnableToChangeMemberships(
            f"{operator.name} ficaria sem administrador. Nada foi alterado: "
            "dê antes o perfil de administrador a outra pessoa."
        )


def _check_grants(roles: Sequence[RoleGrant]) -> None:
    names = [grant.role for grant in roles]
    if not set(names) <= set(Role.values) or len(set(names)) < len(names):
        raise UnableToChangeMemberships("Perfil desconhecido ou repetido. Nada foi alterado.")
    for grant in roles:
        if grant.role == Role.SECTOR_MEMBER and not grant.sector:
            raise UnableToChangeMemberships("Escolha o setor de quem é membro de setor. Nada foi alterado.")
        if grant.role != Role.SECTOR_MEMBER and grant.sector:
            raise UnableToChangeMemberships("Só quem é membro de setor tem setor. Nada foi alterado.")


def _change_at(
    user: User, operator_id: int, wanted: frozenset[RoleGrant], actor: Actor, now: dt.datetime
) -> None:
    rows = Membership.objects.filter(user=user, operator_id=operator_id)
    held = {RoleGrant(row.role, row.sector): row.pk for row in rows}
    taken = [grant for grant in held if grant not in wanted]
    given = [grant for grant in wanted if grant not in held]
    if not taken and not given:
        return
    rows.filter(pk__in=[held[grant] for grant in taken]).delete()
    Membership.objects.bulk_create(
        Membership(user=user, operator_id=operator_id, role=grant.role, sector=grant.sector)
        for grant in sorted(given)
    )
    if any(grant.role == Role.ADMINISTRATOR for grant in taken):
        refuse_unadministered(operator_id)
    record_audit(
        actor=actor,
        operator_id=operator_id,
        action=MEMBERSHIP_CHANGED,
        subject_kind="user",
        subject_id=user.pk,
        now=now,
        detail={
            "given": [_named(grant) for grant in sorted(given)],
            "taken": [_named(grant) for grant in sorted(taken)],
        },
    )


def _named(grant: RoleGrant) -> str:
    return f"{grant.role}:{grant.sector}" if grant.sector else grant.role
