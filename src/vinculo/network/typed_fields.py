"""What hands typed where the core system may say nothing: it stays until the core system tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from .models import ContactPerson, Dentist, Provider

MAY_BE_BLANK: Mapping[type[models.Model], frozenset[str]] = {
    Provider: frozenset({"trade_name", "cnpj", "cpf", "cnes", "joined_on", "municipality_id", "other_plans"}),
    Dentist: frozenset({"category", "registration_type", "cpf"}),
    ContactPerson: frozenset({"function", "phones", "email"}),
}
"""The columns that hands write and a cell of a feed may leave blank."""


def note_typed(record: Provider | Dentist | ContactPerson, columns: Iterable[str]) -> None:
    """Somebody wrote these columns; the record is saved by the caller."""
    typed = MAY_BE_BLANK[type(record)].intersection(columns)
    record.typed_fields = sorted(typed.union(record.typed_fields))


def typed_at_first(record: Provider | Dentist | ContactPerson) -> None:
    """All that a new record says was typed."""
    filled = (name for name in MAY_BE_BLANK[type(record)] if getattr(record, name) not in ("", None, []))
    note_typed(record, filled)
