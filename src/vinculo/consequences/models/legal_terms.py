"""What the law asks of a termination, as an operator has it from a day on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class LegalTerms(models.Model):
    """In force on a day are the newest ones valid by then; a clock has those of its signature's day.

    `notice_days` and `kept_days` are consecutive days, `consult_days` business days. Until somebody has
    noted who confirmed them, and when, everything that follows from them is shown as unconfirmed.
    """

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="legal_terms")
    valid_from = models.DateField("vale desde")
    notice_days = models.PositiveSmallIntegerField("aviso aos beneficiários (dias corridos)")
    notice_norm = models.CharField("norma do aviso", max_length=200)
    kept_days = models.PositiveSmallIntegerField("aviso mantido no ar (dias corridos)")
    kept_norm = models.CharField("norma da publicação e da substituição", max_length=200)
    consult_days = models.PositiveSmallIntegerField("consulta odontológica (dias úteis)")
    consult_norm = models.CharField("norma do tempo de espera", max_length=200)
    portal_text = models.TextField("aviso do portal")
    call_text = models.TextField("orientação da central")
    no_substitute_text = models.TextField("o que se diz onde não há substituto")
    confirmed_on = models.DateField("confirmado pelo jurídico em", null=True)
    confirmed_by = models.CharField("confirmado por", max_length=150, blank=True)
    confirmation_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["operator", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "valid_from"], name="one_set_of_legal_terms_per_day"),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmed_by="")
                | (Q(confirmed_on__isnull=False) & ~Q(confirmed_by="")),
                name="legal_terms_confirmed_by_somebody_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.valid_from}"
