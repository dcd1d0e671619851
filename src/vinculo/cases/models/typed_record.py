"""A record whose fields are typed by people: the text as typed stands beside each parsed value."""

from __future__ import annotations

from django.db import models


class TypedRecord(models.Model):
    """`raw_values` holds what was typed, by field; `field_versions` counts the saves of each field.

    The columns hold the parsed values, None where the text could not be read.
    """

    raw_values = models.JSONField(default=dict, editable=False)
    field_versions = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    def raw(self, field: str) -> str:
        """What was typed in a field; empty where nothing was."""
        return str(self.raw_values.get(field, ""))

    def version(self, field: str) -> int:
        return int(self.field_versions.get(field, 0))
