"""What a case opened from the registry starts with: the head, as somebody would copy it by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vinculo.network.queries.head_facts import HeadFacts

from ..typed_fields import CASE_FIELDS
from .create_case import DraftFacts


def blank_facts(today: dt.date) -> DraftFacts:
    """A case opened with nothing known but the day it starts."""
    return DraftFacts(values={"started_on": CASE_FIELDS["started_on"].format(today)})


def facts_from_registry(head: HeadFacts, *, today: dt.date, whole: bool) -> DraftFacts:
    """The head filled from the registry as of today; further dentists go to the continuation sheet."""
    first = head.first_dentist
    known: dict[str, Any] = {
        "cro_count": len(head.further_dentists) + (1 if first else 0) or None,
        "cro": first.cro_number if first else None,
        "cro_state": first.cro_uf if first else None,
        "dentist_name": first.name if first else head.provider_name,
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
        "started_on": today,
        "scope": "provider" if whole else "dentists",
    }
    values = {
        name: CASE_FIELDS[name].format(value) for name, value in known.items() if value not in (None, "")
    }
    dentists = [
        {"name": item.name, "cro": item.cro_number, "cro_state": item.cro_uf}
        for item in head.further_dentists
    ]
    return DraftFacts(
        values=values,
        dentists=dentists,
        registry_dentists=[item.dentist_id for item in head.further_dentists],
        origin="registry",
    )
