"""The exit list of an operator as of a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..duty_lists import ListedDuty, packaged_exit_list, read_items
from ..models import ExitList


def exit_list_of(operator_id: int, day: dt.date) -> tuple[ListedDuty, ...]:
    """What holds on that day; the product's own where the operator has set nothing by then."""
    rows = ExitList.objects.filter(operator_id=operator_id, valid_from__lte=day)
    row = rows.order_by("-valid_from").first()
    return read_items(row.items) if row else packaged_exit_list()


def kept_exit_lists(actor: Actor) -> QuerySet[ExitList]:
    """The newest first, of each operator whose desk the actor looks after."""
    own = actor.operators_with(Permission.DESK_EDIT)
    return ExitList.objects.filter(operator_id__in=own).order_by("operator_id", "-valid_from")
