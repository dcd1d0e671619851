"""A time in which a case waited for somebody else: it does not count against its consultant."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class WaitingPeriod(models.Model):
    """`on` is `Case.PROVIDER` or the code of a sector; `until` is None while the case still waits."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="waiting_periods")
    on = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="one_wait_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="wait_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.since:%Y-%m-%d}"
