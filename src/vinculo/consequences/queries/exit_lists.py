"""The exit list of an operator as of a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.prepared import prepared

from ..duty_lists import ListedDuty, packaged_exit_list, read_items
from ..models import ExitList


def exit_list_of(operator_id: int, day: dt.date) -> tuple[ListedDuty, ...]:
    """What holds on that day; the product's own where the operator has set nothing by then."""
    row = next((row for row in _newest_first(operator_id) if row.valid_from <= day), None)
    return read_items(row.items) if row else packaged_exit_list()


@prepared
def _newest_first(operator_id: int) -> QuerySet[ExitList]:
    """There are few of them, and every signature of a termination asks."""
    return ExitList.objects.filter(operator_id=operator_id).order_by("-valid_from")


def kept_exit_lists(actor: Actor) -> QuerySet[ExitList]:
    """The newest first, of each operator whose desk the actor looks after."""
    own = actor.operators_with(Permission.DESK_EDIT)
    return ExitList.objects.filter(operator_id__in=own).order_by("operator_id", "-valid_from")
