"""Who may do what with divergences: whoever mends them may take them, and say why one is none."""

from __future__ import annotations

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import ROLE_PERMISSIONS, Permission
from vinculo.kernel.refusal import NotPermitted

MENDING = (Permission.CASES_WORK, Permission.REGISTRY_EDIT)
HANDING_OUT = (Permission.CASES_REASSIGN, Permission.DESK_EDIT)


def sees(actor: Actor, operator_id: int) -> bool:
    return actor.may(Permission.CASES_SEE, operator_id) and actor.may(Permission.REGISTRY_SEE, operator_id)


def mends(actor: Actor, operator_id: int) -> bool:
    """Whether the actor works with what divergences are about."""
    return sees(actor, operator_id) and any(actor.may(each, operator_id) for each in MENDING)


def hands_out(actor: Actor, operator_id: int) -> bool:
    """Whether the actor may give a divergence to somebody else."""
    return mends(actor, operator_id) and any(actor.may(each, operator_id) for each in HANDING_OUT)


def require_mending(actor: Actor, operator_id: int) -> None:
    """
    Raises:
        NotPermitted: the actor does not work with that operator's divergences.
    """
    if not mends(actor, operator_id):
        raise NotPermitted


def mending_roles() -> list[str]:
    """The roles whose people may have divergences."""
    seen = {Permission.CASES_SEE, Permission.REGISTRY_SEE}
    return [role for role, held in ROLE_PERMISSIONS.items() if seen <= held and not held.isdisjoint(MENDING)]
