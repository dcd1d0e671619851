"""A word of an operator's registry: what a misspelt one may have meant."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

LONGEST_WORD = 30


class RegistryWordQuerySet(models.QuerySet["RegistryWord"]):
    def visible_to(self, actor: Actor) -> RegistryWordQuerySet:
        if actor.is_system:
            return self
        return self.filter(operator_id__in=actor.operators_with(Permission.REGISTRY_SEE))


class RegistryWord(models.Model):
    """Derived from what providers are found by (`network.vocabulary`); nothing stands here alone.

    `one_less`: see `kernel.misspelling`. `times`: how often it stood in the registry when that was last
    looked through. Never a number, never what only some may see.
    """

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=LONGEST_WORD)
    one_less = ArrayField(models.CharField(max_length=LONGEST_WORD))
    times = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[RegistryWord]] = models.Manager.from_queryset(RegistryWordQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "word"], name="registry_word_once")]
        indexes = [
            models.Index(
                "operator", OpClass("word", name="varchar_pattern_ops"), name="registry_word_begins"
            ),
            # Entries that wait to be merged would be read through by each look-up.
            GinIndex(fields=["one_less"], name="registry_word_misspelt", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.word
