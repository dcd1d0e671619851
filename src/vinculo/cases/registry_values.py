"""The fields of the head as the registry says them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vinculo.network.queries.head_facts import HeadFacts
from vinculo.network.sources import Source, Told

from .snapshot_difference import as_json


def registry_values(head: HeadFacts) -> dict[str, Any]:
    """What the registry says of the fields of the head, those left out of which it says nothing."""
    first = head.first_dentist
    known = {
        "cro_count": head.cro_count,
        "cro": first.cro_number if first else None,
        "cro_state": first.cro_uf if first else None,
        "dentist_name": head.dentist_name,
        "cnpj": head.cnpj,
        "cpf": head.cpf,
        "joined_on": head.joined_on,
        "provider_type": head.provider_type,
        "city": head.city,
        "state": head.city_uf,
        "lives": head.lives,
        "published_cros": head.published_cros,
        "serves_other_plans": head.serves_other_plans,
        "other_plans": head.other_plans,
        "us_value": head.us_value,
        "last_production_on": head.last_production_on,
        "last_production_value": head.last_production_value,
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def registry_fact(field: str, value: Any, told: Mapping[str, Told]) -> dict[str, Any]:
    """A field as the snapshot keeps it."""
    teller = told.get(field, Told(Source.REGISTRY))
    return {
        "value": as_json(value),
        "source": str(teller.source),
        "on": teller.on.isoformat() if teller.on else None,
    }
