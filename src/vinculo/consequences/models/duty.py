"""What somebody has to do, or to look at, because a decision was signed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..duty_states import DutyAction, DutyState

TOLD_STEPS = (("owner", "Responsável alterado"), ("confirm", "Confirmada pelo cadastro"))
"""What is noted of a duty besides its transitions."""


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, actor: Actor) -> DutyQuerySet:
        """The only way to duties: those of the operators whose cases the actor sees."""
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.CASES_SEE))


class Duty(models.Model):
    """`follows` is the signature or the reopening that made it; `code` names it among those of its kind.

    `text` says what is to be done, or is the text to copy; its gaps {protocolo} and {saida} are filled when
    it is shown. What is done `on_leaving` is due on the first day out of the network. A promise keeps the US
    value that was promised.
    `found` is what the registry said at the moment at which a watch was looked at; `later_case` is the case
    with which a provider that had been retained left after all. `confirmed_by` says who or what ended it.
    """

    class Kind(models.TextChoices):
        FILING = "filing", "Arquivamento"
        EXIT = "exit", "Lista de saída"
        PROMISE = "promise", "Promessa"
        WATCH = "watch", "Acompanhamento"
        UNDO = "undo", "Para desfazer"

    class Confirmation(models.TextChoices):
        PERSON = "person", "por uma pessoa"
        FEED = "feed", "pelo cadastro"
        CONNECTION = "connection", "pelo sistema da operadora"

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="duties", db_index=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="duties")
    follows = models.ForeignKey("cases.CaseEvent", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    needs_evidence = models.BooleanField(default=False)
    on_leaving = models.BooleanField(default=False)
    promised_us_value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    state = models.CharField(max_length=10, choices=DutyState.choices, default=DutyState.OPEN, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    due_on = models.DateField()
    note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_by_name = models.CharField(max_length=150, blank=True)
    confirmed_by = models.CharField(max_length=10, choices=Confirmation.choices, blank=True)
    found = models.JSONField(default=dict)
    later_case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Duty]] = models.Manager.from_queryset(DutyQuerySet)()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "follows", "kind", "code"], name="one_duty_of_a_name_per_signature"
            ),
            models.CheckConstraint(
                condition=Q(state=DutyState.OPEN, ended_at__isnull=True)
                | (~Q(state=DutyState.OPEN) & Q(ended_at__isnull=False)),
                name="duty_ends_when_it_is_not_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["operator", "due_on"], condition=Q(state=DutyState.OPEN), name="duty_open_by_day"
            ),
            models.Index(
                fields=["operator", "kind", "code"],
                condition=Q(state=DutyState.OPEN),
                name="duty_open_by_name",
            ),
            models.Index(
                fields=["operator", "code"],
                condition=Q(confirmed_by="connection"),
                name="duty_done_by_system",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state == DutyState.OPEN


class DutyStep(models.Model):
    """What was done with a duty, in order. Only added to."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="steps")
    action = models.CharField(max_length=10, choices=[*DutyAction.choices, *TOLD_STEPS])
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.action}"


class DutyFile(models.Model):
    """An attachment of the case that shows that the duty was done."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="files")
    attachment = models.ForeignKey("cases.Attachment", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["duty", "attachment"], name="duty_file_once")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.attachment_id}"
