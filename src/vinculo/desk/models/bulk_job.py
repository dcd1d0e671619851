"""One thing done to many cases at once, by a worker, line by line."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from vinculo.accounts.actor import Actor


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    def visible_to(self, actor: Actor) -> BulkJobQuerySet:
        """Only one's own: the lines name cases."""
        return self.filter(asked_by=actor.user) if actor.user is not None else self.none()


class BulkJob(models.Model):
    """`parameters`: what to do (the consultant, the day, the columns). The cases are its lines.

    `stop_requested_at` ends it after the line that is being done. `result` is the file of an export.
    `progress_at` is when a worker last did something of it: a job that stands still lost its worker.
    """

    class Kind(models.TextChoices):
        REASSIGN = "reassign", "Passar a outro consultor"
        NEXT_CONTACT = "next_contact", "Marcar próximo contato"
        EXPORT_CSV = "export_csv", "Exportar CSV"
        EXPORT_XLSX = "export_xlsx", "Exportar Excel"
        EXPORT_PDF = "export_pdf", "Formulários em PDF"

    class State(models.TextChoices):
        PLANNED = "planned", "Na fila"
        RUNNING = "running", "Em andamento"
        DONE = "done", "Concluído"
        STOPPED = "stopped", "Interrompido"
        FAILED = "failed", "Falhou"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    parameters = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bulk_jobs")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    progress_at = models.DateTimeField(null=True)
    stop_requested_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    result = models.FileField(upload_to="exports/%Y/%m/", max_length=200, blank=True)

    objects: ClassVar[models.Manager[BulkJob]] = models.Manager.from_queryset(BulkJobQuerySet)()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["asked_by", "-id"], name="bulk_jobs_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class BulkLine(models.Model):
    """One case of the job, and what became of it; `message` is the sentence of a refusal.

    `before` holds what the line changed, as it stood, to give it back.
    """

    class Fate(models.TextChoices):
        WAITING = "waiting", "Na fila"
        DONE = "done", "Feito"
        REFUSED = "refused", "Recusado"

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.WAITING)
    message = models.TextField(blank=True)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "case"], name="case_once_per_bulk_job")]
        indexes = [models.Index(fields=["job", "fate", "position"], name="bulk_lines_by_fate")]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.position}"
