"""A protocol that we opened because of a case; never the originating one, which stands in the head."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class OpenedProtocol(models.Model):
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="opened_protocols")
    kind = models.CharField("tipo", max_length=80)
    in_name_of = models.CharField("em nome de", max_length=200)
    number = models.CharField("número", max_length=40)
    opened_at = models.DateTimeField("aberto em")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="opened_protocol_once_per_case")
        ]
        indexes = [models.Index(fields=["number"], name="opened_protocol_by_number")]

    def __str__(self) -> str:
        return self.number
