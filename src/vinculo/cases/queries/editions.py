"""Which edition of the form holds on a day, and which an operator has."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from vinculo.accounts.models import Operator

from ..models import FormEdition


def editions_of(operator: Operator | int) -> QuerySet[FormEdition]:
    """All editions of an operator, by number."""
    operator_id = operator if isinstance(operator, int) else operator.pk
    return FormEdition.objects.filter(operator_id=operator_id).order_by("number")


def edition_for(operator: Operator | int, on: dt.date) -> FormEdition:
    """The latest edition valid on the day; the first one for a day before all of them.

    Raises:
        FormEdition.DoesNotExist: the operator has no edition at all.
    """
    editions = editions_of(operator)
    valid = editions.filter(valid_from__lte=on).order_by("-valid_from", "-number").first()
    found = valid or editions.first()
    if found is None:
        raise FormEdition.DoesNotExist
    return found
