"""Who works where and who is RT, over time; and the changes of the RT that are only asked for.

Ties of the feed rule: what the registry has beside them ends where they begin. What was told and is told no
more ends today, or never was where it had not begun. `fed_affiliations` are the rows told, `paired` those of
the registry that they are about.
"""

from __future__ import annotations

from ..feed.entities import Entity
from .affiliation_rows import dentist_name, resolve_affiliations
from .planning_desk import Fact, PlanningDesk, before_json
from .registry_tables import AFFILIATIONS

FACTS = (
    Fact("starts_on", "Desde", "starts_on"),
    Fact("ends_on", "Até", "ends_on"),
    Fact("is_pending", "Alteração pendente"),
    Fact("protocol_number", "Nº do protocolo", "protocol_number"),
    Fact("withdrawn_at", "Desistência em"),
)
SHOWN = (Fact("is_technical_manager", "Responsável técnico"), *FACTS)

_ENTITY = Entity.AFFILIATIONS
_COLUMNS = (
    "provider_id, dentist_id, is_technical_manager, starts_on, ends_on, is_pending, withdrawn_at,"
    " protocol_number, is_fed"
)
_SAME_TIE = (
    "r.provider_id = f.provider_id AND r.dentist_id = f.dentist_id"
    " AND r.is_technical_manager = f.is_technical_manager"
)
# The same tie from the same day; one that was pending and holds now; one whose beginning is corrected.
_PAIRED_BY_DAY = f"""
SELECT f.number, r.id FROM fed_affiliations f JOIN network_affiliation r
    ON {_SAME_TIE} AND NOT r.is_pending
    AND coalesce(r.starts_on, '-infinity') = coalesce(f.starts_on, '-infinity'::date)
WHERE NOT f.is_pending
"""
_PAIRED_PENDING = f"""
INSERT INTO paired
SELECT DISTINCT ON (f.number) f.number, r.id FROM fed_affiliations f JOIN network_affiliation r
    ON {_SAME_TIE} AND r.is_pending AND r.withdrawn_at IS NULL
WHERE {{whose}} AND NOT EXISTS (SELECT 1 FROM paired p WHERE p.number = f.number)
    AND NOT EXISTS (SELECT 1 FROM paired p WHERE p.id = r.id)
ORDER BY f.number, r.id
"""
_PAIRED_CORRECTED = f"""
INSERT INTO paired
SELECT f.number, r.id FROM (
    SELECT f.*, row_number() OVER (
        PARTITION BY provider_id, dentist_id, is_technical_manager ORDER BY starts_on DESC NULLS LAST
    ) AS turn FROM fed_affiliations f
    WHERE NOT is_pending AND NOT EXISTS (SELECT 1 FROM paired p WHERE p.number = f.number)
) f JOIN (
    SELECT r.*, row_number() OVER (
        PARTITION BY provider_id, dentist_id, is_technical_manager ORDER BY starts_on DESC NULLS LAST
    ) AS turn FROM network_affiliation r
    WHERE NOT is_pending AND NOT EXISTS (SELECT 1 FROM paired p WHERE p.id = r.id)
) r ON {_SAME_TIE} AND r.turn = f.turn
    AND daterange(r.starts_on, r.ends_on) && daterange(f.starts_on, f.ends_on)
"""
_TOLD = f"""
INSERT INTO {AFFILIATIONS.plan} (op, change, seen, before, id, {_COLUMNS})
SELECT CASE WHEN r.id IS NULL THEN 'i' ELSE 'u' END,
    CASE WHEN r.id IS NULL THEN 'new' WHEN {{differs}} THEN 'changed' ELSE '' END,
    r.xmin, CASE WHEN r.id IS NOT NULL THEN {{before}} END,
    coalesce(r.id, nextval('network_affiliation_id_seq')),
    f.provider_id, f.dentist_id, f.is_technical_manager, f.starts_on, f.ends_on, f.is_pending, NULL,
    {{protocol}}, true
FROM fed_affiliations f
LEFT JOIN paired ON paired.number = f.number
LEFT JOIN network_affiliation r ON r.id = paired.id
WHERE r.id IS NULL OR NOT r.is_fed OR {{differs}}
"""
_NOT_OF_REFUSED_DENTIST = f"""NOT EXISTS (
    SELECT 1 FROM refused_keys x JOIN network_dentist d ON {dentist_name("d")} = x.key
    WHERE x.entity = '{_ENTITY}' AND d.id = r.dentist_id AND d.operator_id = %(operator)s
)"""
# What nobody told, of providers that the feed knows: until when it still holds.
_LEFT = """
SELECT r.id, r.provider_id, r.dentist_id, r.is_technical_manager, r.starts_on, r.is_pending,
    {gone} AS is_gone,
    CASE WHEN {gone} THEN least(r.ends_on, %(today)s::date) ELSE r.ends_on END AS ends_on
FROM network_affiliation r
WHERE EXISTS (SELECT 1 FROM provider_keys k WHERE k.id = r.provider_id)
    AND NOT EXISTS (SELECT 1 FROM paired WHERE paired.id = r.id)
    AND r.withdrawn_at IS NULL
"""
_CUT = """
SELECT l.id, l.starts_on >= l.ends_on IS TRUE
    OR bool_or(f.starts_on IS NULL OR f.starts_on <= l.starts_on) FILTER (WHERE f.number IS NOT NULL) IS TRUE
    AS never_was, least(l.ends_on, min(f.starts_on)) AS ends_on
FROM left_affiliations l LEFT JOIN fed_affiliations f
    ON f.provider_id = l.provider_id AND NOT f.is_pending AND f.is_technical_manager = l.is_technical_manager
    AND (f.is_technical_manager OR f.dentist_id = l.dentist_id)
    AND (l.starts_on IS NULL OR f.ends_on IS NULL OR l.starts_on < f.ends_on)
    AND (f.starts_on IS NULL OR l.ends_on IS NULL OR f.starts_on < l.ends_on)
WHERE NOT l.is_pending
GROUP BY l.id, l.starts_on, l.ends_on
"""
_STOPS = f"""
INSERT INTO {AFFILIATIONS.plan} (op, change, seen, before, id, {_COLUMNS})
SELECT CASE WHEN c.never_was THEN 'd' ELSE 'u' END, 'gone', r.xmin, {{before}}, r.id,
    r.provider_id, r.dentist_id, r.is_technical_manager, r.starts_on, c.ends_on, false, NULL,
    r.protocol_number, r.is_fed
FROM cut_affiliations c JOIN network_affiliation r ON r.id = c.id
WHERE c.never_was OR c.ends_on IS DISTINCT FROM r.ends_on
"""
_WITHDRAWN = f"""
INSERT INTO {AFFILIATIONS.plan} (op, change, seen, before, id, {_COLUMNS})
SELECT 'u', 'gone', r.xmin, {{before}}, r.id, r.provider_id, r.dentist_id, r.is_technical_manager,
    r.starts_on, r.ends_on, true, %(now)s, r.protocol_number, r.is_fed
FROM left_affiliations l JOIN network_affiliation r ON r.id = l.id
WHERE l.is_pending AND (l.is_gone OR l.is_technical_manager AND EXISTS (
    SELECT 1 FROM fed_affiliations f
    WHERE f.provider_id = l.provider_id AND f.is_pending AND f.is_technical_manager
))
"""


