"""A time in which a consultant is away."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """Both days included. `moved`: the ids of the cases that went to each substitute, to give them back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="+")
    starts_on = models.DateField("de")
    ends_on = models.DateField("até")
    moved = models.JSONField(default=dict)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="absence_starts_before_it_ends"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_on}"
