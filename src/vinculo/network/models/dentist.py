"""A dentist with a CRO, as one operator knows them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class DentistQuerySet(models.QuerySet["Dentist"]):
    def visible_to(self, actor: Actor) -> DentistQuerySet:
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))


class Dentist(models.Model):
    """`is_published`: shown in the public directory (CRO divulgado)."""

    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="dentists")
    name = models.CharField("nome", max_length=200)
    cro_number = models.CharField("CRO", max_length=7)
    cro_uf = models.CharField("UF do CRO", max_length=2)
    category = models.CharField("categoria", max_length=40, blank=True)
    registration_type = models.CharField("tipo de inscrição", max_length=40, blank=True)
    cpf = models.CharField("CPF", max_length=11, blank=True)
    is_published = models.BooleanField("divulgado", default=True)
    search_text = models.TextField(editable=False, default="")

    objects: ClassVar[models.Manager[Dentist]] = models.Manager.from_queryset(DentistQuerySet)()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "cro_uf", "cro_number"], name="dentist_cro_once")
        ]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="dentist_search")]

    def __str__(self) -> str:
        return self.name
