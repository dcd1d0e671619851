"""What a US is worth from which day, and the notice that the contract asks: a period for each day told."""

from __future__ import annotations

from ..feed.entities import Entity
from .periods import plan_begun
from .planning_desk import Fact, PlanningDesk, before_json
from .registry_tables import CONTRACTS

FACTS = (
    Fact("us_value", "Valor da US", "us_value"),
    Fact("notice_days", "Aviso prévio (dias)", "notice_days"),
    Fact("ends_on", "Até"),
)
SHOWN = (Fact("starts_on", "Desde"), *FACTS)

# Where two keys lead to one provider, its own contract counts. What is told without a day is the value of
# today; before other days it is that of all days before them.
_FED = """
WITH staged AS (
    SELECT k.id AS provider_id, s.us_value, s.us_value_on AS starts_on, s.notice_days,
        rank() OVER (PARTITION BY k.id ORDER BY k.own_id <> k.id, s.provider_key) AS turn
    FROM staged_contracts s JOIN provider_keys k ON k.core_key = s.provider_key WHERE {whose}
), told AS (
    SELECT provider_id, us_value, starts_on, notice_days, NULL::date AS own_end, false AS is_held,
        count(*) OVER (PARTITION BY provider_id) = 1 AND starts_on IS NULL AS is_of_today
    FROM staged WHERE turn = 1
)
SELECT provider_id, us_value, starts_on, notice_days, is_held, is_of_today,
    least(own_end, lead(starts_on) OVER days) AS ends_on, row_number() OVER days = 1 AS is_first,
    own_end IS NULL AND lead(starts_on) OVER days IS NULL AS is_last
FROM (SELECT * FROM told {held}) lines
WINDOW days AS (PARTITION BY provider_id ORDER BY starts_on NULLS FIRST)
"""
# Where a row was refused, what the registry has beside those that were not is held: one of them may be it.
_HELD = """
UNION ALL
SELECT r.provider_id, r.us_value, r.starts_on, r.notice_days, r.ends_on, true, false
FROM network_contract r WHERE r.provider_id IN (SELECT id FROM doubted_providers)
    AND EXISTS (SELECT 1 FROM told t WHERE t.provider_id = r.provider_id AND NOT t.is_of_today)
    AND NOT EXISTS (SELECT 1 FROM told t
        WHERE t.provider_id = r.provider_id AND t.starts_on IS NOT DISTINCT FROM r.starts_on)
"""
_DOUBTED = """
SELECT DISTINCT k.id FROM provider_keys k
WHERE {is_anybody} OR k.core_key IN (SELECT x.key FROM refused_keys x WHERE x.entity = 'contracts')
"""
_OF_TODAY = """
SELECT f.provider_id, f.us_value, {notice} AS notice_days, true AS is_fed,
    NULL::date AS corrected, false AS is_correction,
    CASE WHEN EXISTS (SELECT 1 FROM network_contract o WHERE o.provider_id = f.provider_id)
        THEN %(today)s::date END AS since
FROM fed_contracts f LEFT JOIN network_contract r ON r.provider_id = f.provider_id AND r.ends_on IS NULL
WHERE f.is_of_today AND (r.id IS NULL OR r.us_value IS DISTINCT FROM f.us_value
    OR r.notice_days IS DISTINCT FROM {notice})
"""
_COLUMNS = "provider_id, starts_on, ends_on, us_value, notice_days, is_fed"
_BEFORE_FIRST = "(r.starts_on < f.starts_on OR r.starts_on IS NULL AND f.starts_on IS NOT NULL)"
_SAME_PERIOD = (
    "r.provider_id = f.provider_id"
    " AND coalesce(r.starts_on, '-infinity') = coalesce(f.starts_on, '-infinity'::date)"
)
_BY_DAY = f"""
INSERT INTO {{plan}} (op, change, seen, before, id, {_COLUMNS})
SELECT CASE WHEN r.id IS NULL THEN 'i' ELSE 'u' END,
    CASE WHEN r.id IS NULL THEN 'new' WHEN {{differs}} THEN 'changed' ELSE '' END,
    r.xmin, CASE WHEN r.id IS NOT NULL THEN {{before}} END,
    coalesce(r.id, nextval('network_contract_id_seq')),
    f.provider_id, f.starts_on, f.ends_on, f.us_value,
    CASE WHEN f.is_held THEN r.notice_days ELSE {{notice}} END, NOT f.is_held OR r.is_fed
FROM fed_contracts f
LEFT JOIN network_contract r ON {_SAME_PERIOD}
LEFT JOIN network_contract h ON h.provider_id = f.provider_id AND h.ends_on IS NULL
WHERE NOT f.is_of_today AND (r.id IS NULL OR NOT (r.is_fed OR f.is_held) OR {{differs}})
"""
_OTHERS = f"""
INSERT INTO {{plan}} (op, change, seen, before, id, {_COLUMNS})
SELECT CASE WHEN {_BEFORE_FIRST} THEN 'u' ELSE 'd' END,
    CASE WHEN {_BEFORE_FIRST} THEN 'changed' ELSE 'gone' END,
    r.xmin, {{before}}, r.id, r.provider_id, r.starts_on, f.starts_on, r.us_value, r.notice_days, r.is_fed
FROM fed_contracts f JOIN network_contract r ON r.provider_id = f.provider_id
WHERE f.is_first AND NOT f.is_of_today
    AND (f.starts_on IS NULL OR r.ends_on IS NULL OR r.ends_on > f.starts_on)
    AND NOT EXISTS (SELECT 1 FROM fed_contracts g
        WHERE g.provider_id = r.provider_id
        AND coalesce(g.starts_on, '-infinity'::date) = coalesce(r.starts_on, '-infinity'))
"""
_GONE = f"""
INSERT INTO {{plan}} (op, change, seen, before, id, {_COLUMNS})
SELECT CASE WHEN r.starts_on >= %(today)s THEN 'd' ELSE 'u' END, 'gone', r.xmin, {{before}},
    r.id, r.provider_id, r.starts_on, %(today)s, r.us_value, r.notice_days, true
FROM network_contract r
WHERE r.is_fed AND r.ends_on IS NULL AND EXISTS (SELECT 1 FROM provider_keys k WHERE k.id = r.provider_id)
    AND NOT EXISTS (SELECT 1 FROM fed_contracts f WHERE f.provider_id = r.provider_id) AND {{not_refused}}
"""
_MADE_KNOWN = """
UPDATE {plan} p SET change = CASE p.op WHEN 'i' THEN 'new' WHEN 'd' THEN 'gone' ELSE 'changed' END,
    before = (SELECT {before} FROM network_contract r WHERE r.id = p.id)
"""
_STANDING = """
SELECT provider_id, us_value FROM fed_contracts WHERE is_last
UNION ALL
SELECT p.provider_id, NULL FROM {plan} p
WHERE p.change = 'gone' AND NOT EXISTS (SELECT 1 FROM fed_contracts f WHERE f.provider_id = p.provider_id)
"""


