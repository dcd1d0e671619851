"""Who has a case open right now."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CasePresence(models.Model):
    """Renewed by the open page; `seen_at` long ago means gone. `field` is where the person is writing."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    field = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_presence_per_case")]

    def __str__(self) -> str:
        return f"{self.user_id} em {self.case_id}"
