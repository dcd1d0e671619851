"""Users as the administration lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vinculo.accounts.models import Membership, User
from vinculo.accounts.permissions import Role

Sectors = Mapping[int, Mapping[str, str]]
"""Labels of the sectors by code, by operator id."""


@dataclass(frozen=True, slots=True)
class UserRow:
    pk: int
    name: str
    email: str
    roles: tuple[str, ...]
    is_active: bool
    last_login: dt.datetime | None
    has_password: bool
    is_shared: bool


def present_user(user: User, sectors: Sectors, *, with_operator: bool) -> UserRow:
    """`user.memberships` are those that the reader administers; of an account that is also another
    operator's the reader does not learn when it is used.
    """
    is_shared: bool = getattr(user, "belongs_elsewhere", False)
    return UserRow(
        pk=user.pk,
        name=user.name,
        email=user.email,
        roles=tuple(_role(row, sectors, with_operator) for row in user.memberships.all()),
        is_active=user.is_active,
        last_login=None if is_shared else user.last_login,
        is_shared=is_shared,
        has_password=user.has_usable_password(),
    )


def _role(row: Membership, sectors: Sectors, with_operator: bool) -> str:
    role = Role(row.role).label
    if row.sector:
        role = f"{role} ({sectors.get(row.operator_id, {}).get(row.sector, row.sector)})"
    return f"{row.operator.code}: {role}" if with_operator else str(role)
