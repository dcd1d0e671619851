"""An original, kept as it came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class ImportedFileQuerySet(models.QuerySet["ImportedFile"]):
    def visible_to(self, actor: Actor) -> ImportedFileQuerySet:
        if actor.is_system:
            return self
        return self.filter(batch__operator_id__in=actor.operators_with(Permission.FORMS_IMPORT))


class FileState(models.TextChoices):
    """How far the reading of a file has come."""

    WAITING = "waiting", "Na fila"
    READING = "reading", "Lendo"
    READ = "read", "Lido"
    FAILED = "failed", "Não lido"


class ImportedFile(models.Model):
    """`problem`: the Portuguese sentence of what could not be read; its bytes are kept all the same.

    Only a file beyond the size limit has no `content`. `same_as` is the file of this batch that has the
    same bytes; then this one was not read again. `within` is the ZIP that it came in.

    A worker that begins to read sets `claimed_at` and counts one of `tries`; one that was killed leaves both,
    and the file is begun anew.

    `groups` are the forms that a person made of the file's sheets and that are still to be read: objects with
    the `position` of the form in the file and its `sheets`, each a number and the degrees it is turned by.
    """

    batch = models.ForeignKey("intake.ImportBatch", models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="imports/%Y/%m/", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    problem = models.TextField(blank=True)
    kind = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.READ)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    groups = models.JSONField(default=list)
    within = models.ForeignKey("self", models.CASCADE, null=True, related_name="contained")
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[ImportedFile]] = models.Manager.from_queryset(ImportedFileQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "name", "sha256"], name="file_once_per_batch"),
            models.CheckConstraint(
                condition=~Q(content="") | ~Q(problem=""), name="file_kept_or_refused_with_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch", "id"],
                condition=Q(state__in=["waiting", "reading"]),
                name="file_still_to_be_read",
            ),
        ]

    def __str__(self) -> str:
        return self.name
