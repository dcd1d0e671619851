"""Who else has a case open, and whether anybody else wrote in it."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case, CaseEvent, FieldVersion

from ..models import CasePresence

GONE_AFTER = dt.timedelta(seconds=50)
"""Pages report every twenty seconds; one report may be lost."""
SLACK = dt.timedelta(minutes=1)
"""Two writes at once may be committed in another order than they began."""


def others_on_case(actor: Actor, case: Case, now: dt.datetime) -> list[CasePresence]:
    """Colleagues who have the case open, of a case that the actor may see."""
    here = CasePresence.objects.filter(case=case, seen_at__gt=now - GONE_AFTER)
    return list(here.exclude(user=actor.user).select_related("user").order_by("user__name")[:12])


def fields_written_by_others(actor: Actor, case: Case, since: dt.datetime) -> set[tuple[str, int, str]]:
    """What others saved in a case since then: the kind of record, its id, the field."""
    versions = FieldVersion.objects.filter(case=case, at__gte=since - SLACK, fate=FieldVersion.Fate.APPLIED)
    return set(versions.exclude(by=actor.user).values_list("record", "record_id", "field"))


def newest_deed_of_others(actor: Actor, case: Case, since: dt.datetime) -> CaseEvent | None:
    """The newest line of the case's timeline by another hand, if one came since then."""
    events = CaseEvent.objects.filter(case=case, at__gt=since).exclude(kind=CaseEvent.Kind.PRINTED)
    return events.exclude(actor=actor.user).first()
