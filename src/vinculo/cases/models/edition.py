"""An edition of the form, as an operator keeps it."""

from __future__ import annotations

from django.db import models

from vinculo.paper.editions import Edition


class FormEdition(models.Model):
    """`definition` is `Edition.to_data()`; new cases take the latest that is valid on their day."""

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("edição")
    valid_from = models.DateField("válida desde")
    definition = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["operator", "number"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.operator} · edição {self.number}"

    @property
    def edition(self) -> Edition:
        return Edition.from_data(self.definition)
