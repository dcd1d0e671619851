"""What a provider produced, month by month."""

from __future__ import annotations

import datetime as dt

from ..models import MonthlyProduction, Provider


def production_since(provider: Provider, month: dt.date) -> list[MonthlyProduction]:
    """From that month on, the earliest first. A month that nobody told of is not among them."""
    return list(MonthlyProduction.objects.filter(provider=provider, month__gte=month).order_by("month"))
