"""A phone number of a provider that stood in the notes of a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class ProviderPhoneQuerySet(models.QuerySet["ProviderPhone"]):
    def visible_to(self, actor: Actor) -> ProviderPhoneQuerySet:
        if actor.is_system:
            return self
        return self.filter(provider__operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))


class ProviderPhone(models.Model):
    """`digits` are national, ninth digit in place; `found_in` names the case whose note says the number.

    A number that was taken out (`dismissed_at`) is not found again.
    """

    provider = models.ForeignKey("network.Provider", models.CASCADE, related_name="noted_phones")
    digits = models.CharField("telefone", max_length=11)
    found_in = models.CharField(max_length=40, blank=True)
    found_at = models.DateTimeField()
    last_answered_on = models.DateField(null=True)
    dismissed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[ProviderPhone]] = models.Manager.from_queryset(ProviderPhoneQuerySet)()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["digits"], name="noted_phone_by_digits")]
        constraints = [models.UniqueConstraint(fields=["provider", "digits"], name="noted_phone_once")]

    def __str__(self) -> str:
        return f"telefone {self.pk}"
