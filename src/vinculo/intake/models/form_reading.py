"""One form read from a file, waiting for a person or already a case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.paper.form import RetentionForm


class FormReadingQuerySet(models.QuerySet["FormReading"]):
    def visible_to(self, actor: Actor) -> FormReadingQuerySet:
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.FORMS_IMPORT))


class FormReading(models.Model):
    """`form` is what was read (canonical JSON), `corrected` what the person made of it.

    `fingerprint` is the hash of what was read: the same form of the same operator is accepted once.
    """

    class Fate(models.TextChoices):
        WAITING = "waiting", "A conferir"
        ACCEPTED = "accepted", "Aceito"
        DISCARDED = "discarded", "Descartado"
        DUPLICATE = "duplicate", "Repetido"

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="form_readings")
    file = models.ForeignKey("intake.ImportedFile", models.CASCADE, related_name="readings")
    position = models.PositiveSmallIntegerField()
    source_text = models.TextField()
    form = models.JSONField()
    corrected = models.JSONField(null=True)
    confidence = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.WAITING)
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="readings")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[FormReading]] = models.Manager.from_queryset(FormReadingQuerySet)()

    class Meta:
        ordering = ["file_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "fingerprint"], condition=Q(fate="accepted"), name="form_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file} · {self.position}"

    def current_form(self) -> RetentionForm:
        """What stands now: the person's corrections over what was read."""
        return RetentionForm.from_json(self.corrected or self.form)
