"""A message that consultants send again and again, with gaps for names."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    def visible_to(self, actor: Actor) -> MessageTemplateQuerySet:
        if actor.is_system:
            return self
        there = {
            *actor.operators_with(Permission.CASES_SEE),
            *actor.operators_with(Permission.DESK_EDIT),
        }
        return self.filter(operator_id__in=there)


class MessageTemplate(models.Model):
    """Gaps stand in braces: {pessoa}, {prestador}, {consultor}, {operadora}, {processo}."""

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="message_templates")
    name = models.CharField("nome", max_length=60)
    text = models.TextField("mensagem", max_length=2000)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField("em uso", default=True)

    objects: ClassVar[models.Manager[MessageTemplate]] = models.Manager.from_queryset(
        MessageTemplateQuerySet
    )()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "name"], name="message_template_name_once")
        ]

    def __str__(self) -> str:
        return self.name
