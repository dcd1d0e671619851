"""Lives and published CROs of a municipality at an operator, as of a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class CityCoverageQuerySet(models.QuerySet["CityCoverage"]):
    def visible_to(self, actor: Actor) -> CityCoverageQuerySet:
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))


class CityCoverage(models.Model):
    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="coverage")
    municipality = models.ForeignKey("network.Municipality", models.PROTECT, related_name="coverage")
    on = models.DateField("em")
    lives = models.PositiveIntegerField("vidas")
    published_cros = models.PositiveIntegerField("CROs únicos divulgados")

    objects: ClassVar[models.Manager[CityCoverage]] = models.Manager.from_queryset(CityCoverageQuerySet)()

    class Meta:
        ordering = ["-on"]
        verbose_name = "cobertura"
        constraints = [
            models.UniqueConstraint(fields=["operator", "municipality", "on"], name="coverage_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.on:%d/%m/%Y}"
