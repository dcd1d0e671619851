"""Whether a system that rows talk to answers, as all workers see it."""

from __future__ import annotations

from django.db import models

from .outbox_row import OutboxRow


class ConnectionHealth(models.Model):
    """The breaker of one connection; a connection without a row has never failed.

    `failures` in a row, `failing_since` the first of them. While it is down, `probe_at` says when a row is
    tried on it next; while it is being probed, `probe_row` is that row and `probe_began_at` its claim.
    """

    class State(models.TextChoices):
        WELL = "well", "No ar"
        DOWN = "down", "Fora do ar"
        PROBING = "probing", "Fora do ar, verificando"

    name = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WELL)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    probe_at = models.DateTimeField(null=True)
    failed_probes = models.PositiveIntegerField(default=0)
    probe_row = models.ForeignKey(OutboxRow, models.SET_NULL, null=True, related_name="+")
    probe_began_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
