"""What an operator writes to its providers about decisions: a template, and each wording it ever had."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def visible_to(self, actor: Actor) -> LetterTemplateQuerySet:
        if actor.is_system:
            return self
        there = {
            *actor.operators_with(Permission.CASES_SEE),
            *actor.operators_with(Permission.DESK_EDIT),
        }
        return self.filter(operator_id__in=there)


class LetterTemplate(models.Model):
    """`outcome` is the decision that it is about; blank for any."""

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="letter_templates")
    name = models.CharField("nome", max_length=60)
    outcome = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField("em uso", default=True)

    objects: ClassVar[models.Manager[LetterTemplate]] = models.Manager.from_queryset(LetterTemplateQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["operator", "name"], name="letter_template_name_once")]

    def __str__(self) -> str:
        return self.name


class LetterTemplateVersion(models.Model):
    """A wording. Append-only: a change is a new version, and letters that were issued keep theirs."""

    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("título", max_length=120)
    body = models.TextField("carta", max_length=8000)
    message = models.TextField("mensagem", max_length=2000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="letter_template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"
