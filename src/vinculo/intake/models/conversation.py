"""A conversation as WhatsApp exports it, and its messages, each recognised when it comes again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, actor: Actor) -> ConversationQuerySet:
        if actor.is_system:
            return self
        return self.filter(case__operator_id__in=actor.operators_with(Permission.CASES_WORK))


class Conversation(models.Model):
    """One exported file, dropped on one case. `settled_at`: its messages were taken over, or left out."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="conversations")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="conversations/%Y/%m/", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    our_names = models.JSONField(default=list)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Conversation]] = models.Manager.from_queryset(ConversationQuerySet)()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"conversa {self.pk}"


class TakenMessage(models.Model):
    """A message that has become part of a contact: the same one never becomes part of another.

    `key` is a digest of moment, author and text, with a running number among equal ones.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="taken_messages")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="taken_messages")
    contact = models.ForeignKey("cases.Contact", models.CASCADE, related_name="taken_messages")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="message_taken_once")]

    def __str__(self) -> str:
        return self.key
