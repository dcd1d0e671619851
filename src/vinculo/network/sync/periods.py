"""Status and address of providers over time, as `note_history` writes them for one provider at a time."""

from __future__ import annotations

from ..feed.entities import Entity
from .planning_desk import PlanningDesk
from .registry_tables import ADDRESS_PERIODS, PROVIDERS, STATUS_PERIODS, RegistryTable

# Who begins what on which day; without a beginning where nothing stood before and none is told.
_STATUS_BEGUN = """
SELECT p.id AS provider_id, p.status,
    CASE WHEN h.id IS NOT NULL AND h.status = p.status THEN h.starts_on END AS corrected,
    h.id IS NOT NULL AND h.status = p.status AS is_correction,
    coalesce(p.status_since, CASE WHEN EXISTS (
        SELECT 1 FROM network_statusperiod o WHERE o.provider_id = p.id
    ) THEN %(today)s::date END) AS since
FROM {providers} p LEFT JOIN network_statusperiod h ON h.provider_id = p.id AND h.ends_on IS NULL
WHERE p.change <> '' AND (h.id IS NULL OR h.status <> p.status
    OR (p.status_since IS NOT NULL AND h.starts_on IS DISTINCT FROM p.status_since))
"""
_ADDRESS_BEGUN = """
SELECT p.id AS provider_id, p.municipality_id, p.street, p.district, p.postal_code,
    NULL::date AS corrected, false AS is_correction,
    CASE WHEN EXISTS (SELECT 1 FROM network_addressperiod o WHERE o.provider_id = p.id)
        THEN %(today)s::date END AS since,
    p.municipality_id IS NULL AND p.street = '' AND p.district = '' AND p.postal_code = '' AS is_nothing
FROM {providers} p LEFT JOIN network_addressperiod h ON h.provider_id = p.id AND h.ends_on IS NULL
WHERE p.change <> '' AND (p.municipality_id, p.street, p.district, p.postal_code) IS DISTINCT FROM
    (h.municipality_id, coalesce(h.street, ''), coalesce(h.district, ''), coalesce(h.postal_code, ''))
"""
# What was to begin on that day or later was not so; what went on beyond it ends there.
_GO = """
INSERT INTO {plan} (op, change, seen, id, provider_id)
SELECT 'd', '', r.xmin, r.id, r.provider_id FROM {begun} b JOIN {table} r ON r.provider_id = b.provider_id
WHERE b.since IS NULL OR r.starts_on >= b.since OR (b.is_correction AND r.ends_on IS NULL)
"""
_END = """
INSERT INTO {plan} (op, change, seen, id, {columns})
SELECT 'u', '', r.xmin, r.id, {ended}
FROM {begun} b JOIN {table} r ON r.provider_id = b.provider_id
WHERE b.since IS NOT NULL AND (r.starts_on IS NULL OR r.starts_on < b.since)
    AND NOT (b.is_correction AND r.ends_on IS NULL)
    AND (r.ends_on IS NULL OR r.ends_on > b.since OR (b.is_correction AND r.ends_on = b.corrected))
    AND r.ends_on IS DISTINCT FROM b.since
"""
_BEGIN = """
INSERT INTO {plan} (op, change, id, {columns})
SELECT 'i', '', nextval('{table}_id_seq'), {begun_values} FROM {begun} b WHERE {condition}
"""


def plan_status_periods(desk: PlanningDesk) -> None:
    desk.build("statuses_begun", _STATUS_BEGUN.format(providers=PROVIDERS.plan), keyed_by="provider_id")
    plan_begun(desk, STATUS_PERIODS, "statuses_begun")


def plan_address_periods(desk: PlanningDesk) -> None:
    if Entity.PROVIDERS not in desk.told:
        return
    desk.build("addresses_begun", _ADDRESS_BEGUN.format(providers=PROVIDERS.plan), keyed_by="provider_id")
    plan_begun(desk, ADDRESS_PERIODS, "addresses_begun", condition="NOT b.is_nothing")


def plan_begun(desk: PlanningDesk, table: RegistryTable, begun: str, *, condition: str = "true") -> None:
    """What `begun` says stands from `since` on; `is_correction` tells the day of what stands already."""
    names = {
        "plan": table.plan,
        "table": table.name,
        "begun": begun,
        "columns": ", ".join(table.columns),
        "ended": ", ".join("b.since" if name == "ends_on" else f"r.{name}" for name in table.columns),
        "begun_values": ", ".join(_BEGUN_VALUES.get(name, f"b.{name}") for name in table.columns),
        "condition": condition,
    }
    for statement in (_GO, _END, _BEGIN):
        desk.do(statement.format(**names))


_BEGUN_VALUES = {"starts_on": "b.since", "ends_on": "NULL::date"}
