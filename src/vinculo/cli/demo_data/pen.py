"""Writes the steps of one case, each after the one before, within office hours."""

from __future__ import annotations

import datetime as dt
from random import Random

from vinculo.kernel.dates import SAO_PAULO

from .office_hours import day_of, office_moment
from .script import Deed, Script, Step

CLOSES = 20
"""The hour by which everybody has gone home."""


class Pen:
    """A cursor that only moves on. `horizon` is the last day on which anything may have happened."""

    def __init__(self, case: int, rng: Random, begins: dt.datetime, horizon: dt.date) -> None:
        self.script = Script(case)
        self.rng = rng
        self.cursor = begins
        self.horizon = horizon

    @property
    def today(self) -> dt.date:
        return day_of(self.cursor)

    def at(self, moment: dt.datetime) -> None:
        """Goes on at a moment, or right after the last step if that is later."""
        self.cursor = max(moment, self.cursor + dt.timedelta(seconds=self.rng.randrange(40, 400)))

    def on(self, day: dt.date) -> None:
        """Goes on some time of a day; on the same day, a little later."""
        day = min(day, self.horizon)
        if day > self.today:
            self.cursor = office_moment(day, self.rng)

    def do(self, deed: Deed, by: str) -> None:
        """One step, some seconds or minutes after the last one."""
        self.cursor += dt.timedelta(milliseconds=10 * self.rng.randrange(1500, 15000))
        local = self.cursor.astimezone(SAO_PAULO)
        if local.hour >= CLOSES:
            # Nobody types on; the rest of the day's work is done at once.
            self.cursor -= dt.timedelta(seconds=14)
        self.script.steps.append(Step(self.cursor, by, deed, self.script.case))
