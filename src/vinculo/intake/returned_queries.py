"""Scoped reads of paper that came back."""

from __future__ import annotations

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case

from .models import ImportBatch, ReturnedSheet


def returned_to_case(case: Case) -> QuerySet[ReturnedSheet]:
    """The sheets of the latest import first, in the order of their pages, without those whose attachment was
    voided. Whoever sees the case sees them."""
    attached = ReturnedSheet.objects.filter(attachment__case=case, attachment__voided_at=None)
    alone = ReturnedSheet.objects.filter(attachment=None, case_print__case=case)
    # Two questions, each of an index: joined by “or” they would have every sheet looked at.
    rows = ReturnedSheet.objects.filter(pk__in=attached.values("pk").union(alone.values("pk")))
    rows = rows.select_related("sheet__file__batch", "attachment__case", "seen_by")
    rows = rows.select_related("case_print__edition", "case_print__case")
    return rows.order_by("-sheet__file__batch_id", "page", "-pk")


def find_returned(case: Case, returned_id: int) -> ReturnedSheet | None:
    return returned_to_case(case).filter(pk=returned_id).first()


def returned_in_batch(actor: Actor, batch: ImportBatch) -> QuerySet[ReturnedSheet]:
    """The sheets of a batch that were paper of cases, in the order of its files."""
    rows = ReturnedSheet.objects.filter(sheet__file__batch__in=ImportBatch.objects.visible_to(actor))
    rows = rows.filter(sheet__file__batch=batch).order_by("sheet__file_id", "sheet__number")
    return rows.select_related("sheet__file", "attachment__case", "case_print__case", "seen_by")
