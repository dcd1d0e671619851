"""The order of names as people look for them: accents and case ignored, so that Álvaro stands by Ana."""

from __future__ import annotations

from django.db.models import F, Func
from django.db.models.functions import Lower


def folded(column: str) -> Lower:
    """What to sort short tables' names by."""
    return Lower(Func(F(column), function="unaccent"))
