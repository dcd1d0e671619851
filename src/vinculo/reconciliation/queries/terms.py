"""What each operator's comparison goes by."""

from __future__ import annotations

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import Comparison, ComparisonTerms
from ..terms import Terms


def kept_terms(operator_id: int) -> list[Terms]:
    rows = ComparisonTerms.objects.filter(operator_id=operator_id)
    return [Terms(*row) for row in rows.values_list("valid_from", "days_to_leave", "notice_days")]


def terms_of(actor: Actor) -> QuerySet[ComparisonTerms]:
    """The newest first, of each operator whose desk the actor looks after."""
    own = actor.operators_with(Permission.DESK_EDIT)
    return ComparisonTerms.objects.filter(operator_id__in=own).order_by("operator_id", "-valid_from")


def comparisons(actor: Actor) -> QuerySet[Comparison]:
    """Of the operators at which the actor may see both sides."""
    rows = Comparison.objects.select_related("operator").order_by("operator__name")
    if actor.is_system:
        return rows
    sees_cases = set(actor.operators_with(Permission.CASES_SEE))
    return rows.filter(operator_id__in=sees_cases & set(actor.operators_with(Permission.REGISTRY_SEE)))


def comparison_of(operator_id: int) -> Comparison | None:
    """None before the first one."""
    return Comparison.objects.filter(operator_id=operator_id).first()
