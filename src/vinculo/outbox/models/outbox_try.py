"""One try of a row, as it ended."""

from __future__ import annotations

from django.db import models

from .outbox_row import OutboxRow


class OutboxTry(models.Model):
    """Kept of every try of a row that has a connection, and of each that failed of any other.

    `request` and `answer` are what the handler noted, cut to a length: they may hold personal data, so they
    are shown to who may see the matter of the row, and stand in no log.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "Feita"
        NO_CONNECTION = "no_connection", "Sem conexão"
        FAILED = "failed", "Falhou"
        REFUSED = "refused", "Recusada"
        LOST = "lost", "Interrompida"

    row = models.ForeignKey(OutboxRow, models.CASCADE, related_name="past_tries")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=13, choices=Outcome.choices)
    was_probe = models.BooleanField(default=False)
    request = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["row", "number"]
        constraints = [models.UniqueConstraint(fields=["row", "number"], name="one_outbox_try_of_a_number")]

    def __str__(self) -> str:
        return f"try {self.number} of {self.row_id}: {self.outcome}"