def plan_affiliations(desk: PlanningDesk) -> None:
    resolve_affiliations(desk)
    desk.build("paired", _PAIRED_BY_DAY, keyed_by="number")
    desk.do(_PAIRED_PENDING.format(whose="f.is_pending"))
    desk.do(_PAIRED_PENDING.format(whose="NOT f.is_pending"))
    desk.do(_PAIRED_CORRECTED)
    desk.look_at_large("paired")
    shown = [fact for fact in FACTS if not fact.field or desk.tells(_ENTITY, fact.field)]
    before = before_json(shown)
    # A request keeps the number by which it was asked for, whatever a later row leaves blank.
    protocol = f"coalesce(nullif({desk.after(_ENTITY, FACTS[3])}, ''), r.protocol_number, '')"
    differing = ["starts_on", "ends_on", "is_pending"]
    differs = " OR ".join(f"f.{name} IS DISTINCT FROM r.{name}" for name in differing)
    differs = f"({differs} OR {protocol} IS DISTINCT FROM r.protocol_number)"
    desk.do(_TOLD.format(differs=differs, before=before, protocol=protocol))
    is_gone = "false"
    if desk.told[_ENTITY].tells_who_is_gone:
        is_gone = f"r.is_fed AND {desk.not_refused(_ENTITY, 'r.provider_id')} AND {_NOT_OF_REFUSED_DENTIST}"
    desk.build("left_affiliations", _LEFT.format(gone=is_gone), keyed_by="provider_id")
    desk.build("cut_affiliations", _CUT)
    desk.do(_STOPS.format(before=before))
    desk.do(_WITHDRAWN.format(before=before))
