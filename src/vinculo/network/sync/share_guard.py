"""What a run would take away: providers, and of those that stay dentists, contracts, people, production.

A feed that would take more than its share of any of them asks: half a file looks like that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..feed.entities import Entity
from ..models import SyncRun
from .planning_desk import PlanningDesk

FEWEST = 5
"""Of all but providers so few end on any day."""
ENDING, STOOD = "ending", "stood"
_STAYS = "NOT EXISTS (SELECT 1 FROM plan_provider o WHERE o.id = r.provider_id AND o.status = 'inactive')"
_STANDING_TIE = "NOT r.is_pending AND (r.ends_on IS NULL OR r.ends_on > %(today)s)"
_ENDING: Mapping[Entity, str] = {
    Entity.AFFILIATIONS: f"""
SELECT count(*) FROM plan_affiliation p JOIN network_affiliation r ON r.id = p.id
WHERE {_STANDING_TIE} AND (p.op = 'd' OR p.ends_on <= %(today)s) AND {_STAYS}
    AND NOT EXISTS (SELECT 1 FROM plan_affiliation q WHERE q.provider_id = r.provider_id AND q.op <> 'd'
        AND q.is_technical_manager = r.is_technical_manager AND NOT q.is_pending
        AND (q.dentist_id = r.dentist_id OR r.is_technical_manager)
        AND (q.ends_on IS NULL OR q.ends_on > %(today)s))
""",
    Entity.CONTRACTS: f"""
SELECT count(*) FROM plan_contract p JOIN network_contract r ON r.id = p.id
WHERE r.ends_on IS NULL AND (p.op = 'd' OR p.ends_on IS NOT NULL) AND {_STAYS}
    AND NOT EXISTS (SELECT 1 FROM plan_contract q WHERE q.provider_id = r.provider_id AND q.op <> 'd'
        AND q.ends_on IS NULL)
""",
    Entity.CONTACT_PERSONS: f"""
SELECT count(*) FROM plan_contactperson r WHERE r.change = 'gone' AND {_STAYS}
""",
    Entity.PRODUCTION: f"""
SELECT count(*) FROM plan_monthlyproduction r WHERE r.change = 'gone' AND {_STAYS}
""",
}
"""One that another takes the place of does not end."""
_STOOD: Mapping[Entity, str] = {
    Entity.AFFILIATIONS: f"""
SELECT count(*) FROM network_affiliation r JOIN network_provider k ON k.id = r.provider_id
WHERE k.operator_id = %(operator)s AND {_STANDING_TIE}
""",
    Entity.CONTRACTS: """
SELECT count(*) FROM network_contract r JOIN network_provider k ON k.id = r.provider_id
WHERE k.operator_id = %(operator)s AND r.ends_on IS NULL
""",
    Entity.CONTACT_PERSONS: """
SELECT count(*) FROM network_contactperson r JOIN network_provider k ON k.id = r.provider_id
WHERE k.operator_id = %(operator)s AND r.is_fed AND r.is_active
""",
    Entity.PRODUCTION: """
SELECT count(*) FROM network_monthlyproduction r JOIN network_provider k ON k.id = r.provider_id
WHERE k.operator_id = %(operator)s
    AND r.month >= (SELECT min(month) FROM staged_production)
    AND r.month <= (SELECT max(month) FROM staged_production)
""",
}


def count_ending(desk: PlanningDesk) -> dict[str, dict[str, int]]:
    """By entity, for `SyncRun.counts`; only where it is worth a question."""
    found: dict[str, dict[str, int]] = {}
    for entity, query in _ENDING.items():
        if entity in desk.told and (ending := _number(desk, query)) >= FEWEST:
            found[entity] = {ENDING: ending, STOOD: _number(desk, _STOOD[entity])}
    return found


def _number(desk: PlanningDesk, query: str) -> int:
    desk.cursor.execute(query, desk.values)
    return int(desk.cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Taken:
    """So many of them would go."""

    entity: Entity
    going: int
    of: int


def taken(run: SyncRun) -> tuple[Taken, ...]:
    counts: Mapping[str, Mapping[str, Any]] = run.counts
    ending = (
        Taken(entity, counts[entity][ENDING], counts[entity][STOOD])
        for entity in _ENDING
        if counts.get(entity, {}).get(ENDING)
    )
    return (Taken(Entity.PROVIDERS, run.would_deactivate, run.active_before), *ending)


def too_many(run: SyncRun) -> tuple[Taken, ...]:
    """As it is written: 29 of 100 are no more than 0.29 of them, whatever a float makes of that."""
    share = Decimal(str(run.share))
    return tuple(one for one in taken(run) if one.going > share * one.of)
