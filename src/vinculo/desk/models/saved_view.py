"""A list that somebody looks at again and again: its filters, order and columns under a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> SavedViewQuerySet:
        """The actor's own, and those of the teams of operators whose cases the actor sees."""
        if actor.user is None:
            return self.none()
        shared = Q(operator_id__in=actor.operators_with(Permission.CASES_SEE))
        return self.filter(Q(owner=actor.user, operator=None) | shared)


class SavedView(models.Model):
    """Private to `owner`, or of the team of `operator` where one is set.

    `parameters` are the list's own, a list of values for each name; personal numbers never stand there.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    operator = models.ForeignKey("accounts.Operator", models.CASCADE, null=True, related_name="saved_views")
    name = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[SavedView]] = models.Manager.from_queryset(SavedViewQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(operator__isnull=True), name="private_view_name_once"
            ),
            models.UniqueConstraint(
                fields=["operator", "name"], condition=Q(operator__isnull=False), name="team_view_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListPreference(models.Model):
    """The columns that somebody wants to see in the list of cases, in order."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_preference")
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"colunas de {self.user_id}"
