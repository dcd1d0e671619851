"""The dental-plan company whose network it is."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower, Upper


class Operator(models.Model):
    """`code` opens the number of each case (ODL-2026-000123); `name` is printed on the form."""

    code = models.CharField(
        "sigla",
        max_length=5,
        validators=[RegexValidator(r"^[A-Z]{2,5}$", "A sigla tem de 2 a 5 letras maiúsculas.")],
    )
    name = models.CharField("nome", max_length=120)
    ans_registration = models.CharField("registro ANS", max_length=6, blank=True)
    is_active = models.BooleanField("ativa", default=True)
    signer_must_not_be_decider = models.BooleanField("quem assina não pode ter decidido", default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Upper("code"), name="operator_code_once"),
            models.UniqueConstraint(Lower("name"), name="operator_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
