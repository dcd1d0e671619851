"""What has been told to a person: notices are the events of cases that name them."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class NoticesSeen(models.Model):
    """`up_to` is the id of the newest event that the person has seen among the notices."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices_seen")
    up_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id} até {self.up_to}"


class DigestSent(models.Model):
    """The morning's e-mail to a person, once a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_per_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
