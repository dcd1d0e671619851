"""Lives and published CROs of a municipality at an operator, as of a day."""

from __future__ import annotations

from django.db import models


class CityCoverage(models.Model):
    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="coverage")
    municipality = models.ForeignKey("network.Municipality", models.PROTECT, related_name="coverage")
    on = models.DateField("em")
    lives = models.PositiveIntegerField("vidas")
    published_cros = models.PositiveIntegerField("CROs únicos divulgados")

    class Meta:
        ordering = ["-on"]
        verbose_name = "cobertura"
        constraints = [
            models.UniqueConstraint(fields=["operator", "municipality", "on"], name="coverage_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.on:%d/%m/%Y}"
