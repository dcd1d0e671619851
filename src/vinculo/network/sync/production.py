"""What providers produced by month. Months that the feed spans and tells no more go; others are kept."""

from __future__ import annotations

from ..feed.entities import Entity
from .planning_desk import Fact, PlanningDesk, before_json
from .registry_tables import PRODUCTION

FACTS = (
    Fact("us_quantity", "Quantidade de US", "us_quantity", fresh="NULL::numeric"),
    Fact("amount", "Valor", "amount", fresh="NULL::numeric"),
    Fact("last_day", "Último dia", "last_day", fresh="NULL::date"),
)
SHOWN = (Fact("month", "Mês"), *FACTS)

_FED = """
SELECT k.id AS provider_id, s.month, s.us_quantity, s.amount, s.last_day
FROM staged_production s JOIN provider_keys k ON k.core_key = s.provider_key WHERE NOT k.is_shared
"""
# Two keys of one provider: it produced both.
_SHARED = """
UNION ALL
SELECT k.id, s.month, sum(s.us_quantity), sum(s.amount), max(s.last_day)
FROM staged_production s JOIN provider_keys k ON k.core_key = s.provider_key
WHERE k.is_shared GROUP BY k.id, s.month
"""
_GONE = """
INSERT INTO {plan} (op, change, seen, before, provider_id, month)
SELECT 'd', 'gone', r.xmin, {before}, r.provider_id, r.month
FROM network_monthlyproduction r
WHERE r.month >= (SELECT min(month) FROM staged_production)
    AND r.month <= (SELECT max(month) FROM staged_production)
    AND EXISTS (SELECT 1 FROM provider_keys k WHERE k.id = r.provider_id)
    AND NOT EXISTS (SELECT 1 FROM fed_production f WHERE f.provider_id = r.provider_id AND f.month = r.month)
    AND {not_refused}
"""
# Of whom a month changed: the last one with production, as it will stand.
_LAST = """
WITH moved AS (SELECT DISTINCT provider_id FROM {plan}), standing AS (
    SELECT p.provider_id, p.month, p.us_quantity, p.amount, p.last_day FROM {plan} p WHERE p.op <> 'd'
    UNION ALL
    SELECT r.provider_id, r.month, r.us_quantity, r.amount, r.last_day
    FROM moved JOIN network_monthlyproduction r USING (provider_id)
    WHERE NOT EXISTS (SELECT 1 FROM {plan} p WHERE p.provider_id = r.provider_id AND p.month = r.month)
), latest AS (
    SELECT provider_id, max(month) AS month FROM standing
    WHERE coalesce(amount, 0) <> 0 OR coalesce(us_quantity, 0) <> 0 GROUP BY provider_id
)
SELECT moved.provider_id, s.amount,
    CASE WHEN s.month IS NOT NULL
        THEN coalesce(
            s.last_day, least(%(today)s::date, (s.month + interval '1 month' - interval '1 day')::date)
        )
    END AS on_day
FROM moved LEFT JOIN latest USING (provider_id)
LEFT JOIN standing s ON s.provider_id = latest.provider_id AND s.month = latest.month
"""


def plan_production(desk: PlanningDesk) -> None:
    entity = Entity.PRODUCTION
    desk.refuse_unknown_providers(entity)
    desk.cursor.execute("SELECT EXISTS (SELECT 1 FROM provider_keys WHERE is_shared)")
    (is_any_shared,) = desk.cursor.fetchone()
    desk.do(f"CREATE VIEW fed_production AS {_FED}{_SHARED if is_any_shared else ''}")
    same = "r.provider_id = f.provider_id AND r.month = f.month"
    desk.plan_upserts(entity, PRODUCTION, FACTS, fed="fed_production", same=same)
    if desk.tells_who_is_gone(entity):
        before, not_refused = before_json(FACTS), desk.not_refused(entity, "r.provider_id")
        desk.do(_GONE.format(plan=PRODUCTION.plan, before=before, not_refused=not_refused))
    desk.look_at_large(PRODUCTION.plan)
    desk.build("last_productions", _LAST.format(plan=PRODUCTION.plan), keyed_by="provider_id")
