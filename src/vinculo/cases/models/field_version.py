"""Every save of every field, as typed: applied, in conflict, or rejected after the decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FieldVersion(models.Model):
    """Append-only. `record` names what the field belongs to: 'case', 'contact', 'offer' or 'dentist'."""

    class Fate(models.TextChoices):
        APPLIED = "applied", "gravada"
        CONFLICTING = "conflicting", "em conflito com outra gravação"
        REJECTED = "rejected", "recusada depois da decisão"

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="versions")
    record = models.CharField(max_length=10)
    record_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    raw = models.TextField(blank=True)
    fate = models.CharField(max_length=12, choices=Fate.choices, default=Fate.APPLIED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["case", "record", "record_id", "field", "-id"], name="versions_of_field")
        ]

    def __str__(self) -> str:
        return f"{self.record}.{self.field} v{self.version}"
