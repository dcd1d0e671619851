"""The ties that the feed tells, each with its provider and dentist: `fed_affiliations`.

Ties that no registry could hold together are refused here, row by row, before a constraint breaks the run.
"""

from __future__ import annotations

from ..feed.entities import Entity
from .planning_desk import PlanningDesk

_ENTITY = Entity.AFFILIATIONS
_STANDING_RT = """EXISTS (
    SELECT 1 FROM network_affiliation r WHERE r.provider_id = k.id AND r.dentist_id = d.id
    AND r.is_technical_manager AND NOT r.is_pending AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
)"""
# Two keys of one provider may tell the same tie.
_FED = """
SELECT row_number() OVER () AS number, t.* FROM (
    SELECT DISTINCT ON (k.id, d.id, {manager}, s.is_pending, s.starts_on)
        k.id AS provider_id, d.id AS dentist_id, {manager} AS is_technical_manager, s.starts_on, s.ends_on,
        s.is_pending, s.protocol_number, s.provider_key, s.cro_uf, s.cro_number,
        k.is_shared AND k.own_id <> k.id AS is_second
    FROM staged_affiliations s JOIN provider_keys k ON k.core_key = s.provider_key
    JOIN dentist_keys d ON d.cro_number = s.cro_number AND d.cro_uf = s.cro_uf
    ORDER BY k.id, d.id, {manager}, s.is_pending, s.starts_on, k.own_id <> k.id, s.provider_key
) t
"""
_GROUP = "provider_id, is_technical_manager, CASE WHEN is_technical_manager THEN 0 ELSE dentist_id END"
_SAME_GROUP = (
    "o.provider_id = f.provider_id AND o.is_technical_manager = f.is_technical_manager"
    " AND (f.is_technical_manager OR o.dentist_id = f.dentist_id)"
)
_OVERLAP = (
    "(f.starts_on IS NULL OR o.ends_on IS NULL OR f.starts_on < o.ends_on)"
    " AND (o.starts_on IS NULL OR f.ends_on IS NULL OR o.starts_on < f.ends_on)"
)
_SECOND = f"""
DELETE FROM fed_affiliations f WHERE f.is_second AND EXISTS (
    SELECT 1 FROM fed_affiliations o WHERE o.number <> f.number AND (NOT o.is_second OR o.number < f.number)
    AND {_SAME_GROUP} AND o.is_pending = f.is_pending AND (f.is_pending OR {_OVERLAP})
)
"""
_OVERLAPPING = f"""
SELECT number, is_technical_manager FROM (
    SELECT number, is_technical_manager, coalesce(starts_on, '-infinity') AS starts,
        coalesce(ends_on, 'infinity') AS ends,
        max(coalesce(ends_on, 'infinity')) OVER (
            days ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ended,
        lead(coalesce(starts_on, '-infinity')) OVER days AS next
    FROM fed_affiliations WHERE NOT is_pending
    WINDOW days AS (PARTITION BY {_GROUP} ORDER BY coalesce(starts_on, '-infinity'), number)
) ties WHERE ended > starts OR ends > next
"""
_SEVERAL_PENDING = f"""
SELECT number, is_technical_manager FROM (
    SELECT number, is_technical_manager, count(*) OVER (PARTITION BY {_GROUP}) AS told
    FROM fed_affiliations WHERE is_pending
) ties WHERE told > 1
"""
_TOLD_END_OF_REGISTRY = """
UPDATE fed_affiliations f SET ends_on = r.ends_on FROM network_affiliation r
WHERE r.provider_id = f.provider_id AND r.dentist_id = f.dentist_id AND NOT r.is_pending AND NOT f.is_pending
    AND r.is_technical_manager = f.is_technical_manager AND r.ends_on IS NOT NULL
    AND coalesce(r.starts_on, '-infinity') = coalesce(f.starts_on, '-infinity'::date)
"""
# A beginning that is not told is the one that the registry knows,
_BEGINNING_OF_REGISTRY = """
UPDATE fed_affiliations f SET starts_on = k.starts_on FROM (
    SELECT DISTINCT ON (f.number) f.number, r.starts_on FROM fed_affiliations f
    JOIN network_affiliation r ON r.provider_id = f.provider_id AND r.dentist_id = f.dentist_id
        AND r.is_technical_manager = f.is_technical_manager AND NOT r.is_pending
    WHERE NOT f.is_pending AND f.starts_on IS NULL AND r.starts_on IS NOT NULL
        AND (r.ends_on IS NULL OR r.ends_on > %(today)s OR r.ends_on = f.ends_on)
        AND (f.ends_on IS NULL OR r.starts_on < f.ends_on)
        AND NOT EXISTS (
            SELECT 1 FROM fed_affiliations o WHERE o.provider_id = f.provider_id
            AND o.dentist_id = f.dentist_id AND o.is_technical_manager = f.is_technical_manager
            AND NOT o.is_pending AND o.starts_on = r.starts_on
        )
    ORDER BY f.number, r.starts_on DESC
) k WHERE k.number = f.number
"""
# and today where the registry knows of somebody, or of a time, before.
_BEGINNING_TODAY = f"""
UPDATE fed_affiliations f SET starts_on = %(today)s
WHERE NOT f.is_pending AND f.starts_on IS NULL AND (f.ends_on IS NULL OR f.ends_on > %(today)s)
    AND EXISTS (
        SELECT 1 FROM network_affiliation o WHERE {_SAME_GROUP} AND NOT o.is_pending AND {_OVERLAP}
        AND NOT (o.dentist_id = f.dentist_id AND o.starts_on IS NULL)
    )
"""


def dentist_name(row: str) -> str:
    """SQL: by which a row of `refused_keys` says whose tie it may be."""
    return f"'CRO ' || {row}.cro_uf || ' ' || {row}.cro_number"


def resolve_affiliations(desk: PlanningDesk) -> None:
    desk.refuse_unknown_providers(_ENTITY, dentist_name("f"))
    desk.refuse(
        _ENTITY,
        "staged_affiliations",
        "NOT EXISTS (SELECT 1 FROM dentist_keys k WHERE k.cro_number = f.cro_number AND k.cro_uf = f.cro_uf)",
        "O CRO não está no cadastro nem entre as linhas aceitas desta leitura.",
        "f.provider_key",
    )
    manager = "s.is_technical_manager" if desk.tells(_ENTITY, "is_technical_manager") else _STANDING_RT
    desk.build("fed_affiliations", _FED.format(manager=manager), keyed_by="provider_id")
    desk.do(_SECOND)
    _refuse_together(desk, _SEVERAL_PENDING, "Há mais de uma alteração pendente {whose}.")
    _refuse_together(desk, _OVERLAPPING, "Em parte deste período a leitura traz outra linha {whose}.")
    if not desk.tells(_ENTITY, "ends_on"):
        desk.do(_TOLD_END_OF_REGISTRY)
    desk.do(_BEGINNING_OF_REGISTRY)
    desk.do(_BEGINNING_TODAY)


def _refuse_together(desk: PlanningDesk, query: str, told: str) -> None:
    """Which of them is right nobody knows: all are refused."""
    desk.build("refused_together", query)
    for condition, whose in (
        ("x.is_technical_manager", "do responsável técnico deste prestador"),
        ("NOT x.is_technical_manager", "deste dentista neste prestador"),
    ):
        desk.refuse(
            _ENTITY,
            "fed_affiliations",
            f"f.number IN (SELECT x.number FROM refused_together x WHERE {condition})",
            told.format(whose=whose),
            "f.provider_key",
        )
