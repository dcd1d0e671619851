"""The whole plan of a run: which rows of the registry are to be inserted, updated, deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from ..days import day_of
from ..feed.entities import Entity
from ..models import SyncRun
from . import affiliations, contact_persons, contracts, coverage, dentists, production, providers
from .counting_beside import counting_beside
from .dentists import resolve_dentist_keys
from .periods import plan_address_periods, plan_status_periods
from .planning_desk import PlanningDesk, Told
from .provider_keys import resolve_provider_keys
from .registry_tables import (
    AFFILIATIONS,
    CONTACT_PERSONS,
    CONTRACTS,
    COVERAGE,
    DENTISTS,
    PRODUCTION,
    PROVIDERS,
    REGISTRY_TABLES,
    RegistryTable,
    empty_plan_tables,
    index_plan_tables,
)
from .search_texts import plan_search_texts
from .share_guard import count_ending

TABLES: Mapping[Entity, RegistryTable] = {
    Entity.PROVIDERS: PROVIDERS,
    Entity.DENTISTS: DENTISTS,
    Entity.CONTACT_PERSONS: CONTACT_PERSONS,
    Entity.AFFILIATIONS: AFFILIATIONS,
    Entity.CONTRACTS: CONTRACTS,
    Entity.COVERAGE: COVERAGE,
    Entity.PRODUCTION: PRODUCTION,
}
# In this order: who works where needs the dentists' ids, and providers get what follows from the others.
_PLANNERS: Mapping[Entity, Callable[[PlanningDesk], None]] = {
    Entity.DENTISTS: dentists.plan_dentists,
    Entity.CONTACT_PERSONS: contact_persons.plan_contact_persons,
    Entity.AFFILIATIONS: affiliations.plan_affiliations,
    Entity.CONTRACTS: contracts.plan_contracts,
    Entity.COVERAGE: coverage.plan_coverage,
    Entity.PRODUCTION: production.plan_production,
}
_REFUSAL_TABLES = (
    "CREATE TABLE IF NOT EXISTS refused_keys (entity text, key text)",
    "CREATE TABLE IF NOT EXISTS refusals (entity text, reason text, row jsonb, lasts boolean)",
)
_DEACTIVATED = """
SELECT count(*) FILTER (WHERE p.status = 'inactive'), (
    SELECT count(*) FROM network_provider
    WHERE operator_id = %(operator)s AND status = 'active' AND merged_into_id IS NULL
)
FROM plan_provider p JOIN network_provider r ON r.id = p.id WHERE p.op = 'u' AND r.status = 'active'
"""
_MARK = """
SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint %% 4294967296)::text::xid AS taken_at
"""


@dataclass(frozen=True, slots=True)
class Planned:
    counts: dict[str, dict[str, int]]
    would_deactivate: int
    active_before: int


def make_refusal_tables(cursor: CursorWrapper) -> None:
    for statement in _REFUSAL_TABLES:
        cursor.execute(statement)


def plan_run(cursor: CursorWrapper, run: SyncRun, *, now: dt.datetime) -> Planned:
    """Within the run's schema, from what is staged there and the registry as it stands."""
    told = told_of(run)
    desk = PlanningDesk(cursor, run.operator_id, now, day_of(now), told)
    desk.do("DROP TABLE IF EXISTS planned_at")
    desk.do(f"CREATE TABLE planned_at AS {_MARK}")
    with counting_beside(cursor) as counts:
        _plan(desk)
        _note_rows(desk, counts())
    cursor.execute(_DEACTIVATED, desk.values)
    would_deactivate, active_before = cursor.fetchone()
    changes = _changes(desk, run)
    for name, ending in count_ending(desk).items():
        changes[name] |= ending
    return Planned(changes, would_deactivate, active_before)


def _plan(desk: PlanningDesk) -> None:
    empty_plan_tables(desk.cursor)
    # Staged rows that were refused are gone; others are looked at again.
    desk.do("DELETE FROM refusals WHERE NOT lasts")
    desk.do("DROP VIEW IF EXISTS fed_production")
    desk.do("DROP TABLE IF EXISTS standing_values, last_productions")
    resolve_provider_keys(desk)
    if {Entity.DENTISTS, Entity.AFFILIATIONS} & set(desk.told):
        resolve_dentist_keys(desk)
    for entity, planner in _PLANNERS.items():
        if entity in desk.told:
            planner(desk)
    providers.plan_providers(desk)
    desk.look_at_large(PROVIDERS.plan)
    plan_status_periods(desk)
    plan_address_periods(desk)
    desk.look_at_large("plan_")
    plan_search_texts(desk)
    index_plan_tables(desk.cursor)


def told_of(run: SyncRun) -> Mapping[Entity, Told]:
    return {
        Entity(name): Told(frozenset(said["fields"]), said["whole"], said["nameless"] > 0)
        for name, said in run.told.items()
    }


def is_as_planned(cursor: CursorWrapper) -> bool:
    """Whether nobody has written to the registry since the plan was made from it."""
    cursor.execute("SELECT name, rows FROM planned_from")
    rows = dict(cursor.fetchall())
    for table in REGISTRY_TABLES:
        cursor.execute(
            # Asked once, not joined: that takes five times as long over millions of rows.
            f"SELECT count(*), count(*) FILTER (WHERE age(r.xmin) <= (SELECT age(taken_at) FROM planned_at))"
            f" FROM {table.name} r"
        )
        count, written = cursor.fetchone()
        if written or count != rows.get(table.name):
            return False
    return True


def _note_rows(desk: PlanningDesk, counts: Mapping[str, int]) -> None:
    desk.do("DROP TABLE IF EXISTS planned_from")
    desk.do("CREATE TABLE planned_from (name text, rows bigint)")
    desk.cursor.execute(
        "INSERT INTO planned_from SELECT * FROM unnest(%s::text[], %s::bigint[])",
        [list(counts), list(counts.values())],
    )


def _changes(desk: PlanningDesk, run: SyncRun) -> dict[str, dict[str, int]]:
    """What is neither new, changed nor refused is the same."""
    desk.cursor.execute("SELECT entity, count(*) FROM refusals GROUP BY entity")
    refused: dict[str, int] = dict(desk.cursor.fetchall())
    counts: dict[str, dict[str, int]] = {}
    for name, said in run.told.items():
        desk.cursor.execute(f"SELECT change, count(*) FROM {TABLES[Entity(name)].plan} GROUP BY change")
        found: dict[str, Any] = dict(desk.cursor.fetchall())
        counts[name] = {kind: found.get(kind, 0) for kind in ("new", "changed", "gone")}
        right = said["right"] - refused.get(name, 0)
        counts[name]["same"] = max(0, right - found.get("new", 0) - found.get("changed", 0))
        counts[name]["rejected"] = said["rejected"] + refused.get(name, 0)
        counts[name]["repeated"] = said["repeated"]
    return counts
