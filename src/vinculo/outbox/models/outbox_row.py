"""One thing that must happen after the commit that wrote it."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q

from ..exchange import Exchange


class OutboxRow(models.Model):
    """`kind` chooses the handler, `payload` is what it needs (ids, never personal data in clear logs).

    `connection` names the system that the handler talks to, blank for none. `held_since`: it waits, without a
    job, until that system answers again. `tries` counts the claims; `forgiven` of them do not count against
    the limit: they met a system that was down, or somebody has asked for more.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planejado"
        RUNNING = "running", "Em execução"
        DONE = "done", "Feito"
        FAILED = "failed", "Falhou, tentará de novo"
        GIVEN_UP = "given_up", "Desistiu"
        CANCELLED = "cancelled", "Cancelado"

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    connection = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    held_since = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    forgiven = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="outbox_due"),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["planned", "failed"], held_since=None),
                name="outbox_waiting",
            ),
            models.Index(
                fields=["connection", "state"], condition=~Q(connection=""), name="outbox_of_connection"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @cached_property
    def exchange(self) -> Exchange:
        """Where the handler notes what it asked and was answered in this try."""
        return Exchange()
