"""The running number of issued documents, one counter for each operator and year."""

from __future__ import annotations

from django.db import models


class DocumentCounter(models.Model):
    """Locked last in a transaction and never rolled forward without a document: numbers have no holes."""

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "year"], name="document_counter_once")]

    def __str__(self) -> str:
        return f"{self.operator_id}/{self.year}: {self.last}"
