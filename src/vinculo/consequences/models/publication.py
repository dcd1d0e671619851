"""Doors to the legal clocks from outside: an operator's public page, and a person's calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class PublicPage(models.Model):
    """Whether everybody may read an operator's changes of the network. Without a row, nobody may."""

    operator = models.OneToOneField("accounts.Operator", models.CASCADE, related_name="public_page")
    is_on = models.BooleanField("página pública", default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.operator_id} {self.is_on}"


class CalendarAddress(models.Model):
    """The secret address of a person's calendar: its digest alone is kept, so that a copy opens nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_addresses")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_calendar_address_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"
