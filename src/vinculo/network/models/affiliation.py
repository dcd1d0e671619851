"""Which dentist works at, or is technical manager (RT) of, which provider, from when to when."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

_DAYS = Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange")


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def visible_to(self, actor: Actor) -> AffiliationQuerySet:
        if actor.is_system:
            return self
        return self.filter(provider__operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))

    def standing_on(self, day: dt.date) -> AffiliationQuerySet:
        """Those that hold on that day; what is only asked for does not."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gt=day),
            is_pending=False,
        )


class Affiliation(models.Model):
    """`ends_on` is the first day on which it no longer holds.

    A pending change of the RT is asked for, not done; `withdrawn_at` is set where it never will be.
    `protocol_number` is the protocol by which the change was asked for. `is_fed`: the core system told it.
    """

    provider = models.ForeignKey("network.Provider", models.CASCADE, related_name="affiliations")
    dentist = models.ForeignKey("network.Dentist", models.CASCADE, related_name="affiliations")
    is_technical_manager = models.BooleanField("responsável técnico", default=False)
    starts_on = models.DateField("desde", null=True, blank=True)
    ends_on = models.DateField("até", null=True, blank=True)
    is_pending = models.BooleanField("alteração pendente", default=False)
    withdrawn_at = models.DateTimeField("desistência em", null=True, blank=True)
    protocol_number = models.CharField("nº do protocolo", max_length=15, blank=True)
    is_fed = models.BooleanField(default=False, editable=False, db_default=False)

    objects: ClassVar[models.Manager[Affiliation]] = models.Manager.from_queryset(AffiliationQuerySet)()

    class Meta:
        ordering = ["-is_technical_manager", "dentist__folded_name", "pk"]
        verbose_name = "vínculo"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="affiliation_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(is_pending=True),
                name="affiliation_only_pending_is_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(is_technical_manager=True, is_pending=True, withdrawn_at__isnull=True),
                name="one_pending_technical_manager",
            ),
            ExclusionConstraint(
                name="one_technical_manager_at_a_time",
                expressions=[("provider", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(is_technical_manager=True, is_pending=False),
            ),
            ExclusionConstraint(
                name="dentist_once_at_a_provider",
                expressions=[
                    ("provider", RangeOperators.EQUAL),
                    ("dentist", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(is_technical_manager=False, is_pending=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dentist} · {self.provider}"

    def stands_on(self, day: dt.date) -> bool:
        """Whether it holds on that day."""
        return (
            not self.is_pending
            and (self.starts_on is None or self.starts_on <= day)
            and (self.ends_on is None or self.ends_on > day)
        )
