"""How soon an operator wants its cases taken care of, from a day on."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ServiceLevel(models.Model):
    """All numbers are business days. The level in force on a day is the newest one valid by then."""

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="service_levels")
    valid_from = models.DateField("vale desde")
    first_contact_days = models.PositiveSmallIntegerField("primeiro contato em (dias úteis)", default=2)
    silence_days = models.PositiveSmallIntegerField("silêncio depois de (dias úteis)", default=10)
    decision_days = models.PositiveSmallIntegerField("decisão em (dias úteis)", default=30)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["operator", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "valid_from"], name="one_service_level_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.valid_from}"
