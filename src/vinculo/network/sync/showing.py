"""Planned changes as people read them: which row, and what of it was and will be."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.backends.utils import CursorWrapper

from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.identifiers import cnpj, cpf, phone
from vinculo.kernel.money import format_money
from vinculo.kernel.numbers import format_count
from vinculo.kernel.places import municipality_by_code

from ..feed.entities import Entity
from ..models import Dentist, Provider
from . import affiliations, contact_persons, contracts, coverage, dentists, production, providers
from .planning import TABLES
from .planning_desk import Fact

HIDDEN = "•••"
_FACTS: Mapping[Entity, Sequence[Fact]] = {
    Entity.PROVIDERS: providers.SHOWN,
    Entity.DENTISTS: dentists.SHOWN,
    Entity.CONTACT_PERSONS: contact_persons.SHOWN,
    Entity.AFFILIATIONS: affiliations.SHOWN,
    Entity.CONTRACTS: contracts.SHOWN,
    Entity.COVERAGE: coverage.SHOWN,
    Entity.PRODUCTION: production.SHOWN,
}
_OWNERS: Mapping[Entity, str] = {
    Entity.PROVIDERS: "id",
    Entity.DENTISTS: "id",
    Entity.CONTACT_PERSONS: "provider_id",
    Entity.AFFILIATIONS: "provider_id",
    Entity.CONTRACTS: "provider_id",
    Entity.PRODUCTION: "provider_id",
}
_PROVIDER_NAME = """(
    SELECT coalesce(nullif(q.trade_name, ''), q.name) FROM (
        SELECT trade_name, name FROM plan_provider WHERE id = p.provider_id
        UNION ALL SELECT trade_name, name FROM network_provider WHERE id = p.provider_id
    ) q LIMIT 1
)"""
_DENTIST = """(
    SELECT q.name || ' · CRO-' || q.cro_uf || ' ' || q.cro_number FROM (
        SELECT name, cro_uf, cro_number FROM plan_dentist WHERE id = p.dentist_id
        UNION ALL SELECT name, cro_uf, cro_number FROM network_dentist WHERE id = p.dentist_id
    ) q LIMIT 1
)"""
_SINCE = "'US desde ' || to_char(p.starts_on, 'DD/MM/YYYY')"
_LABELS: Mapping[Entity, str] = {
    Entity.PROVIDERS: "coalesce(nullif(p.trade_name, ''), p.name)",
    Entity.DENTISTS: "p.name || ' · CRO-' || p.cro_uf || ' ' || p.cro_number",
    Entity.CONTACT_PERSONS: f"concat_ws(' · ', p.name, {_PROVIDER_NAME})",
    Entity.AFFILIATIONS: f"concat_ws(' · ', {_DENTIST}, {_PROVIDER_NAME})",
    Entity.CONTRACTS: f"concat_ws(' · ', {_PROVIDER_NAME}, {_SINCE})",
    Entity.COVERAGE: "p.municipality_id",
    Entity.PRODUCTION: f"concat_ws(' · ', {_PROVIDER_NAME}, to_char(p.month, 'MM/YYYY'))",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Texts as people read them, blank where there is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """`key` goes on from here; `label` names the row; `record_id` is the provider's or dentist's."""

    key: str
    label: str
    fields: tuple[FieldChange, ...]
    record_id: int | None = None


def shown_changes(
    cursor: CursorWrapper, entity: Entity, change: str, after_place: int, limit: int, *, shows_personal: bool
) -> list[PlannedChange]:
    owner = _OWNERS.get(entity)
    record = "NULL"
    if owner:
        of = "dentist" if entity is Entity.DENTISTS else "provider"
        record = f"(SELECT o.id FROM public.network_{of} o WHERE o.id = p.{owner})"
    cursor.execute(
        f"SELECT p.place, {_LABELS[entity]}, {record}, p.op, p.before::text, to_jsonb(p)::text"
        f" FROM {TABLES[entity].plan} p WHERE p.change = %s AND p.place > %s ORDER BY p.place LIMIT %s",
        [change, after_place, limit],
    )
    found: list[PlannedChange] = []
    for place, label, record_id, op, before, after in cursor.fetchall():
        was: dict[str, Any] = json.loads(before) if before else {}
        now: dict[str, Any] = {} if op == "d" else json.loads(after)
        fields = _field_changes(_FACTS[entity], was, now, is_new=op == "i", shows_personal=shows_personal)
        name = _words("municipality_id", label) if entity is Entity.COVERAGE else label or ""
        found.append(PlannedChange(str(place), name, tuple(fields), record_id))
    return found


def _field_changes(
    facts: Sequence[Fact],
    was: Mapping[str, Any],
    now: Mapping[str, Any],
    *,
    is_new: bool,
    shows_personal: bool,
) -> list[FieldChange]:
    """Of a new row what it says, of another one what differs."""
    changes: list[FieldChange] = []
    for fact in facts:
        if not fact.label or not (is_new or fact.column in was):
            continue
        before, after = _words(fact.column, was.get(fact.column)), _words(fact.column, now.get(fact.column))
        if before == after:
            continue
        if fact.is_personal and not shows_personal:
            before, after = (HIDDEN if text else "" for text in (before, after))
        changes.append(FieldChange(fact.label, before, after))
    return changes


def _words(column: str, value: Any) -> str:
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "Sim" if value else "Não"
    if column in _WORDS:
        return _WORDS[column](value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str) and _is_day(value):
        return format_date(dt.date.fromisoformat(value))
    return str(value)


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


def _city(code: str) -> str:
    place = municipality_by_code(code)
    return f"{place.name}/{place.uf}" if place else code


def _moment(text: str) -> str:
    return format_date(dt.datetime.fromisoformat(text).astimezone(SAO_PAULO).date())


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "kind": lambda value: str(Provider.Kind(value).label),
    "status": lambda value: str(Provider.Status(value).label),
    "category": lambda value: str(Dentist.Category(value).label),
    "registration_type": lambda value: str(Dentist.RegistrationType(value).label),
    "municipality_id": _city,
    "cnpj": cnpj.formatted,
    "cpf": cpf.formatted,
    "postal_code": lambda value: f"{value[:5]}-{value[5:]}",
    "phones": lambda value: ", ".join(phone.formatted(digits) for digits in value),
    "us_value": lambda value: format_money(_decimal(value)),
    "amount": lambda value: format_money(_decimal(value)),
    "us_quantity": lambda value: format_money(_decimal(value), symbol=False),
    "lives": format_count,
    "published_cros": format_count,
    "month": lambda value: f"{value[5:7]}/{value[:4]}",
    "withdrawn_at": _moment,
}
