"""A protocol that a provider opened to leave, and that waits to become a case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..incoming_states import IncomingState


class IncomingRequestQuerySet(models.QuerySet["IncomingRequest"]):
    def visible_to(self, actor: Actor) -> IncomingRequestQuerySet:
        """The only way to requests: whoever sees cases sees those of its operators."""
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.CASES_SEE))


class IncomingRequest(models.Model):
    """What came stands as it came. `provider` is whom it was matched to when it came, or by `matched_by`.

    `asked_told`: how much of `asked_at` was told; what was not is the moment at which it came.

    `told_back` says that the system knows that the request was taken.
    """

    class Source(models.TextChoices):
        SYSTEM = "system", "Sistema de protocolos"
        FILE = "file", "Arquivo CSV"
        TYPED = "typed", "Digitado"

    class Told(models.TextChoices):
        MOMENT = "moment", "dia e hora"
        DAY = "day", "só o dia"
        NOTHING = "nothing", "nada"

    operator = models.ForeignKey(
        "accounts.Operator", models.PROTECT, related_name="incoming_requests", db_index=False
    )
    number = models.CharField("protocolo", max_length=40)
    asked_at = models.DateTimeField("pedido em")
    asked_told = models.CharField(max_length=10, choices=Told.choices, default=Told.MOMENT)
    source = models.CharField(max_length=10, choices=Source.choices)
    came_at = models.DateTimeField()
    cnpj = models.CharField(max_length=14, blank=True)
    cpf = models.CharField(max_length=11, blank=True)
    cro = models.CharField(max_length=7, blank=True)
    cro_state = models.CharField(max_length=2, blank=True)
    name = models.CharField("nome", max_length=200, blank=True)
    city = models.CharField("cidade", max_length=100, blank=True)
    city_state = models.CharField("UF", max_length=2, blank=True)
    text = models.TextField("texto", blank=True)
    provider = models.ForeignKey("network.Provider", models.SET_NULL, null=True, related_name="+")
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=IncomingState.choices, default=IncomingState.WAITING, editable=False
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="incoming_requests")
    reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    told_back = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[IncomingRequest]] = models.Manager.from_queryset(
        IncomingRequestQuerySet
    )()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "number"], name="incoming_request_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[IncomingState.CASE, IncomingState.JOINED]) | Q(case__isnull=False),
                name="incoming_request_leads_to_its_case",
            ),
        ]
        indexes = [
            models.Index(
                fields=["operator", "asked_at", "id"],
                condition=Q(state=IncomingState.WAITING),
                name="incoming_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.number
