"""The bulk jobs of one person, and what became of their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case

from ..models import BulkJob, BulkLine

LINES_SHOWN = 200


@dataclass(frozen=True)
class Report:
    """Refused lines come first: they are what one has to do with. `left_out` lines are not shown."""

    lines: Sequence[BulkLine]
    left_out: int


def find_job(actor: Actor, job_id: int) -> BulkJob | None:
    return BulkJob.objects.visible_to(actor).filter(pk=job_id).first()


def jobs_of(actor: Actor, most: int = 50) -> list[BulkJob]:
    return list(BulkJob.objects.visible_to(actor).order_by("-pk")[:most])


def report_of(actor: Actor, job: BulkJob, *, refused_only: bool = False, most: int = LINES_SHOWN) -> Report:
    """The lines that are settled, as far as the actor still sees their cases."""
    visible = Case.objects.visible_to(actor)
    found = BulkLine.objects.filter(job=job, case__in=visible).exclude(fate=BulkLine.Fate.WAITING)
    if refused_only:
        found = found.filter(fate=BulkLine.Fate.REFUSED)
    total = found.count()
    rows = found.select_related("case").only(
        *("position", "fate", "message", "before", "job_id", "case__number", "case__dentist_name")
    )
    # "refused" is after "done" in the alphabet.
    return Report(list(rows.order_by("-fate", "position")[:most]), max(0, total - most))
