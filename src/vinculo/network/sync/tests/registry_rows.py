"""The registry as a whole, to be compared."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from vinculo.network.models import (
    AddressPeriod,
    Affiliation,
    CityCoverage,
    ContactPerson,
    Contract,
    Dentist,
    MonthlyProduction,
    Provider,
    StatusPeriod,
)

_TABLES: tuple[type[Model], ...] = (
    *(Provider, Dentist, ContactPerson, Affiliation, StatusPeriod, AddressPeriod, Contract, CityCoverage),
    MonthlyProduction,
)
# They rise with each write.
_RISING = frozenset({"version", "updated_at"})


def all_rows() -> dict[str, list[dict[str, Any]]]:
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in _RISING}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in _TABLES
    }
