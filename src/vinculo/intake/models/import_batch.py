"""A number of files that one person brought in at once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, actor: Actor) -> ImportBatchQuerySet:
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.FORMS_IMPORT))


class ImportBatch(models.Model):
    """`as_history`: what is accepted becomes closed cases of the past. The same token is the same batch.

    While `paused_at` is set no file of it is begun. `undone_at`: what it brought was taken back as a whole.
    """

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="import_batches")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    as_history = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    creation_token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[models.Manager[ImportBatch]] = models.Manager.from_queryset(ImportBatchQuerySet)()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Importação {self.pk}"
