"""The day of a moment, where the operators work."""

from __future__ import annotations

import datetime as dt

from vinculo.kernel.dates import SAO_PAULO


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SAO_PAULO).date()
