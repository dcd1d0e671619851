"""What was offered to keep the provider (an action of the form), with its note."""

from __future__ import annotations

from django.db import models

from .typed_record import TypedRecord


class Offer(TypedRecord):
    """`code` is an action of the case's edition. An offer of fees keeps both US values, in BRL."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="offers")
    code = models.CharField(max_length=40)
    note = models.TextField(null=True)
    current_us_value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    offered_us_value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    is_ticked = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="offer_once")]

    def __str__(self) -> str:
        return self.code
