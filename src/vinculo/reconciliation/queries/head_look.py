"""The open cases whose head says otherwise than the registry of today, all of an operator at once.

The same meaning as `cases.queries.registry_today`, case by case, but for what moves month by month by itself
(`MOVING_FIELDS`): that is news on the page of a case, and no divergence. A test holds one against the other.
"""

from __future__ import annotations

_FIELDS = (
    ("cro_count", "counted.many::text", "c.cro_count::text"),
    ("cro", "head.cro_number", "c.cro"),
    ("cro_state", "head.cro_uf", "c.cro_state"),
    ("dentist_name", "head.name", "c.dentist_name"),
    ("cnpj", "p.cnpj", "c.cnpj"),
    ("cpf", "p.cpf", "c.cpf"),
    ("joined_on", "p.joined_on::text", "c.joined_on::text"),
    ("provider_type", "p.kind", "c.provider_type"),
    ("city", "m.name", "c.city"),
    ("state", "m.uf", "c.city_state"),
    ("serves_other_plans", "CASE WHEN p.other_plans <> '' THEN 'true' END", "c.serves_other_plans::text"),
    ("other_plans", "p.other_plans", "c.other_plans"),
    ("us_value", "trim_scale(p.us_value)::text", "trim_scale(c.us_value)::text"),
)
"""Each with what the registry says and what stands in the case, as texts; in the order of the paper."""


def _folded(text: str) -> str:
    """As `kernel.folding.fold` makes it, for the texts of names and places."""
    return f"btrim(regexp_replace(lower(unaccent({text})), '\\s+', ' ', 'g'))"


def _rows() -> str:
    return ",\n".join(
        f"        ({place}, '{name}', nullif({said}, ''), {mine},"
        f" s.facts -> '{name}' ->> 'value', s.facts -> '{name}' ->> 'left')"
        for place, (name, said, mine) in enumerate(_FIELDS)
    )


def _other_than(text: str) -> str:
    """Accents and capitals are looked at last: few texts differ, and of these few in nothing else."""
    return f"({text} IS NULL OR (f.said <> {text} AND {_folded('f.said')} <> {_folded(text)}))"


HEAD_DIFFERS = f"""
WITH held AS (
    SELECT c.id, c.provider_id, c.cro, c.cro_state, s.head_dentist_id
    FROM cases_case c LEFT JOIN cases_registrysnapshot s ON s.case_id = c.id
    WHERE c.operator_id = %(operator)s AND c.state IN ('draft', 'in_progress', 'waiting')
      AND c.provider_id IS NOT NULL
), tied AS (
    -- Who is, was or will be there; the first is whom the case has in its head.
    SELECT h.id AS case_id, d.id AS dentist_id, d.name, d.cro_number, d.cro_uf, d.folded_name,
           a.id AS tie, a.is_technical_manager,
           coalesce(a.starts_on, '-infinity') <= %(today)s AND coalesce(a.ends_on, 'infinity') > %(today)s
             AS stands,
           CASE WHEN h.head_dentist_id IS NOT NULL THEN d.id = h.head_dentist_id
                ELSE d.cro_number = h.cro AND d.cro_uf = coalesce(h.cro_state, d.cro_uf) END AS is_mine
    FROM held h
    JOIN network_affiliation a ON a.provider_id = h.provider_id AND NOT a.is_pending
    JOIN network_dentist d ON d.id = a.dentist_id
), counted AS (
    SELECT case_id, nullif(count(DISTINCT dentist_id) FILTER (WHERE stands), 0) AS many
    FROM tied GROUP BY case_id
), mine AS (
    SELECT DISTINCT ON (case_id) * FROM tied WHERE is_mine
    ORDER BY case_id, is_technical_manager DESC, folded_name, tie
), first AS (
    SELECT DISTINCT ON (case_id) * FROM tied WHERE stands
    ORDER BY case_id, is_technical_manager DESC, folded_name, tie
), differing AS (
    SELECT c.id, c.provider_id, c.city_state, array_agg(f.field ORDER BY f.place) AS fields,
           string_agg(f.field || '=' || {_folded("f.said")}, '|' ORDER BY f.place) AS said
    FROM cases_case c
    JOIN held h ON h.id = c.id
    JOIN network_provider p ON p.id = c.provider_id
    LEFT JOIN network_municipality m ON m.ibge_code = p.municipality_id
    LEFT JOIN cases_registrysnapshot s ON s.case_id = c.id
    LEFT JOIN counted ON counted.case_id = c.id AND c.scope = 'provider'
    LEFT JOIN mine ON mine.case_id = c.id
    LEFT JOIN first ON first.case_id = c.id AND c.cro IS NULL AND mine.case_id IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(mine.cro_number, first.cro_number) AS cro_number,
               coalesce(mine.cro_uf, first.cro_uf) AS cro_uf,
               -- Where nobody is there, the head names the provider.
               coalesce(mine.name, first.name, CASE WHEN c.cro IS NULL THEN p.name END) AS name
    ) AS head
    CROSS JOIN LATERAL (VALUES
{_rows()}
    ) AS f (place, field, said, mine, told, aside)
    WHERE f.said IS NOT NULL
      AND {_other_than("f.mine")}
      AND {_other_than("f.told")}
      AND {_other_than("f.aside")}
    GROUP BY c.id
)
SELECT id AS subject, provider_id, id AS case_id, coalesce(city_state, '') AS uf, NULL::date AS since,
       jsonb_build_object('fields', to_jsonb(fields)) AS facts, said AS deciding
FROM differing
"""  # noqa: S608
