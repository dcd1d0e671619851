"""A reading of the core system begins; one at a time for each operator."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.kernel.refusal import Refusal

from ..models import SyncRun


class UnableToStartSync(Refusal):
    """`run` is the one that stands in the way."""

    def __init__(self, message: str, run: SyncRun | None = None) -> None:
        super().__init__(message)
        self.run = run


def start_sync(
    *,
    operator: Operator,
    label: str,
    origin: str,
    actor: Actor,
    now: dt.datetime,
    deactivation_share: float = 0.05,
) -> SyncRun:
    """A run that waits to be read. `label` says where it comes from, for people; no personal data.

    Raises:
        NotPermitted: the actor may not sync that operator's registry.
        UnableToStartSync: another run of the operator is open.
    """
    raise NotImplementedError


def sweep_dead_runs(*, now: dt.datetime) -> int:
    """Runs whose process is gone become failed, and what they staged goes. How many there were."""
    raise NotImplementedError
