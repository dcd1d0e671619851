"""Who is away, and what was given to others meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission

from ..models import Absence


def absences_on(operators: Sequence[int], day: dt.date) -> Mapping[int, Absence]:
    """Who is away on a day at one of the operators, by the person's id; of several the one that ends last."""
    found = Absence.objects.filter(
        operator_id__in=operators, starts_on__lte=day, ends_on__gte=day, ended_at=None
    )
    return {absence.user_id: absence for absence in found.order_by("ends_on", "pk")}


def kept_absences(actor: Actor, today: dt.date) -> Sequence[Absence]:
    """The absences that matter to who distributes: those that run or come, and those whose cases are out."""
    operators = actor.operators_with(Permission.CASES_REASSIGN)
    found = Absence.objects.filter(operator_id__in=operators, ended_at=None)
    rows = found.select_related("user", "operator").order_by("starts_on", "pk")
    return [absence for absence in rows if absence.ends_on >= today or absence.moved]


def find_absence(actor: Actor, absence_id: int) -> Absence | None:
    """An absence at an operator whose cases the actor distributes."""
    operators = actor.operators_with(Permission.CASES_REASSIGN)
    found = Absence.objects.select_related("user", "operator")
    return found.filter(pk=absence_id, operator_id__in=operators).first()


def with_absence(people: QuerySet[User], operator_id: int, day: dt.date) -> QuerySet[User]:
    """Each with `absent_until`, the last day of an absence that runs at the operator, or None."""
    running = Absence.objects.filter(
        user=OuterRef("pk"), operator_id=operator_id, starts_on__lte=day, ends_on__gte=day, ended_at=None
    )
    return people.annotate(absent_until=Subquery(running.order_by("-ends_on").values("ends_on")[:1]))
