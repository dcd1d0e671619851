"""What is typed into the head of a case beside what the registry knows."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from vinculo.kernel.dates import format_date
from vinculo.kernel.money import format_money

from .facts import CaseFacts
from .outline import Outline

_BY_CLINIC = ("Clínica", "Responsável técnico", "Responsável financeiro", "Secretária")


def head_values(facts: CaseFacts, rng: Random) -> dict[str, str]:
    """The request and the production, as typed; now and then as somebody in a hurry types."""
    outline = facts.outline
    opened = format_date(outline.begins)
    values = {
        "requested_by": requester(outline, rng),
        "protocol_number": facts.protocol if rng.random() < 0.94 else "",
        "protocol_opened_on": opened,
        "started_on": opened,
        "last_production_on": format_date(facts.produced_on),
        "last_production_value": format_money(facts.production),
        "scope": "provider" if outline.whole else "dentists",
    }
    if rng.random() < 0.05:
        # Somebody took the value of another month.
        values["last_production_value"] = format_money(facts.production + Decimal("0.17"))
    if rng.random() < 0.12:
        values["city"] = outline.provider.city.name.upper()
    if rng.random() < 0.2:
        values["dentist_name"] = facts.dentist.name.upper()
    if not outline.provider.other_plans and rng.random() < 0.7:
        values["serves_other_plans"] = "no"
    return {name: value for name, value in values.items() if value}


def requester(outline: Outline, rng: Random) -> str:
    """Who asked."""
    first = outline.reasons[0] if outline.reasons else ""
    if first in ("lost_contact", "service_refusal"):
        return "Operadora"
    if first == "rude_beneficiary" or rng.random() < 0.03:
        return "Ouvidoria"
    if first == "death":
        return "Familiar"
    if outline.provider.is_clinic:
        return rng.choices((*_BY_CLINIC, "Dentista"), (40, 18, 12, 8, 22))[0]
    return rng.choices(("Dentista", "Secretária"), (90, 10))[0]
