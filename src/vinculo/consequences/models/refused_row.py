"""A row that came among the requests of providers and cannot be read as one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from .incoming_request import IncomingRequest


class RefusedRowQuerySet(models.QuerySet["RefusedRow"]):
    def visible_to(self, actor: Actor) -> RefusedRowQuerySet:
        """The only way to rows: whoever sees cases sees those of its operators."""
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.CASES_SEE))


class RefusedRow(models.Model):
    """`told` is the row as it came, by its own names; `parts` says under which of them what was looked for.

    `place` is where it stood the last time it came: in the file of that name, or among what the system had.
    The same row again is this one, known by `digest`. It holds personal data, in whatever place.
    """

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=10, choices=IncomingRequest.Source.choices)
    file_name = models.CharField("arquivo", max_length=200, blank=True)
    place = models.PositiveIntegerField("linha")
    reason = models.CharField("motivo", max_length=300)
    told = models.JSONField()
    parts = models.JSONField()
    digest = models.CharField(max_length=64)
    first_came_at = models.DateTimeField()
    last_came_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[RefusedRow]] = models.Manager.from_queryset(RefusedRowQuerySet)()

    class Meta:
        ordering = ["first_came_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["operator", "digest"], name="refused_row_once")]
        indexes = [
            models.Index(
                fields=["operator", "first_came_at", "id"],
                condition=Q(dismissed_at=None),
                name="refused_rows_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.place}"
