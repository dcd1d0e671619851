"""Two cases of one request made one, and what it takes to part them again."""

from __future__ import annotations

from django.db import models

from vinculo.network.models.undoable_merge import UndoableMerge


class CaseMerge(UndoableMerge):
    kept = models.ForeignKey("cases.Case", models.PROTECT, related_name="merges_taken_in")
    merged = models.ForeignKey("cases.Case", models.PROTECT, related_name="merges_given_away")

    class Meta(UndoableMerge.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="case_merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
