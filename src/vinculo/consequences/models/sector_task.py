"""What a sector is asked because of a case, and what it answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..task_states import TaskAction, TaskState


class SectorTaskQuerySet(models.QuerySet["SectorTask"]):
    def visible_to(self, actor: Actor) -> SectorTaskQuerySet:
        """The only way to tasks: all where the actor sees cases, elsewhere those of its own sectors."""
        if actor.is_system:
            return self
        seen = Q(operator_id__in=actor.operators_with(Permission.CASES_SEE))
        for operator_id, sectors in actor.sectors.items():
            seen |= Q(operator_id=operator_id, sector__in=sectors)
        return self.filter(seen)


class SectorTask(models.Model):
    """`follows` is the signature or the reopening that made the task; without one, somebody asked.

    `facts` names what the sector is shown of the case; `holds_case` says that the case waits for the answer.
    Without an owner the task is in the sector's queue. `given_at` begins the time that the sector has: it
    starts anew when the task is reopened.
    """

    class Origin(models.TextChoices):
        ASKED = "asked", "Pedido"
        SIGNATURE = "signature", "Da assinatura"
        UNDO = "undo", "Para desfazer"

    operator = models.ForeignKey(
        "accounts.Operator", models.PROTECT, related_name="sector_tasks", db_index=False
    )
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="sector_tasks")
    sector = models.CharField(max_length=40)
    sector_label = models.CharField(max_length=120)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ASKED)
    follows = models.ForeignKey("cases.CaseEvent", models.PROTECT, null=True, related_name="+")
    token = models.UUIDField(null=True, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN, editable=False)
    text = models.TextField()
    facts = ArrayField(models.CharField(max_length=30), default=list)
    holds_case = models.BooleanField(default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[SectorTask]] = models.Manager.from_queryset(SectorTaskQuerySet)()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "follows", "sector"],
                condition=Q(follows__isnull=False),
                name="one_task_per_signature_and_sector",
            ),
            models.CheckConstraint(
                condition=Q(origin="asked", follows__isnull=True)
                | (~Q(origin="asked") & Q(follows__isnull=False)),
                name="task_follows_something_unless_asked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["operator", "sector", "due_on"],
                condition=Q(state=TaskState.OPEN),
                name="task_open_by_sector",
            ),
            models.Index(
                fields=["operator", "state", "due_on"],
                condition=Q(state__in=[TaskState.OPEN, TaskState.ANSWERED]),
                name="task_under_way",
            ),
            models.Index(
                fields=["operator", "-ended_at"], condition=Q(ended_at__isnull=False), name="task_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN


class TaskStep(models.Model):
    """What was done with a task, in order: who answered what, why it was reopened. Only added to."""

    task = models.ForeignKey(SectorTask, models.CASCADE, related_name="steps")
    action = models.CharField(max_length=10, choices=TaskAction.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.action}"


class TaskFile(models.Model):
    """An attachment of the case that the task shows: chosen by who asked, or brought with the answer."""

    task = models.ForeignKey(SectorTask, models.CASCADE, related_name="files")
    attachment = models.ForeignKey("cases.Attachment", models.PROTECT, related_name="+")
    is_answer = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["task", "attachment"], name="task_file_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.attachment_id}"
