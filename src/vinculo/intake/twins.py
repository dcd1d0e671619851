"""Readings of the same form: which one came first, and which one has a case that still stands."""

from __future__ import annotations

from django.db.models import F, QuerySet

from vinculo.cases.states import State

from .models import SETTLED_WITH_CASE, Fate, FormReading


def _same_form(reading: FormReading) -> QuerySet[FormReading]:
    """The other readings of the same form at the same operator, the first one first."""
    rows = FormReading.objects.filter(operator_id=reading.operator_id, fingerprint=reading.fingerprint)
    return rows.exclude(pk=reading.pk).order_by("pk")


def twin_with_case(reading: FormReading) -> FormReading | None:
    """The reading that has the form's case. A cancelled case is none: the form may come in again."""
    rows = _same_form(reading).filter(fate__in=SETTLED_WITH_CASE).select_related("case")
    return rows.exclude(case__state=State.CANCELLED).first()


def twin_in_waiting(reading: FormReading) -> FormReading | None:
    return _same_form(reading).filter(fate=Fate.WAITING).first()


def was_discarded_before(reading: FormReading) -> bool:
    """Whether somebody has said of this form that it shall be no case.

    What was discarded because its whole import was undone is to come in again.
    """
    discarded = _same_form(reading).filter(fate=Fate.DISCARDED)
    return discarded.exclude(settled_at=F("file__batch__undone_at")).exists()


def twins_of_cancelled_cases(reading: FormReading) -> QuerySet[FormReading]:
    return _same_form(reading).filter(fate__in=SETTLED_WITH_CASE, case__state=State.CANCELLED)
