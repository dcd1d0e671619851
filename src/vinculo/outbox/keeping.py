"""How long tries are kept: what they were asked and answered goes, the row and its last error stay."""

from __future__ import annotations

import datetime as dt
import logging

from .models import OutboxRow, OutboxTry
from .worker import Worker

State = OutboxRow.State
OVER = (State.DONE, State.GIVEN_UP, State.CANCELLED)
AT_ONCE = 5_000
logger = logging.getLogger(__name__)


def sweep_tries(now: dt.datetime, worker: Worker | None = None) -> int:
    """Deletes tries that ended so long ago, of rows that are over; how many. Those of open rows stay."""
    oldest = now - (worker or Worker()).terms.tries_kept
    old = OutboxTry.objects.filter(ended_at__lt=oldest, row__state__in=OVER).order_by()
    swept = 0
    # In small steps, so that no worker waits for the end of a long one.
    while ids := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        swept += OutboxTry.objects.filter(pk__in=ids).delete()[0]
    if swept:
        logger.info("%s tries of the outbox were kept for their time and are gone", swept)
    return swept
