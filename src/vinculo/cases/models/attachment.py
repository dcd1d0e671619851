"""A file that proves something: a screenshot, a letter, the signed form."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    """Kept in storage behind the case's permission; `sha256` recognises the same file twice.

    `text` is what the file itself says, where it carries text; `thumbnail` a small picture of it. A worker
    fills both after the file has been kept.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="attachments")
    contact = models.ForeignKey("cases.Contact", models.SET_NULL, null=True, related_name="attachments")
    file = models.FileField(upload_to="cases/%Y/%m/", max_length=200)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    text = models.TextField(blank=True, editable=False)
    thumbnail = models.FileField(upload_to="thumbnails/%Y/%m/", max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "contact", "sha256"],
                condition=Q(voided_at__isnull=True),
                nulls_distinct=False,
                name="attachment_once_per_contact",
            )
        ]

    def __str__(self) -> str:
        return self.name
