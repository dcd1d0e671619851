"""How an operator asks one of its sectors, from a day on."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class SectorTerms(models.Model):
    """Days are business days. The terms in force on a day are the newest ones valid by then.

    `request_text` is what a request begins with, `signature_text` what a signature asks; both have gaps.
    """

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="sector_terms")
    sector = models.CharField(max_length=40)
    valid_from = models.DateField("vale desde")
    answer_days = models.PositiveSmallIntegerField("responder em (dias úteis)")
    remind_days = models.PositiveSmallIntegerField("lembrar antes (dias úteis)")
    request_text = models.TextField("texto do pedido")
    signature_text = models.TextField("texto depois da assinatura")
    facts = ArrayField(models.CharField(max_length=30), default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["operator", "sector", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "sector", "valid_from"], name="one_set_of_sector_terms_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.sector} {self.valid_from}"
