"""What was printed of a case: kept, so that paper which comes back can be held against it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CasePrint(models.Model):
    """The form as it stood on paper. Printing the same again is the same print.

    `code` stands on every page and names the print to whoever reads it; it says nothing of the case.
    `digest` is the hash of what was printed.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="prints")
    code = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    edition = models.ForeignKey("cases.FormEdition", models.PROTECT, related_name="+")
    form = models.JSONField()
    pages = models.PositiveSmallIntegerField()
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    printed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "digest"], name="print_of_case_once")]

    def __str__(self) -> str:
        return self.code
