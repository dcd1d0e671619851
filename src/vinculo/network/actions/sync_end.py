"""A run that is not wanted: one that waits is dismissed, one that is being read is stopped."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import Refusal

from ..models import SyncRun


class UnableToEndSync(Refusal):
    """It is over already, or is just being applied."""


def dismiss_sync(*, run: SyncRun, actor: Actor, now: dt.datetime) -> SyncRun:
    """What waited to be applied never will be.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToEndSync: see there.
    """
    raise NotImplementedError


def stop_sync(*, run: SyncRun, actor: Actor, now: dt.datetime) -> SyncRun:
    """Asks whoever reads it to stop, which takes a moment; one that nobody has begun is stopped at once.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToEndSync: see there.
    """
    raise NotImplementedError
