"""What an operator sets from a day on: one row for each day, replaced where that same day is set again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models

from ..actor import Actor

FIRST_YEAR, LAST_YEAR = 2000, 2099

DatedRow = TypeVar("DatedRow", bound=models.Model)


def set_from_a_day(
    kind: type[DatedRow],
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    actor: Actor,
    now: dt.datetime,
) -> tuple[DatedRow, bool]:
    """The row of that key (its day among it) with these values, and whether it is another than before.

    Called in the transaction of an action that has asked whether the actor may.
    """
    row, is_new = kind._default_manager.select_for_update().get_or_create(
        **key, defaults={**values, "created_by": actor.user, "created_at": now}
    )
    if is_new:
        return row, True
    if all(getattr(row, name) == value for name, value in values.items()):
        return row, False
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row, True


def day_remark(valid_from: dt.date) -> dict[str, str]:
    """What is wrong with the day from which something is to hold."""
    if FIRST_YEAR <= valid_from.year <= LAST_YEAR:
        return {}
    return {"valid_from": f"O ano vai de {FIRST_YEAR} a {LAST_YEAR}."}
