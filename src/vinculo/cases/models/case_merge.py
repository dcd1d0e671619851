"""Two cases of one request made one, and what it takes to part them again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CaseMerge(models.Model):
    """`moved`: by kind of record, the ids that went from `merged` to `kept`, and what the fields said."""

    kept = models.ForeignKey("cases.Case", models.PROTECT, related_name="merges_taken_in")
    merged = models.ForeignKey("cases.Case", models.PROTECT, related_name="merges_given_away")
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="case_merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
