"""Runs that begin by the clock."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.refusal import Refusal

from ..actions.sync_end import WAITING, supersede_sync
from ..actions.sync_request import request_sync
from ..feed.mapping import Schedule
from ..models import SyncRun
from .connections import OperatorConnection, connections_visible_to
from .work import SCHEDULE

logger = logging.getLogger(__name__)

LATE = dt.timedelta(hours=2)
"""A server that was down begins what is so late, and leaves out what is later."""
_LOOKS_EVERY = dt.timedelta(minutes=1)


def start_due_syncs(*, now: dt.datetime) -> int:
    """Asks for a run of each operator whose time has come; how many."""
    started = 0
    for one in connections_visible_to(Actor.system()):
        if one.connection.mistakes:
            logger.error("%s has mistakes: %s", one.connection.path.name, len(one.connection.mistakes))
        elif one.connection.mapping and (due := last_due(one.connection.mapping.schedule, now)):
            started += _start(one, due, now)
    return started


def last_due(schedule: Schedule, now: dt.datetime) -> dt.datetime | None:
    """The latest moment of the schedule that is not too long ago."""
    here = now.astimezone(SAO_PAULO)
    days = (here.date(), here.date() - dt.timedelta(days=1))
    moments = [dt.datetime.combine(day, time, SAO_PAULO) for day in days for time in schedule.times]
    return max((moment for moment in moments if now - LATE < moment <= now), default=None)


def next_due(schedule: Schedule, now: dt.datetime) -> dt.datetime | None:
    here = now.astimezone(SAO_PAULO)
    days = (here.date(), here.date() + dt.timedelta(days=1))
    moments = [dt.datetime.combine(day, time, SAO_PAULO) for day in days for time in schedule.times]
    return min((moment for moment in moments if moment > now), default=None)


def _start(one: OperatorConnection, due: dt.datetime, now: dt.datetime) -> int:
    begun = SyncRun.objects.filter(operator=one.operator, started_by=None, started_at__gte=due)
    if begun.exists():
        return 0
    actor = Actor.system(SCHEDULE)
    try:
        with transaction.atomic():
            waiting = SyncRun.objects.filter(operator=one.operator, state__in=WAITING).first()
            if waiting is not None:
                supersede_sync(run=waiting, actor=actor, now=now)
            request_sync(operator=one.operator, actor=actor, now=now)
    except Refusal as refusal:
        if now - due < _LOOKS_EVERY:
            logger.warning("scheduled sync of %s: %s", one.operator.code, refusal.message)
        return 0
    return 1
