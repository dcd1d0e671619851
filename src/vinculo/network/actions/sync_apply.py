"""What a run has planned becomes the registry, in one transaction."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import Refusal

from ..models import SyncRun


class UnableToApplySync(Refusal):
    """It is not ready, or would deactivate more than was shown; the registry stands as it was."""


def apply_sync(
    *, run: SyncRun, actor: Actor, now: dt.datetime, accept_deactivations: bool = False
) -> SyncRun:
    """The run, applied; or asking again, where it would now deactivate more than was shown.

    Raises:
        NotPermitted: the actor may not sync that operator's registry, or is no person and accepts for one.
        UnableToApplySync: see there.
    """
    raise NotImplementedError
