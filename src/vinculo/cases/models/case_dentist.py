"""A dentist that a case is about: the first stands in the head, the further ones are rows."""

from __future__ import annotations

from django.db import models

from .typed_record import TypedRecord


class CaseDentist(TypedRecord):
    """A further CRO of the same case, printed on the continuation sheet."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="dentists")
    position = models.PositiveSmallIntegerField()
    dentist = models.ForeignKey("network.Dentist", models.PROTECT, null=True, related_name="+")
    name = models.TextField(null=True)
    cro = models.CharField(max_length=7, null=True)
    cro_state = models.CharField(max_length=2, null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["cro", "cro_state"], name="case_dentist_by_cro")]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="case_dentist_position")]

    def __str__(self) -> str:
        return self.name or self.cro or ""
