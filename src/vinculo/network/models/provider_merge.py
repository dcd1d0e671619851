"""Two records of one provider made one, and what it takes to part them again."""

from __future__ import annotations

from django.db import models

from .undoable_merge import UndoableMerge


class ProviderMerge(UndoableMerge):
    kept = models.ForeignKey("network.Provider", models.PROTECT, related_name="merges_taken_in")
    merged = models.ForeignKey("network.Provider", models.PROTECT, related_name="merges_given_away")

    class Meta(UndoableMerge.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="provider_merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
