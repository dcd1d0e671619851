"""Scoped reads of paper that came back."""

from __future__ import annotations

from django.db.models import QuerySet

from vinculo.cases.models import Case

from .models import ReturnedSheet


def returned_to_case(case: Case) -> QuerySet[ReturnedSheet]:
    """Each sheet once, the newest first. Whoever sees the case sees them."""
    rows = ReturnedSheet.objects.filter(case_print__case=case)
    rows = rows.select_related("sheet__file__batch", "case_print__edition", "seen_by")
    return rows.order_by("-pk")


def find_returned(case: Case, returned_id: int) -> ReturnedSheet | None:
    return returned_to_case(case).filter(pk=returned_id).first()
