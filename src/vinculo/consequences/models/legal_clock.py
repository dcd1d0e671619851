"""The legal clock of a termination: from when on the provider is out, who was told of it where and when."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..clock_words import ClockState, Medium, ShortNotice, Step


class LegalClockQuerySet(models.QuerySet["LegalClock"]):
    def visible_to(self, actor: Actor) -> LegalClockQuerySet:
        """The only way to clocks: those of the operators whose cases the actor sees."""
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.CASES_SEE))

    def under_way(self, today: dt.date) -> LegalClockQuerySet:
        """Something is to be done yet, or has to stay published: both by an index, however many are over."""
        return self.filter(Q(due_on__isnull=False) | Q(kept_until__gte=today))


class LegalClock(models.Model):
    """`follows` is the signature that set it going. `terms` are those in force on that day; None means those
    that the product brings along, which nobody has confirmed.

    The contract's days count from `contract_from`. `effective_on` is the first day on which the provider is
    out. `said_otherwise_on` is the day from which on the date or the substitute is another than before.
    `public_name` and `leavers` are what the public may read: the provider, and the dentists where only they
    leave. `due_on` and `due_step`, the next thing to do, and `kept_until` follow from the rest.
    """

    operator = models.ForeignKey(
        "accounts.Operator", models.PROTECT, related_name="legal_clocks", db_index=False
    )
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="legal_clocks")
    follows = models.OneToOneField("cases.CaseEvent", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=ClockState.choices, default=ClockState.RUNNING, editable=False
    )
    terms = models.ForeignKey(
        "consequences.LegalTerms", models.SET_NULL, null=True, related_name="+", editable=False
    )
    signed_on = models.DateField()
    contract_notice_days = models.PositiveSmallIntegerField(null=True)
    contract_from = models.DateField(null=True)
    effective_on = models.DateField()
    said_otherwise_on = models.DateField(null=True)
    short_notice = models.CharField(max_length=10, choices=ShortNotice.choices, blank=True)
    short_notice_reason = models.TextField(blank=True)
    short_notice_on = models.DateField(null=True)
    short_notice_by = models.CharField(max_length=150, blank=True)
    substitute = models.ForeignKey("network.Provider", models.PROTECT, null=True, related_name="+")
    no_substitute_reason = models.TextField(blank=True)
    substitute_by = models.CharField(max_length=150, blank=True)
    substitute_on = models.DateField(null=True)
    public_name = models.CharField(max_length=200)
    leavers = ArrayField(models.CharField(max_length=200), default=list)
    municipality = models.ForeignKey(
        "network.Municipality", models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True, editable=False)
    due_step = models.CharField(max_length=20, choices=Step.choices, blank=True, editable=False)
    kept_until = models.DateField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    objects: ClassVar[models.Manager[LegalClock]] = models.Manager.from_queryset(LegalClockQuerySet)()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(short_notice="")
                | (Q(short_notice_on__isnull=False) & ~Q(short_notice_reason="")),
                name="short_notice_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | Q(no_substitute_reason=""),
                name="substitute_or_the_reason_for_none",
            ),
            models.CheckConstraint(
                condition=(Q(state=ClockState.ENDED) & Q(ended_at__isnull=False))
                | (~Q(state=ClockState.ENDED) & Q(ended_at__isnull=True)),
                name="clock_ends_when_it_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["operator", "due_on"], condition=Q(due_on__isnull=False), name="clock_due"),
            models.Index(
                fields=["operator", "effective_on"],
                condition=~Q(state=ClockState.ENDED),
                name="clock_under_way",
            ),
            models.Index(
                fields=["operator", "kept_until"], condition=Q(kept_until__isnull=False), name="clock_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.effective_on}"


class LegalNotice(models.Model):
    """Notice given in one place. `on` is the day from which its days count; `said_…` what it told last.

    `text` is what was published, or what the call centre was told to say.
    """

    clock = models.ForeignKey(LegalClock, models.CASCADE, related_name="notices")
    medium = models.CharField(max_length=12, choices=Medium.choices)
    on = models.DateField()
    said_effective_on = models.DateField()
    said_substitute = models.ForeignKey("network.Provider", models.PROTECT, null=True, related_name="+")
    corrected_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    text = models.TextField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    noted_by_name = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-medium"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "medium"], name="one_notice_per_medium_of_a_clock")
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.medium} {self.on}"


class NoticeEvidence(models.Model):
    """An attachment of the case that shows that the notice was given."""

    notice = models.ForeignKey(LegalNotice, models.CASCADE, related_name="evidence")
    attachment = models.ForeignKey("cases.Attachment", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "attachment"], name="notice_evidence_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.attachment_id}"
