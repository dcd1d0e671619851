"""Service levels, as who looks after the desk sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..clock import DEFAULT_LEVEL, Level
from ..models import ServiceLevel
from .clock import DatedLevel, level_on


def kept_levels(actor: Actor) -> QuerySet[ServiceLevel]:
    """The newest first, of each operator whose desk the actor looks after."""
    own = actor.operators_with(Permission.DESK_EDIT)
    return ServiceLevel.objects.filter(operator_id__in=own).order_by("operator_id", "-valid_from")


def in_force(levels: Sequence[ServiceLevel], day: dt.date) -> Level:
    """What holds on that day of one operator's levels; the product's own where none does."""
    dated = [
        DatedLevel(row.valid_from, Level(row.first_contact_days, row.silence_days, row.decision_days))
        for row in levels
    ]
    return level_on(day, dated) if dated else DEFAULT_LEVEL
