"""The files of refused rows go when they have been kept for their time: they hold personal data."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from ..models import SyncRun


def sweep_rejects(*, now: dt.datetime) -> int:
    """How many files went; how many rows they held is told on."""
    oldest = now - dt.timedelta(days=settings.REJECTS_DAYS)
    old = SyncRun.objects.filter(started_at__lt=oldest).exclude(rejects="")
    for run in old:
        run.rejects.delete(save=False)
        SyncRun.objects.filter(pk=run.pk).update(rejects="")
    return len(old)
