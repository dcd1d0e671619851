"""What an operator's comparison goes by, and when it was last made."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Comparison(models.Model):
    """`starts_on`: what ended, left or was produced before that day is not looked at.

    It is the day from which the operator's cases are kept here, unless somebody sets another one.
    """

    operator = models.OneToOneField(
        "accounts.Operator", models.CASCADE, primary_key=True, related_name="comparison"
    )
    starts_on = models.DateField("compara desde")
    compared_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)

    objects: ClassVar[models.Manager[Comparison]] = models.Manager()

    class Meta:
        verbose_name = "comparação"

    def __str__(self) -> str:
        return f"{self.operator_id} desde {self.starts_on:%d/%m/%Y}"


class ComparisonTerms(models.Model):
    """How long an operator takes to carry out a signed termination, from a day on.

    `days_to_leave` are business days after the signature within which the registry is to say inactive;
    `notice_days` the consecutive days in which a provider who leaves still produces, where its contract
    tells none.
    """

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="comparison_terms")
    valid_from = models.DateField("vale desde")
    days_to_leave = models.PositiveSmallIntegerField("inativar em até (dias úteis)", default=5)
    notice_days = models.PositiveSmallIntegerField("aviso prévio (dias corridos)", default=30)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["operator", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "valid_from"], name="one_comparison_term_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.valid_from}"
