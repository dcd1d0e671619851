"""A duty of filing that the operator's connection does."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.outbox.models import OutboxRow

from ..duty_states import DutyState
from ..filing_states import FilingState


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, actor: Actor) -> FilingQuerySet:
        """The only way to filings: whoever sees cases sees those of its operators."""
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.CASES_SEE))

    def failing(self) -> FilingQuerySet:
        """Those that wait for a person."""
        given_up = Q(state=FilingState.WAITING, row__state=OutboxRow.State.GIVEN_UP)
        under_way = self.filter(
            state__in=[FilingState.ATTENTION, FilingState.WAITING], duty__state=DutyState.OPEN
        )
        return under_way.filter(given_up | Q(state=FilingState.ATTENTION))


class Filing(models.Model):
    """`row` sends it; without one it waits for something else, such as the protocol's number.

    `asked` is what is sent besides the duty's text, as of the first sending: the system knows it by `token`
    and refuses anything else with the same one. `sent_at`: since then it may have arrived, and nobody knows
    yet; `told_at` is when the system said that it is done. `finding` says why a person is needed.
    """

    duty = models.OneToOneField("consequences.Duty", models.CASCADE, related_name="filing")
    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="+", db_index=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        max_length=10, choices=FilingState.choices, default=FilingState.WAITING, editable=False
    )
    row = models.OneToOneField("outbox.OutboxRow", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    asked = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    finding_code = models.CharField(max_length=40, blank=True)
    finding = models.CharField(max_length=600, blank=True)

    objects: ClassVar[models.Manager[Filing]] = models.Manager.from_queryset(FilingQuerySet)()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=FilingState.TOLD) | Q(told_at__isnull=False), name="filing_told_has_moment"
            )
        ]
        indexes = [
            models.Index(
                fields=["operator", "made_at", "id"],
                condition=Q(state__in=[FilingState.WAITING, FilingState.ATTENTION]),
                name="filing_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.state}"

    @property
    def may_have_arrived(self) -> bool:
        return self.sent_at is not None and self.told_at is None
