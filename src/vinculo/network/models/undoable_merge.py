"""Two records of one thing made one, and what it takes to part them again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class UndoableMerge(models.Model):
    """`moved`: by kind of record, the ids that went from `merged` to `kept`, and what the fields said."""

    moved = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]
