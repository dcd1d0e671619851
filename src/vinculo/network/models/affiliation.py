"""Which dentist works at, or is technical manager (RT) of, which provider, from when to when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


class Affiliation(models.Model):
    """`ends_on` is the first day on which it no longer holds. A pending change is asked for, not done."""

    provider = models.ForeignKey("network.Provider", models.CASCADE, related_name="affiliations")
    dentist = models.ForeignKey("network.Dentist", models.CASCADE, related_name="affiliations")
    is_technical_manager = models.BooleanField("responsável técnico", default=False)
    starts_on = models.DateField("desde", null=True, blank=True)
    ends_on = models.DateField("até", null=True, blank=True)
    is_pending = models.BooleanField("alteração pendente", default=False)

    class Meta:
        ordering = ["-is_technical_manager", "dentist__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="affiliation_starts_before_it_ends",
            ),
            ExclusionConstraint(
                name="one_technical_manager_at_a_time",
                expressions=[
                    ("provider", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_technical_manager=True, is_pending=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dentist} · {self.provider}"
