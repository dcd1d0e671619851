"""All readings of a batch that nobody needs to look at become cases at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import Fate, ImportBatch
from ..queries import readings_of
from ..refusals import UnableToAcceptReading
from .accept_reading import accept_reading
from .reading_write import recount_doubts

AT_ONCE = 200
"""Readings that one call accepts, so that a request ends in time."""


@dataclass(frozen=True, slots=True)
class AcceptedBatch:
    """`left`: those that seem to be of a case that is there, and wait for a person; `more`: call again."""

    created: int
    repeated: int
    left: int
    more: bool


def accept_certain(*, batch: ImportBatch, actor: Actor, now: dt.datetime) -> AcceptedBatch:
    """Accepts what was read without a doubt, each in a transaction of its own.

    Raises:
        NotPermitted: the actor may not import forms of the batch's operator.
    """
    actor.require(Permission.FORMS_IMPORT, batch.operator_id)
    certain = readings_of(actor, batch).filter(fate=Fate.WAITING, doubts=0)
    rows = list(certain[: AT_ONCE + 1])
    created = repeated = left = 0
    for reading in rows[:AT_ONCE]:
        try:
            done = accept_reading(reading=reading, as_history=batch.as_history, actor=actor, now=now)
        except UnableToAcceptReading:
            left += 1
            recount_doubts(reading=reading, actor=actor, now=now)
        else:
            created += done.created
            repeated += not done.created
    return AcceptedBatch(created, repeated, left, more=len(rows) > AT_ONCE)
