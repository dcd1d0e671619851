"""What was true of a provider when: status, place, contract. At most one of each on any day.

`ends_on` is the first day on which it no longer holds; None in `starts_on` is a beginning nobody told.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from .provider import Provider

_DAYS = Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange")


AnyPeriod = TypeVar("AnyPeriod", bound="Period")


def of_provider(provider: Provider) -> Q:
    """In the type of the column: the index of the days (GiST) answers for no other."""
    return Q(provider_id=Cast(Value(provider.pk), models.BigIntegerField()))


class PeriodQuerySet(models.QuerySet[AnyPeriod]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self
        return self.filter(provider__operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))

    def standing_on(self, day: dt.date) -> Self:
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gt=day)
        )


class Period(models.Model):
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="%(class)ss", db_index=False)
    starts_on = models.DateField("desde", null=True, blank=True)
    ends_on = models.DateField("até", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = [F("starts_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="%(class)s_starts_before_it_ends",
            ),
            # Serves the look for the one that stands, too.
            models.UniqueConstraint(
                fields=["provider"], condition=Q(ends_on__isnull=True), name="%(class)s_one_stands"
            ),
            ExclusionConstraint(
                name="%(class)s_one_at_a_time",
                expressions=[("provider", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
            ),
        ]


class StatusPeriod(Period):
    status = models.CharField("situação", max_length=10, choices=Provider.Status.choices)

    objects: ClassVar[models.Manager[StatusPeriod]] = models.Manager.from_queryset(PeriodQuerySet)()

    class Meta(Period.Meta):
        verbose_name = "situação"

    def __str__(self) -> str:
        return self.get_status_display()


class AddressPeriod(Period):
    """`postal_code` is eight digits or blank."""

    municipality = models.ForeignKey("network.Municipality", models.PROTECT, null=True, db_index=False)
    street = models.CharField("endereço", max_length=250, blank=True)
    district = models.CharField("bairro", max_length=100, blank=True)
    postal_code = models.CharField("CEP", max_length=8, blank=True)

    objects: ClassVar[models.Manager[AddressPeriod]] = models.Manager.from_queryset(PeriodQuerySet)()

    class Meta(Period.Meta):
        verbose_name = "endereço"

    def __str__(self) -> str:
        return self.street or str(self.municipality or "")


class Contract(Period):
    """`notice_days`: consecutive days of notice that the contract asks of either side. `is_fed`: the core
    system told it.
    """

    us_value = models.DecimalField(
        "valor da US (moeda)", max_digits=9, decimal_places=4, null=True, blank=True
    )
    notice_days = models.PositiveSmallIntegerField("aviso prévio (dias)", null=True, blank=True)
    is_fed = models.BooleanField(default=False, editable=False, db_default=False)

    objects: ClassVar[models.Manager[Contract]] = models.Manager.from_queryset(PeriodQuerySet)()

    class Meta(Period.Meta):
        verbose_name = "contrato"

    def __str__(self) -> str:
        return f"US {self.us_value}" if self.us_value is not None else "contrato"
