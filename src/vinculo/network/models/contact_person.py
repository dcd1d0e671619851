"""A person to talk to at a provider: reception, finance, owner."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from .typed_fields import typed_fields


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    def visible_to(self, actor: Actor) -> ContactPersonQuerySet:
        if actor.is_system:
            return self
        return self.filter(provider__operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))


class ContactPerson(models.Model):
    """`phones` hold national digits (area code and number, ninth digit in place).

    `is_fed`: the core system told of this person.
    """

    provider = models.ForeignKey("network.Provider", models.CASCADE, related_name="contact_persons")
    name = models.CharField("nome", max_length=150)
    function = models.CharField("função", max_length=80, blank=True)
    phones = ArrayField(models.CharField(max_length=11), verbose_name="telefones", default=list, blank=True)
    email = models.EmailField("e-mail", blank=True)
    is_active = models.BooleanField("ativo", default=True)
    is_fed = models.BooleanField(default=False, editable=False, db_default=False)
    typed_fields = typed_fields()

    objects: ClassVar[models.Manager[ContactPerson]] = models.Manager.from_queryset(ContactPersonQuerySet)()

    class Meta:
        ordering = ["-is_active", "name", "pk"]
        verbose_name = "contato"
        indexes = [GinIndex(fields=["phones"], name="contact_person_by_phone")]

    def __str__(self) -> str:
        return self.name
