"""A time in which a system did not answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Outage(models.Model):
    """From the first failure to the first answer; `reason` is the sentence of the last failure."""

    connection = models.CharField(max_length=80)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["connection", "began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], condition=Q(ended_at=None), name="one_open_outage_of_a_connection"
            )
        ]
        indexes = [models.Index(fields=["connection", "began_at"], name="outages_of_connection")]

    def __str__(self) -> str:
        return f"{self.connection} {self.began_at:%Y-%m-%d %H:%M}"
