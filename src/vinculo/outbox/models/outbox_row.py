"""One thing that must happen after the commit that wrote it."""

from __future__ import annotations

from django.db import models


class OutboxRow(models.Model):
    """`kind` chooses the handler, `payload` is what it needs (ids, never personal data in clear logs)."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planejado"
        RUNNING = "running", "Em execução"
        DONE = "done", "Feito"
        FAILED = "failed", "Falhou, tentará de novo"
        GIVEN_UP = "given_up", "Desistiu"
        CANCELLED = "cancelled", "Cancelado"

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"
