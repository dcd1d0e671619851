"""The accredited clinic (PJ) or dentist (PF)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from .typed_fields import typed_fields


class ProviderQuerySet(models.QuerySet["Provider"]):
    def visible_to(self, actor: Actor) -> ProviderQuerySet:
        """Those of the operators whose registry the actor may see."""
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))


class Provider(models.Model):
    """What is looked through when somebody searches stands in two columns, a line for each thing told.

    `personal_search_text` holds CPF and phones apart, because who may not see them must not find them out
    by typing one digit after the other. `merged_into` is the record that this one turned out to be the same
    as; it is then no longer offered anywhere. `version` counts the writes: who edits says which one they saw.
    `core_key` names the record in the operator's core system, which on `fed_on` last said what stands here.
    `typed_fields`: what hands typed since it told it, if it ever did.
    """

    class Kind(models.TextChoices):
        PJ = "PJ", "Pessoa jurídica"
        PF = "PF", "Pessoa física"

    class Status(models.TextChoices):
        ACTIVE = "active", "Ativo"
        SUSPENDED = "suspended", "Suspenso"
        INACTIVE = "inactive", "Inativo"

    operator = models.ForeignKey(
        "accounts.Operator", models.PROTECT, related_name="providers", db_index=False
    )
    kind = models.CharField("tipo", max_length=2, choices=Kind.choices)
    name = models.CharField("nome", max_length=200)
    trade_name = models.CharField("nome fantasia", max_length=200, blank=True)
    cnpj = models.CharField("CNPJ", max_length=14, blank=True)
    cpf = models.CharField("CPF", max_length=11, blank=True)
    cnes = models.CharField("CNES", max_length=7, blank=True)
    status = models.CharField("situação", max_length=10, choices=Status.choices, default=Status.ACTIVE)
    status_since = models.DateField("na situação desde", null=True, blank=True)
    joined_on = models.DateField("data de inclusão", null=True, blank=True)
    municipality = models.ForeignKey(
        "network.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="município",
        db_index=False,
    )
    us_value = models.DecimalField(
        "valor da US (moeda)", max_digits=9, decimal_places=4, null=True, blank=True
    )
    last_production_on = models.DateField("última produção", null=True, blank=True)
    last_production_value = models.DecimalField(
        "valor da última produção", max_digits=12, decimal_places=2, null=True, blank=True
    )
    other_plans = models.CharField("outros convênios", max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", db_index=False
    )
    folded_name = models.CharField(max_length=200, editable=False, default="")
    search_text = models.TextField(editable=False, default="")
    personal_search_text = models.TextField(editable=False, default="")
    core_key = models.CharField("código no SIO", max_length=40, blank=True, editable=False, default="")
    fed_on = models.DateField(null=True, editable=False)
    typed_fields = typed_fields()
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Provider]] = models.Manager.from_queryset(ProviderQuerySet)()

    class Meta:
        ordering = ["folded_name", "pk"]
        verbose_name = "prestador"
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "cnpj"], condition=~Q(cnpj=""), name="provider_cnpj_once"
            ),
            models.UniqueConstraint(
                fields=["operator", "cpf"], condition=~Q(cpf="") & Q(kind="PF"), name="provider_cpf_once"
            ),
            models.UniqueConstraint(
                fields=["operator", "core_key"], condition=~Q(core_key=""), name="provider_core_key_once"
            ),
        ]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="provider_search"),
            GinIndex(
                fields=["personal_search_text"], opclasses=["gin_trgm_ops"], name="provider_personal_search"
            ),
            models.Index(fields=["operator", "folded_name"], name="provider_by_name"),
            models.Index(fields=["municipality"], name="provider_by_city"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="provider_merged_into"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What people call it."""
        return self.trade_name or self.name
