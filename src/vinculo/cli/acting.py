"""In whose name a command acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vinculo.accounts.actor import Actor


def actor_named(email: str | None) -> Actor | None:
    """The person with that e-mail, the product itself without one; None where nobody active has it."""
    from vinculo.accounts.actor import Actor
    from vinculo.accounts.models import User

    if email is None:
        return Actor.system()
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    return Actor.for_user(user) if user else None
