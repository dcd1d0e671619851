"""One retention case (processo de retenção): the head of the form, the decision, the state."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..clock import PROVIDER
from ..states import OPEN_STATES, State
from .case_orders import DayInSaoPaulo, indexes_of_orders
from .typed_record import TypedRecord


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> CaseQuerySet:
        """The only way to cases: those of the operators at which the actor may see cases."""
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.CASES_SEE))

    def open(self) -> CaseQuerySet:
        return self.filter(state__in=OPEN_STATES)


class Case(TypedRecord):
    """Who leaves stands here as a snapshot of opening; `provider` links to what the registry says today.

    The folded columns sort and narrow lists; `folded_provider` is what the provider is called now, a line for
    each name. What searches look through stands apart, in `CaseSearch`.

    `waiting_on` is `PROVIDER` or the code of a sector while the case waits; then nobody owes a decision.
    `silent_from` is the first day on which the case counts as silent, `decide_by` the day by which the
    operator's service level wants a decision: both derived, both None where no clock runs.
    """

    class Scope(models.TextChoices):
        PROVIDER = "provider", "O prestador inteiro"
        DENTISTS = "dentists", "Somente estes dentistas"

    PROVIDER: ClassVar[str] = PROVIDER

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="cases", db_index=False)
    edition = models.ForeignKey("cases.FormEdition", models.PROTECT, related_name="cases", db_index=False)
    number = models.CharField(max_length=20, null=True, unique=True, editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    is_history = models.BooleanField(default=False, editable=False)
    consultant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="cases")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Indexed in the place of the moment: a save that changes no indexed column touches no index.
    changed_on = models.GeneratedField(
        expression=DayInSaoPaulo("changed_at"), output_field=models.DateField(), db_persist=True
    )
    creation_token = models.UUIDField(null=True, unique=True, editable=False)
    sibling_group = models.UUIDField(null=True, editable=False, db_index=True)

    provider = models.ForeignKey("network.Provider", models.PROTECT, null=True, related_name="cases")
    scope = models.CharField(max_length=10, choices=Scope.choices, null=True, default=Scope.PROVIDER)

    cro_count = models.PositiveIntegerField(null=True)
    staff_name = models.TextField(null=True)
    filled_on = models.DateField(null=True)
    cro = models.CharField(max_length=7, null=True)
    cro_state = models.CharField(max_length=2, null=True)
    dentist_name = models.TextField(null=True)
    cnpj = models.CharField(max_length=14, null=True)
    cpf = models.CharField(max_length=11, null=True)
    joined_on = models.DateField(null=True)
    provider_type = models.CharField(max_length=2, null=True)
    requested_by = models.TextField(null=True)
    requested_by_code = models.CharField(max_length=20, null=True)
    protocol_number = models.TextField(null=True)
    protocol_opened_on = models.DateField(null=True)
    city = models.TextField(null=True)
    city_state = models.CharField(max_length=2, null=True)
    municipality = models.ForeignKey("network.Municipality", models.PROTECT, null=True, related_name="cases")
    lives = models.PositiveIntegerField(null=True)
    published_cros = models.PositiveIntegerField(null=True)
    serves_other_plans = models.BooleanField(null=True)
    other_plans = models.TextField(null=True)
    us_value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    last_production_on = models.DateField(null=True)
    last_production_value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    outcome = models.CharField(max_length=20, null=True)
    actions_note = models.TextField(null=True)
    termination_reasons = ArrayField(models.CharField(max_length=40), default=list)
    primary_reason = models.CharField(max_length=40, null=True)
    protocol_required = models.BooleanField(null=True)
    general_note = models.TextField(null=True)
    sectors = ArrayField(models.CharField(max_length=40), default=list)

    next_contact_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True, editable=False)
    waiting_on = models.CharField(max_length=40, null=True, editable=False)
    waiting_since = models.DateTimeField(null=True, editable=False)
    silent_from = models.DateField(null=True, editable=False)
    decide_by = models.DateField(null=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_name = models.TextField(null=True)

    folded_name = models.CharField(max_length=200, null=True, editable=False)
    folded_provider = models.CharField(max_length=401, null=True, editable=False)
    folded_city = models.CharField(max_length=200, null=True, editable=False)

    objects: ClassVar[models.Manager[Case]] = models.Manager.from_queryset(CaseQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(number__isnull=False), name="case_out_of_draft_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DECIDED, State.CLOSED])
                | Q(is_history=True)
                | Q(outcome__isnull=False, ended_on__isnull=False),
                name="case_decided_has_outcome_and_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(is_history=True) | Q(signed_at__isnull=False),
                name="case_closed_is_signed",
            ),
        ]
        indexes = [
            models.Index(fields=["operator", "state", "next_contact_on"], name="case_by_next_contact"),
            models.Index(
                fields=["operator", "consultant"],
                include=["state", "next_contact_on", "silent_from"],
                condition=Q(state__in=[*OPEN_STATES, State.DECIDED]),
                name="case_on_a_table",
            ),
            models.Index(fields=["operator", "cro_state", "cro"], name="case_by_cro"),
            models.Index(fields=["operator", "folded_name", "id"], name="case_by_name"),
            models.Index(fields=["operator", "cnpj"], condition=Q(cnpj__isnull=False), name="case_by_cnpj"),
            models.Index(fields=["operator", "cpf"], condition=Q(cpf__isnull=False), name="case_by_cpf"),
            # Of any length, since it is what somebody typed.
            HashIndex(
                fields=["protocol_number"],
                condition=Q(protocol_number__isnull=False),
                name="case_by_protocol",
            ),
            *indexes_of_orders(),
            models.Index(fields=["operator", "changed_on"], name="case_by_change"),
            models.Index(
                fields=["operator", "silent_from"], condition=Q(silent_from__isnull=False), name="case_silent"
            ),
            models.Index(
                fields=["operator", "waiting_on"], condition=Q(waiting_on__isnull=False), name="case_waiting"
            ),
            # How each provider's last case ended, for all of them at once.
            models.Index(
                fields=["provider", "ended_on", "id"],
                include=["operator", "outcome", "scope", "signed_at", "filled_on", "started_on"],
                condition=Q(
                    state=State.CLOSED, outcome__in=["terminated", "retained"], provider__isnull=False
                ),
                name="case_last_ended",
            ),
            # The same of those that only name a provider's number, without the wide rows.
            models.Index(
                fields=["operator", "ended_on"],
                include=["id", "cnpj", "cpf", "outcome", "scope", "signed_at"],
                condition=Q(
                    state=State.CLOSED, outcome__in=["terminated", "retained"], provider__isnull=True
                ),
                name="case_ended_unlinked",
            ),
            # Of both together, because either alone is of hundreds of thousands.
            GinIndex(fields=["termination_reasons", "outcome"], name="case_by_reasons_outcome"),
        ]

    def __str__(self) -> str:
        return self.number or f"Rascunho {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def duration_days(self) -> int | None:
        """From start to end, both given; None otherwise or where the end comes first."""
        if self.started_on is None or self.ended_on is None or self.ended_on < self.started_on:
            return None
        return (self.ended_on - self.started_on).days

    def days_open(self, today: dt.date) -> int | None:
        """Days since the start, up to the end or today."""
        if self.started_on is None:
            return None
        return max(0, ((self.ended_on or today) - self.started_on).days)
