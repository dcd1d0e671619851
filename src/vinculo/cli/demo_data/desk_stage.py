"""What the demonstration's people find on their desks: old notices, cases to give away, somebody away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import State
from vinculo.desk.actions.absences import note_absence
from vinculo.desk.actions.notices import mark_notices_seen
from vinculo.kernel.business_days import add_business_days
from vinculo.kernel.dates import SAO_PAULO

from .cast import MAIN

SEEN_AFTER = dt.timedelta(days=10)
TO_GIVE_AWAY = 3
AWAY_BUSINESS_DAYS = 10


def set_desks(operators: Mapping[str, Operator], actors: Mapping[str, Actor], now: dt.datetime) -> None:
    """As of `now`, which is the moment of the last thing that happened."""
    _take_from(actors["diego"], actors["helena"], now)
    bruno, today = actors["bruno"].user, now.astimezone(SAO_PAULO).date()
    assert bruno is not None
    note_absence(
        user=bruno,
        operator=operators[MAIN],
        starts_on=today,
        ends_on=add_business_days(today, AWAY_BUSINESS_DAYS),
        actor=actors["helena"],
        now=now,
    )
    for actor in actors.values():
        _see_old_notices(actor, now - SEEN_AFTER)


def _take_from(consultant: Actor, supervisor: Actor, now: dt.datetime) -> None:
    """Some of the drafts wait to be given to somebody again."""
    drafts = Case.objects.visible_to(supervisor).filter(consultant=consultant.user, state=State.DRAFT)
    for case in drafts.order_by("pk")[:TO_GIVE_AWAY]:
        reassign_case(case=case, consultant=None, actor=supervisor, now=now)


def _see_old_notices(actor: Actor, until: dt.datetime) -> None:
    told = CaseEvent.objects.filter(tells=actor.user, at__lt=until)
    newest = told.order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        mark_notices_seen(up_to=newest, actor=actor)
