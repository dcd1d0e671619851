"""Two things that the registry and the cases say, and that cannot both be true."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Q, Value, When

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class DivergenceQuerySet(models.QuerySet["Divergence"]):
    def visible_to(self, actor: Actor) -> DivergenceQuerySet:
        """Those of the operators at which the actor may see both sides."""
        if actor.is_system:
            return self
        sees_cases = set(actor.operators_with(Permission.CASES_SEE))
        return self.filter(operator_id__in=sees_cases & set(actor.operators_with(Permission.REGISTRY_SEE)))

    def standing(self) -> DivergenceQuerySet:
        # Both, because the index knows the second alone.
        return self.filter(state=Divergence.State.STANDING, cleared_at=None)


class Divergence(models.Model):
    """One row for each kind and subject, used again where the same comes back.

    `subject` is the id of the provider or of the case, whichever the kind is about; of a case that stands for
    a provider which nobody knows, below zero. `facts` hold ids, days
    and codes, never numbers of people; `digest` is that of those that decide, and `dismissed_digest` the one
    for which somebody dismissed it. `since` is from when on both cannot be true; where nothing tells, the day
    of `first_seen_at`, which begins anew where it had vanished, and where the facts have changed since it was
    dismissed. `changed_at` is when the deciding facts were last others.
    """

    class Kind(models.TextChoices):
        INACTIVE_UNSIGNED = "inactive_unsigned", "Inativo sem desligamento assinado"
        STILL_ACTIVE = "still_active", "Desligado e ainda no cadastro"
        PRODUCTION_AFTER = "production_after", "Produção depois do desligamento"
        TECHNICAL_MANAGER_CHANGED = "rt_changed", "RT trocado durante o processo"
        SEVERAL_OPEN = "several_open", "Vários processos abertos"
        UNKNOWN_CRO = "unknown_cro", "CRO que o cadastro não tem"
        HEAD_DIFFERS = "head_differs", "Cabeçalho diferente do cadastro"

    class State(models.TextChoices):
        STANDING = "standing", "Em aberto"
        DISMISSED = "dismissed", "Dispensada"
        CLEARED = "cleared", "Resolvida"

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.BigIntegerField()
    # What these name may go with the sync that brought it; the next comparison clears the row.
    provider = models.ForeignKey(
        "network.Provider", models.DO_NOTHING, null=True, related_name="divergences", db_constraint=False
    )
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, null=True, related_name="divergences", db_constraint=False
    )
    uf = models.CharField("UF", max_length=2, blank=True)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    since = models.DateField()
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    dismissed_reason = models.CharField("motivo", max_length=500, blank=True)
    dismissed_digest = models.CharField(max_length=32, blank=True)
    state = models.GeneratedField(
        expression=Choice(
            When(cleared_at__isnull=False, then=Value(State.CLEARED.value)),
            When(dismissed_digest=F("digest"), then=Value(State.DISMISSED.value)),
            default=Value(State.STANDING.value),
        ),
        output_field=models.CharField(max_length=10, choices=State.choices),
        db_persist=True,
    )

    objects: ClassVar[models.Manager[Divergence]] = models.Manager.from_queryset(DivergenceQuerySet)()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = "divergência"
        constraints = [
            models.UniqueConstraint(fields=["operator", "kind", "subject"], name="divergence_once"),
            models.CheckConstraint(
                condition=Q(dismissed_digest="") | Q(dismissed_at__isnull=False),
                name="divergence_dismissed_has_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["operator", "kind", "since", "id"],
                include=["uf", "owner", "state"],
                condition=Q(cleared_at__isnull=True),
                name="divergence_queue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"

    @property
    def is_back(self) -> bool:
        """Dismissed once, for facts that are others now."""
        return self.dismissed_at is not None and self.state == self.State.STANDING
