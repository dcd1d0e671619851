"""What the law asks at an operator on a day: its own terms, or those that the product brings along."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.prepared import prepared

from ..legal_terms import RULE_NAMES, LegalRules, packaged_rules
from ..models import LegalTerms


def terms_row(operator_id: int, day: dt.date) -> LegalTerms | None:
    """The operator's own that hold on that day."""
    return next((row for row in _newest_first(operator_id) if row.valid_from <= day), None)


@prepared
def _newest_first(operator_id: int) -> QuerySet[LegalTerms]:
    """There are few of them, and every signature of a termination asks."""
    return LegalTerms.objects.filter(operator_id=operator_id).order_by("-valid_from")


def rules_of(row: LegalTerms | None) -> LegalRules:
    if row is None:
        return packaged_rules()
    return LegalRules(**{name: getattr(row, name) for name in RULE_NAMES})


def kept_legal_terms(actor: Actor) -> QuerySet[LegalTerms]:
    """The newest first, of each operator whose desk the actor looks after."""
    return LegalTerms.objects.filter(operator_id__in=actor.operators_with(Permission.DESK_EDIT))
