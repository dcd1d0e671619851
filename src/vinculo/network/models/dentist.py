"""A dentist with a CRO, as one operator knows them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.identifiers import cro

from .typed_fields import typed_fields


class DentistQuerySet(models.QuerySet["Dentist"]):
    def visible_to(self, actor: Actor) -> DentistQuerySet:
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))


class Dentist(models.Model):
    """`is_published`: shown in the public directory (CRO divulgado).

    A CRO number stands without leading zeros. `specialities` are as the feed names them. Until
    `council_checked_on` nobody has looked the CRO up at the council.
    """

    class Category(models.TextChoices):
        CD = "CD", "Cirurgião-dentista (CD)"
        TPD = "TPD", "Técnico em prótese dentária (TPD)"
        TSB = "TSB", "Técnico em saúde bucal (TSB)"
        ASB = "ASB", "Auxiliar em saúde bucal (ASB)"
        APD = "APD", "Auxiliar de prótese dentária (APD)"
        EPAO = "EPAO", "Clínica ou entidade (EPAO)"

    class RegistrationType(models.TextChoices):
        PRINCIPAL = "principal", "Principal"
        SECONDARY = "secondary", "Secundária"
        PROVISIONAL = "provisional", "Provisória"
        TEMPORARY = "temporary", "Temporária"
        REMITTED = "remitted", "Remida"

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="dentists", db_index=False)
    name = models.CharField("nome", max_length=200)
    cro_number = models.CharField("CRO", max_length=7)
    cro_uf = models.CharField("UF do CRO", max_length=2)
    category = models.CharField(
        "categoria", max_length=4, blank=True, choices=Category.choices, default=Category.CD
    )
    registration_type = models.CharField(
        "tipo de inscrição", max_length=12, blank=True, choices=RegistrationType.choices, default=""
    )
    cpf = models.CharField("CPF", max_length=11, blank=True)
    is_published = models.BooleanField("divulgado", default=True)
    specialities = ArrayField(
        models.CharField(max_length=80), verbose_name="especialidades", default=list, blank=True
    )
    council_checked_on = models.DateField("conferido no conselho em", null=True, editable=False)
    council_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    folded_name = models.CharField(max_length=200, editable=False, default="")
    search_text = models.TextField(editable=False, default="")
    typed_fields = typed_fields()
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[models.Manager[Dentist]] = models.Manager.from_queryset(DentistQuerySet)()

    class Meta:
        ordering = ["folded_name", "pk"]
        verbose_name = "dentista"
        constraints = [
            models.UniqueConstraint(fields=["operator", "cro_uf", "cro_number"], name="dentist_cro_once")
        ]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="dentist_search")]

    def __str__(self) -> str:
        return self.name

    @property
    def cro(self) -> str:
        """CRO-SP 12345."""
        return cro.formatted(self.cro_number, self.cro_uf)
