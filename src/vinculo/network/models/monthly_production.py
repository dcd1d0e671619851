"""What a provider produced in a month."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class MonthlyProductionQuerySet(models.QuerySet["MonthlyProduction"]):
    def visible_to(self, actor: Actor) -> MonthlyProductionQuerySet:
        if actor.is_system:
            return self
        return self.filter(provider__operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))


class MonthlyProduction(models.Model):
    """`month` is its first day, `us_quantity` how many US were produced, `amount` their value in reais.

    A month without a row is one of which nothing is known, not one without production. Rows come by the
    million: that each has its provider is checked for a whole statement by a trigger, which takes a fifth of
    the time of a foreign key, and keeps the same.
    """

    pk = models.CompositePrimaryKey("provider_id", "month")
    provider = models.ForeignKey(
        "network.Provider",
        models.CASCADE,
        related_name="monthly_production",
        db_index=False,
        db_constraint=False,
    )
    month = models.DateField("mês")
    us_quantity = models.DecimalField("quantidade de US", max_digits=12, decimal_places=2, null=True)
    amount = models.DecimalField("valor", max_digits=14, decimal_places=2, null=True)
    last_day = models.DateField("último dia", null=True)

    objects: ClassVar[models.Manager[MonthlyProduction]] = models.Manager.from_queryset(
        MonthlyProductionQuerySet
    )()

    class Meta:
        ordering = ["-month"]
        verbose_name = "produção do mês"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="monthly_production_month_is_its_first_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} · {self.month:%m/%Y}"