def plan_contracts(desk: PlanningDesk) -> None:
    entity = Entity.CONTRACTS
    desk.refuse_unknown_providers(entity)
    desk.build("fed_contracts", _FED.format(whose="true", held=""), keyed_by="provider_id")
    _hold_beside_refused(desk)
    notice_told = desk.tells(entity, "notice_days")
    before = before_json(FACTS)
    notice = "f.notice_days" if notice_told else "r.notice_days"
    desk.build("contracts_begun", _OF_TODAY.format(notice=notice), keyed_by="provider_id")
    plan_begun(desk, CONTRACTS, "contracts_begun")
    desk.do(_MADE_KNOWN.format(plan=CONTRACTS.plan, before=before))
    notice = "f.notice_days" if notice_told else "coalesce(r.notice_days, h.notice_days)"
    differs = (
        f"(r.ends_on IS DISTINCT FROM f.ends_on OR NOT f.is_held AND ("
        f"r.us_value IS DISTINCT FROM f.us_value OR r.notice_days IS DISTINCT FROM {notice}))"
    )
    desk.do(_BY_DAY.format(plan=CONTRACTS.plan, before=before, notice=notice, differs=differs))
    desk.do(_OTHERS.format(plan=CONTRACTS.plan, before=before))
    if desk.tells_who_is_gone(entity):
        not_refused = desk.not_refused(entity, "r.provider_id")
        desk.do(_GONE.format(plan=CONTRACTS.plan, before=before, not_refused=not_refused))
    desk.build("standing_values", _STANDING.format(plan=CONTRACTS.plan), keyed_by="provider_id")


def _hold_beside_refused(desk: PlanningDesk) -> None:
    is_anybody = desk.may_be_anybodys(Entity.CONTRACTS)
    if not desk.build("doubted_providers", _DOUBTED.format(is_anybody=is_anybody), keyed_by="id"):
        return
    doubted = "IN (SELECT id FROM doubted_providers)"
    desk.do(f"DELETE FROM fed_contracts WHERE provider_id {doubted}")
    desk.do(f"INSERT INTO fed_contracts {_FED.format(whose=f'k.id {doubted}', held=_HELD)}")
