"""One reading of what an operator's core system tells, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class SyncRunQuerySet(models.QuerySet["SyncRun"]):
    def visible_to(self, actor: Actor) -> SyncRunQuerySet:
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.REGISTRY_SYNC))


class SyncRun(models.Model):
    """`counts`: by entity, how many rows are new, changed, gone, the same, rejected, repeated; of ties and
    contracts how many would end, of how many that stood, where these are more than a few.

    `would_deactivate` of `active_before` providers would become inactive, `share` may without a question.
    `told`: by entity, the fields that the feed speaks of and whether it is whole. `started_by` is None where
    the schedule began it. `progress_at` is when a process last told that it works on it. `keeps_undo`: what
    it wrote over is kept, up to the next one that is applied. `report`: what an undo left, in sentences.
    """

    class Origin(models.TextChoices):
        UPLOAD = "upload", "Arquivos enviados"
        CONNECTION = "connection", "Conexão"

    class State(models.TextChoices):
        READING = "reading", "Lendo"
        READY = "ready", "Pronta para aplicar"
        ASKS = "asks", "Pede confirmação"
        APPLYING = "applying", "Aplicando"
        APPLIED = "applied", "Aplicada"
        FAILED = "failed", "Falhou"
        DISMISSED = "dismissed", "Descartada"
        STOPPED = "stopped", "Interrompida"
        UNDONE = "undone", "Desfeita"

    OPEN_STATES: ClassVar = (State.READING, State.READY, State.ASKS, State.APPLYING)

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="sync_runs")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    label = models.CharField("origem", max_length=200)
    state = models.CharField("estado", max_length=10, choices=State.choices, default=State.READING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=80, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    progress_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    share = models.FloatField(default=0.05)
    would_deactivate = models.PositiveIntegerField(default=0)
    active_before = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    report = models.JSONField(default=list)
    rejects = models.FileField(upload_to="sync/%Y/%m/", max_length=200, blank=True)
    keeps_undo = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[SyncRun]] = models.Manager.from_queryset(SyncRunQuerySet)()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "sincronização"
        constraints = [
            models.UniqueConstraint(
                fields=["operator"],
                condition=Q(state__in=["reading", "ready", "asks", "applying"]),
                name="one_open_sync_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["operator", "-id"], name="sync_runs_of_operator")]

    def __str__(self) -> str:
        return f"Sincronização {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES
