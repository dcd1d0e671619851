"""A protocol that has to be opened because a case was signed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..protocol_states import ProtocolState


class ProtocolRequestQuerySet(models.QuerySet["ProtocolRequest"]):
    def visible_to(self, actor: Actor) -> ProtocolRequestQuerySet:
        """The only way to requests: whoever sees cases sees those of its operators."""
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.CASES_SEE))


class ProtocolRequest(models.Model):
    """`follows` is the signature that asks for it. What is asked stands here as it is sent, word for word:
    the system knows a request by its `token` and refuses another text with the same one.

    `row` sends it; without one, somebody opens the protocol by hand. `finding` says why a person is needed,
    or why the last try failed. `number` is that of the protocol, `opened` its line in the case's list;
    `second_number` that of another one that the system had opened before somebody recorded this one.
    """

    operator = models.ForeignKey(
        "accounts.Operator", models.PROTECT, related_name="protocol_requests", db_index=False
    )
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="protocol_requests")
    follows = models.ForeignKey("cases.CaseEvent", models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("tipo", max_length=80)
    in_name_of = models.CharField("em nome de", max_length=200)
    subject = models.CharField("assunto", max_length=200)
    text = models.TextField("texto")
    state = models.CharField(max_length=10, choices=ProtocolState.choices, editable=False)
    row = models.OneToOneField("outbox.OutboxRow", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    number = models.CharField("número", max_length=40, blank=True)
    second_number = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField("aberto em", null=True)
    opened = models.OneToOneField("cases.OpenedProtocol", models.SET_NULL, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finding_code = models.CharField(max_length=40, blank=True)
    finding = models.CharField(max_length=600, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[ProtocolRequest]] = models.Manager.from_queryset(
        ProtocolRequestQuerySet
    )()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "follows"], name="one_protocol_request_per_signature"),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="protocol_of_one_request"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProtocolState.OPENED) | (~Q(number="") & Q(opened_at__isnull=False)),
                name="opened_protocol_has_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["operator", "asked_at", "id"],
                condition=Q(state__in=[ProtocolState.WAITING, ProtocolState.BY_HAND]),
                name="protocol_in_queue",
            ),
            models.Index(
                fields=["operator", "asked_at", "id"],
                condition=Q(state__in=[ProtocolState.ATTENTION, ProtocolState.TWICE, ProtocolState.TO_UNDO]),
                name="protocol_for_a_person",
            ),
            models.Index(
                fields=["operator", "-opened_at", "-id"],
                condition=Q(state__in=[ProtocolState.OPENED]),
                name="protocol_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"Pedido {self.pk}"
