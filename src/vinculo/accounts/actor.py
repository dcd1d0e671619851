"""An actor: the person (or the product itself) on whose behalf something is read or written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from vinculo.kernel.refusal import NotPermitted

from .models import Membership, User
from .permissions import ROLE_PERMISSIONS, Permission
from .prepared import prepared


@dataclass(frozen=True)
class Actor:
    """A user with what it may do at each operator, read once for a request or a command.

    `sectors` are those of which it is a member, by operator.
    `user` is None for the product itself (migration, worker), which may everything, and for an
    anonymous visitor, who may nothing.
    """

    user: User | None
    name: str
    permissions: Mapping[int, frozenset[Permission]] = field(default_factory=dict)
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    operator_names: Mapping[int, str] = field(default_factory=dict)
    sectors: Mapping[int, frozenset[str]] = field(default_factory=dict)
    is_anonymous: bool = False

    @classmethod
    def for_user(cls, user: User) -> Actor:
        """The actor of a signed-in user; a user who is not active may nothing. One query."""
        permissions: dict[int, frozenset[Permission]] = {}
        roles: dict[int, frozenset[str]] = {}
        names: dict[int, str] = {}
        sectors: dict[int, frozenset[str]] = {}
        if user.is_active:
            for operator_id, role, name, sector in _memberships(user.pk):
                names[operator_id] = name
                permissions[operator_id] = permissions.get(operator_id, frozenset()) | ROLE_PERMISSIONS[role]
                roles[operator_id] = roles.get(operator_id, frozenset()) | {role}
                if sector:
                    sectors[operator_id] = sectors.get(operator_id, frozenset()) | {sector}
        return cls(
            user=user,
            name=user.name,
            permissions=permissions,
            roles=roles,
            operator_names=names,
            sectors=sectors,
        )

    @classmethod
    def system(cls, name: str = "Vínculo") -> Actor:
        return cls(user=None, name=name)

    @property
    def is_system(self) -> bool:
        return self.user is None and not self.is_anonymous

    def may(self, permission: Permission | str, operator_id: int) -> bool:
        return self.is_system or permission in self.permissions.get(operator_id, frozenset())

    def may_anywhere(self, permission: Permission | str) -> bool:
        return self.is_system or any(permission in held for held in self.permissions.values())

    def operators_with(self, permission: Permission | str) -> tuple[int, ...]:
        """Ids of the operators at which the actor holds a permission (nothing for the system actor)."""
        return tuple(operator_id for operator_id, held in self.permissions.items() if permission in held)

    def require(self, permission: Permission | str, operator_id: int) -> None:
        """
        Raises:
            NotPermitted: the actor lacks the permission at that operator.
        """
        if not self.may(permission, operator_id):
            raise NotPermitted


@prepared
def _memberships(user_id: int) -> QuerySet[Membership, tuple[int, str, str, str]]:
    """Every request asks for them."""
    rows = Membership.objects.filter(user_id=user_id, operator__is_active=True)
    return rows.order_by("operator__name").values_list("operator_id", "role", "operator__name", "sector")
