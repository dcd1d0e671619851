"""A person to talk to at a provider: reception, finance, owner."""

from __future__ import annotations

from django.db import models


class ContactPerson(models.Model):
    """`phone` holds national digits (area code and number, ninth digit in place)."""

    provider = models.ForeignKey("network.Provider", models.CASCADE, related_name="contact_persons")
    name = models.CharField("nome", max_length=150)
    function = models.CharField("função", max_length=80, blank=True)
    phone = models.CharField("telefone", max_length=11, blank=True)
    email = models.EmailField("e-mail", blank=True)
    is_active = models.BooleanField("ativo", default=True)

    class Meta:
        ordering = ["-is_active", "name"]
        indexes = [models.Index(fields=["phone"], name="contact_person_by_phone")]

    def __str__(self) -> str:
        return self.name
