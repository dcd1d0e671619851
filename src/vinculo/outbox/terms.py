"""How long what failed rests, when a system counts as down, when it is asked again: data, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

PAUSES = tuple(dt.timedelta(seconds=seconds) for seconds in (60, 300, 900, 3_600, 14_400, 43_200))
PROBE_PAUSES = tuple(dt.timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 300))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A row rests for `pauses` after its first, second, … failure; the one after the last gives it up.

    A system is down after `opens_after` failures in a row; a row is tried on it after `probe_pauses`, the
    last of them again and again, and once it answers so many of its rows are released in a second. A claim
    older than `stalled_after` belongs to a worker that died: no handler takes a fraction of it, and one that
    talks to another system has its time-outs. Of handlers that are one transaction it need not be certain.
    """

    pauses: tuple[dt.timedelta, ...] = PAUSES
    probe_pauses: tuple[dt.timedelta, ...] = PROBE_PAUSES
    jitter: float = 0.25
    """A pause is shortened by up to this share, so that what failed together does not come back together."""
    opens_after: int = 5
    released_per_second: float = 50.0
    at_once: int = 3
    """Rows of one connection in hand at a time: a system that is slow leaves workers to the others."""
    stalled_after: dt.timedelta = dt.timedelta(minutes=15)
    stalled_on_connection: dt.timedelta = dt.timedelta(minutes=3)
    stalled_in_one_transaction: dt.timedelta = dt.timedelta(seconds=20)
    tries_kept: dt.timedelta = dt.timedelta(days=180)
    """What was asked and answered may name people, and is of use as long as somebody may ask about it."""

    def pause(self, failures: int, rng: Random) -> dt.timedelta | None:
        """How long a row rests after so many failures; None where it is given up."""
        return self._shortened(self.pauses[failures - 1], rng) if failures <= len(self.pauses) else None

    def probe_pause(self, failed_probes: int, rng: Random) -> dt.timedelta:
        return self._shortened(self.probe_pauses[min(failed_probes, len(self.probe_pauses) - 1)], rng)

    def release_after(self, place: int, rng: Random) -> dt.timedelta:
        """When the row at a place of the queue is due, after its system has answered again."""
        return dt.timedelta(seconds=(place + rng.random()) / self.released_per_second)

    def _shortened(self, pause: dt.timedelta, rng: Random) -> dt.timedelta:
        return pause * (1 - self.jitter * rng.random())


def terms_from(environment: Mapping[str, str]) -> Terms:
    """The terms of a deployment: pauses in seconds, parted by blanks."""

    def pauses(name: str, default: tuple[dt.timedelta, ...]) -> tuple[dt.timedelta, ...]:
        seconds = environment.get(name, "").split()
        return tuple(dt.timedelta(seconds=float(one)) for one in seconds) or default

    return Terms(
        pauses=pauses("VINCULO_OUTBOX_PAUSES", PAUSES),
        probe_pauses=pauses("VINCULO_OUTBOX_PROBE_PAUSES", PROBE_PAUSES),
        opens_after=int(environment.get("VINCULO_OUTBOX_OPENS_AFTER", "5")),
        released_per_second=float(environment.get("VINCULO_OUTBOX_RELEASED_PER_SECOND", "50")),
        at_once=int(environment.get("VINCULO_OUTBOX_AT_ONCE", "3")),
        stalled_on_connection=dt.timedelta(
            seconds=float(environment.get("VINCULO_OUTBOX_STALLED_SECONDS", "180"))
        ),
        tries_kept=dt.timedelta(days=int(environment.get("VINCULO_OUTBOX_TRIES_DAYS", "180"))),
    )
