"""The registry goes back to what it was before the last run that was applied."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import Refusal

from ..models import SyncRun


class UnableToUndoSync(Refusal):
    """It was not applied, or another one was applied since."""


def undo_sync(*, run: SyncRun, actor: Actor, now: dt.datetime) -> SyncRun:
    """What the run changed is as before; what people changed since stays, and `run.report` tells it.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToUndoSync: see there.
    """
    raise NotImplementedError
