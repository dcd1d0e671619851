"""A day on which a state, a city or an operator does not work, besides what the calendar of the law knows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LocalHoliday(models.Model):
    """Every year on `month` and `day`, or once in `year`.

    It holds for a municipality, for a whole UF, or for an operator wherever it works: exactly one of them.
    One that was removed stays, so that it can be brought back and no packaged list brings it back unasked.
    """

    municipality = models.ForeignKey("network.Municipality", models.CASCADE, null=True, blank=True)
    uf = models.CharField("UF", max_length=2, blank=True)
    operator = models.ForeignKey("accounts.Operator", models.CASCADE, null=True, blank=True)
    month = models.PositiveSmallIntegerField("mês")
    day = models.PositiveSmallIntegerField("dia")
    year = models.PositiveSmallIntegerField("ano", null=True, blank=True)
    name = models.CharField("nome", max_length=120)
    is_packaged = models.BooleanField(default=False, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["month", "day", "pk"]
        verbose_name = "feriado local"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(municipality__isnull=False, uf="", operator__isnull=True)
                    | (Q(municipality__isnull=True, operator__isnull=True) & ~Q(uf=""))
                    | Q(municipality__isnull=True, uf="", operator__isnull=False)
                ),
                name="holiday_holds_for_one_place",
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31)), name="holiday_is_a_day_of_the_year"
            ),
            models.UniqueConstraint(
                fields=["municipality", "uf", "operator", "month", "day", "year"],
                nulls_distinct=False,
                name="holiday_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:02d}/{self.month:02d} {self.name}"
