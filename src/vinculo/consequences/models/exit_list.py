"""What an operator has done when a provider leaves, from a day on."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ExitList(models.Model):
    """`items`: in order, each with `code`, `label`, `text`, `days` (business days) and `needs_evidence`.

    The list in force on a day is the newest one valid by then.
    """

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="exit_lists")
    valid_from = models.DateField("vale desde")
    items = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["operator", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "valid_from"], name="one_exit_list_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.valid_from}"
