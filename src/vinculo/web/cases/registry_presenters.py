"""What a case shows of the registry beside its fields: who told each, and what it says otherwise today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vinculo.cases.models import Case, RegistryFact
from vinculo.cases.queries.registry_today import snapshot_of
from vinculo.cases.snapshot_difference import REGISTRY_FIELDS, Difference, same_value
from vinculo.cases.typed_fields import CASE_FIELDS
from vinculo.kernel.dates import format_date
from vinculo.network.sources import Source

from .typed_controls import ShownDifference, is_personal, masked
from .version_words import CASE_CHOICES

TELLERS: Mapping[str, str] = {
    Source.CORE: "SIO",
    Source.HAND: "À mão",
    Source.COVERAGE: "Cobertura",
    Source.COUNT: "Dentistas no cadastro",
    Source.CHOSEN: "Dentistas marcados",
    Source.REGISTRY: "Cadastro",
}

FIELD_NAMES: Mapping[str, str] = {
    "cro_count": "quantidade de CROs",
    "cro": "CRO",
    "cro_state": "UF do CRO",
    "dentist_name": "nome",
    "cnpj": "CNPJ",
    "cpf": "CPF",
    "joined_on": "data de inclusão",
    "provider_type": "tipo",
    "city": "cidade",
    "state": "UF",
    "lives": "vidas",
    "published_cros": "CROs divulgados",
    "serves_other_plans": "se atende outros convênios",
    "other_plans": "outros convênios",
    "us_value": "valor da US",
    "last_production_on": "última produção",
    "last_production_value": "valor da última produção",
}


def teller_words(source: str, on: dt.date | None) -> str:
    """“SIO, 20/11/2026”; a coverage is that of a month."""
    name = TELLERS.get(source, TELLERS[Source.REGISTRY])
    if on is None:
        return name
    return f"{name} de {on:%m/%Y}" if source == Source.COVERAGE else f"{name}, {format_date(on)}"


def registry_marks(case: Case, *, may_see_personal_data: bool) -> dict[str, str]:
    """By field: who told what stands there; what the registry told, where a hand has written over it."""
    snapshot = snapshot_of(case)
    facts = {field: snapshot.fact(field) for field in REGISTRY_FIELDS} if snapshot else {}
    return {
        field: _mark(case, field, fact, may_see_personal_data)
        for field, fact in facts.items()
        if fact is not None
    }


def _mark(case: Case, field: str, fact: RegistryFact, may_see_personal_data: bool) -> str:
    if same_value(getattr(case, CASE_FIELDS[field].column_name), fact.value):
        return teller_words(fact.source, dt.date.fromisoformat(fact.on) if fact.on else None)
    return f"era {registry_words(field, fact.value, may_see_personal_data)} no cadastro"


def registry_words(field: str, value: Any, may_see_personal_data: bool) -> str:
    """A value of the registry as this reader may read it."""
    raw = CASE_FIELDS[field].format(value)
    if is_personal(field) and not may_see_personal_data:
        return masked(field, raw)
    return CASE_CHOICES.get(field, {}).get(raw, raw)


def shown_differences(differences: Iterable[Difference], *, editable: bool) -> dict[str, ShownDifference]:
    """By field. Who works on the case may take each over, but for the count: that follows from who leaves."""
    return {
        item.field: ShownDifference(
            field=item.field,
            words=registry_words(item.field, item.today, may_see_personal_data=True),
            seen=CASE_FIELDS[item.field].format(item.today),
            is_open=editable,
        )
        for item in differences
    }


@dataclass(frozen=True, slots=True)
class DifferingField:
    """A link of the line over the form, to a field that differs."""

    anchor: str
    label: str
    fills_a_blank: bool


def differing_fields(case: Case, differences: Iterable[Difference]) -> list[DifferingField]:
    return [
        DifferingField(
            anchor=f"f-{item.field}",
            label=FIELD_NAMES[item.field],
            fills_a_blank=item.fills_a_blank and not case.raw(item.field),
        )
        for item in differences
    ]
