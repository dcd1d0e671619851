"""One form read from a file, waiting for a person or already a case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.paper.form import RetentionForm


class Fate(models.TextChoices):
    """What became of a reading."""

    WAITING = "waiting", "A conferir"
    ACCEPTED = "accepted", "Aceito"
    MATCHED = "matched", "Já era processo"
    DISCARDED = "discarded", "Descartado"
    DUPLICATE = "duplicate", "Repetido"
    RELEASED = "released", "Processo cancelado"
    REGROUPED = "regrouped", "Páginas reagrupadas"


SETTLED_WITH_CASE = (Fate.ACCEPTED, Fate.MATCHED)


class FormReadingQuerySet(models.QuerySet["FormReading"]):
    def visible_to(self, actor: Actor) -> FormReadingQuerySet:
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.FORMS_IMPORT))


class FormReading(models.Model):
    """`form` is what was read (canonical JSON), for good; `corrections` is what people typed over it.

    `unread` is what stands in a field of which the reader could make no value, word for word, by field.
    `fingerprint` is the hash of what was read: the same form of the same operator has one case, however
    the file was laid out. `doubts` counts what a person should look at. `duplicate_of` is the reading that
    brought the same form before.

    `sheets` are the numbers of the file's sheets that the form fills, and `places` where on them each field
    stands (`paper.reading.Box`, as JSON); both are empty for a file without paper.
    """

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="form_readings")
    file = models.ForeignKey("intake.ImportedFile", models.CASCADE, related_name="readings")
    position = models.PositiveSmallIntegerField()
    source_text = models.TextField()
    form = models.JSONField()
    confidence = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    unread = models.JSONField(default=dict)
    corrections = models.JSONField(default=list)
    sheets = models.JSONField(default=list)
    places = models.JSONField(default=dict)
    doubts = models.PositiveSmallIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.WAITING)
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="duplicates")
    case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="readings")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[FormReading]] = models.Manager.from_queryset(FormReadingQuerySet)()

    class Meta:
        ordering = ["file_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "fingerprint"],
                condition=Q(fate__in=SETTLED_WITH_CASE),
                name="form_has_one_case",
            ),
            models.UniqueConstraint(fields=["file", "position"], name="form_position"),
        ]
        indexes = [
            models.Index(fields=["operator", "fingerprint"], name="form_by_fingerprint"),
            models.Index(fields=["operator", "fate"], name="form_by_fate"),
        ]

    def __str__(self) -> str:
        return f"{self.file} · {self.position}"

    def form_as_read(self) -> RetentionForm:
        return RetentionForm.from_json(self.form)

    @property
    def is_waiting(self) -> bool:
        return self.fate == Fate.WAITING

    @property
    def is_found_by_code(self) -> bool:
        """Whether the code on its sheets found the case: then nobody has said that it is this one."""
        return self.fate == Fate.MATCHED and self.settled_by_id is None
