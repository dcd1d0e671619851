"""The column that says what of a record hands typed since the core system told it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL


def typed_fields() -> ArrayField[Any, Any]:
    """Names of columns; a cell that a feed leaves blank does not empty these."""
    return ArrayField(
        models.CharField(max_length=30),
        default=list,
        editable=False,
        db_default=RawSQL("'{}'::varchar[]", ()),
    )
