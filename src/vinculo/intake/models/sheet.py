"""One sheet of a file as a picture, upright: what a person compares; it stays with the case as evidence."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case

from .form_reading import FormReading


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, actor: Actor) -> SheetQuerySet:
        if actor.is_system:
            return self
        return self.filter(file__batch__operator_id__in=actor.operators_with(Permission.FORMS_IMPORT))


class Sheet(models.Model):
    """`number` counts the sheets of the file from 0; `turned` is how far it was turned to stand upright."""

    file = models.ForeignKey("intake.ImportedFile", models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    picture = models.FileField(upload_to="sheets/%Y/%m/", max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    turned = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[Sheet]] = models.Manager.from_queryset(SheetQuerySet)()

    class Meta:
        ordering = ["file_id", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="sheet_number")]

    def __str__(self) -> str:
        return f"{self.file} · folha {self.number + 1}"


class FieldConfirmation(models.Model):
    """Somebody has looked at a field of a reading and found it as on paper, or has put it right."""

    reading = models.ForeignKey(FormReading, models.CASCADE, related_name="confirmations")
    field = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "field"], name="field_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.field}"


class ReturnedSheet(models.Model):
    """A sheet that we printed, come back signed or written on.

    `changes` is what pen changed on it: a list of objects with `field`, `kind` ("ticked", "unticked",
    "written"), `box` (as of `paper.reading.Box`) and `sure`. `attachment` is the sheet in its case.
    """

    sheet = models.OneToOneField(Sheet, models.CASCADE, related_name="returned")
    case_print = models.ForeignKey("cases.CasePrint", models.PROTECT, related_name="returned")
    page = models.PositiveSmallIntegerField()
    changes = models.JSONField(default=list)
    attachment = models.ForeignKey("cases.Attachment", models.SET_NULL, null=True, related_name="+")
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_print} · página {self.page}"

    @property
    def case(self) -> Case:
        """Where the sheet is now: a case that took in the printed one has its attachments."""
        return self.attachment.case if self.attachment else self.case_print.case
