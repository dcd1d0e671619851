"""What the registry told a case about who leaves: who said it, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from ..snapshot_difference import from_json


@dataclass(frozen=True, slots=True)
class RegistryFact:
    """What the registry told of one field: the value, who had said it (a `network` source) and the day."""

    value: Any
    source: str
    on: str | None


class RegistrySnapshot(models.Model):
    """Of a case that was opened from the registry, or took something of it over later.

    `facts` holds for each field of the head `value` (as `snapshot_difference.as_json` writes it), `source`
    and `on`; `left` is what the registry said when somebody kept the case's own text over it, and `was` what
    stood before the last of both, so that it can be undone. `head_dentist_id` is the dentist in the head: no
    foreign key, because the registry may take a dentist back that a feed brought.
    """

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, primary_key=True, related_name="registry_snapshot"
    )
    taken_on = models.DateField()
    head_dentist_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.case_id} · {self.taken_on:%d/%m/%Y}"

    def entry(self, field: str) -> Mapping[str, Any]:
        """All that stands for a field; nothing where the registry told nothing of it."""
        found: Mapping[str, Any] = self.facts.get(field, {})
        return found

    def fact(self, field: str) -> RegistryFact | None:
        entry = self.entry(field)
        if "value" not in entry:
            return None
        return RegistryFact(from_json(field, entry["value"]), entry["source"], entry["on"])

    def left(self, field: str) -> Any:
        """What the registry said when somebody kept the case's own text over it."""
        return from_json(field, self.entry(field).get("left"))
