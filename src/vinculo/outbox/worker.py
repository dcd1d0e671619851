"""What a worker brings along when it does rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from django.conf import settings

from .terms import Terms


def _chance() -> Random:
    return Random()  # noqa: S311 - pauses are no secret


def _terms() -> Terms:
    terms: Terms = settings.OUTBOX_TERMS
    return terms


@dataclass(frozen=True, slots=True)
class Worker:
    """Chance, the deployment's terms, and a clock for how long a try takes: without one, no time passes."""

    rng: Random = field(default_factory=_chance)
    terms: Terms = field(default_factory=_terms)
    clock: Callable[[], dt.datetime] | None = None

    def moment(self, begun: dt.datetime) -> dt.datetime:
        """Now, for what began then. A clock that was put back in between does not turn time round."""
        return begun if self.clock is None else max(begun, self.clock())
