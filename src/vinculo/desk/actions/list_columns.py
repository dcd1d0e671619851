"""The columns that somebody wants to see in the list of cases."""

from __future__ import annotations

from collections.abc import Sequence

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import NotPermitted

from ..models import ListPreference


def prefer_columns(*, columns: Sequence[str], actor: Actor) -> ListPreference:
    """Keeps the columns for the acting person; none means those that everybody sees at first.

    Raises:
        NotPermitted: nobody acts whose preference it could be.
    """
    if actor.user is None:
        raise NotPermitted
    preference, _ = ListPreference.objects.update_or_create(
        user=actor.user, defaults={"columns": list(columns)}
    )
    return preference
