"""One statement for each kind of divergence: all that stand at an operator, at once.

Each gives `subject`, `provider_id`, `case_id`, `uf`, `since` (from when on both cannot be true), `facts`,
and `deciding`: the facts whose change makes it another divergence, as one text. They are given `operator`,
`today`, `starts_on` (what lies before it is not looked at) and `terms` (`ComparisonTerms`, from the first day
of each to the last; `until` is the last day of signature whose business days are over), and the tables of
`left_looks.TABLES`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..models import Divergence
from .head_look import HEAD_DIFFERS
from .left_looks import OF_CNPJ, OF_CPF, PRODUCTION_AFTER, STILL_ACTIVE, WHOLE

Kind = Divergence.Kind

_SIGNED = f"""c.operator_id = %(operator)s AND c.state = 'closed' AND c.outcome = 'terminated'
    AND coalesce(c.ended_on, c.filled_on, c.started_on, 'infinity') >= coalesce(back.active_on, '-infinity')
    AND {WHOLE}"""
"""A termination since the provider was last active: one from before it came back tells nothing of today."""

INACTIVE_UNSIGNED = f"""
SELECT p.id AS subject, p.id AS provider_id, NULL::bigint AS case_id, coalesce(m.uf, '') AS uf,
       s.starts_on AS since, jsonb_build_object('since', s.starts_on) AS facts, s.starts_on::text AS deciding
FROM network_statusperiod s
JOIN network_provider p ON p.id = s.provider_id
LEFT JOIN network_municipality m ON m.ibge_code = p.municipality_id
LEFT JOIN (
    SELECT provider_id, max(on_day) AS active_on FROM came_back GROUP BY provider_id
) AS back ON back.provider_id = p.id
WHERE p.operator_id = %(operator)s AND p.status = 'inactive' AND p.merged_into_id IS NULL
  AND s.status = 'inactive' AND s.ends_on IS NULL AND s.starts_on >= %(starts_on)s
  -- Nobody told since when, and it was never seen otherwise: the day is only that of the first feed.
  AND (p.status_since IS NOT NULL OR EXISTS (SELECT FROM network_statusperiod e
                                             WHERE e.provider_id = p.id AND e.ends_on IS NOT NULL))
  AND NOT EXISTS (SELECT FROM cases_case c WHERE c.provider_id = p.id AND {_SIGNED})
  AND NOT EXISTS (SELECT FROM cases_case c
                  WHERE p.cnpj <> '' AND c.cnpj = p.cnpj AND c.provider_id IS NULL AND {_SIGNED})
  AND NOT EXISTS (SELECT FROM cases_case c
                  WHERE p.cpf <> '' AND p.kind = 'PF' AND c.cpf = p.cpf AND c.provider_id IS NULL
                    AND {_SIGNED})
  -- Of a record that was merged into it: one by one, of the few of which all that is not known.
  AND NOT EXISTS (SELECT FROM network_providermerge g
                  CROSS JOIN LATERAL (
                      SELECT FROM cases_case c
                      WHERE c.cnpj = nullif(g.moved #>> '{{before,merged,cnpj}}', '')
                        AND c.provider_id IS NULL AND {_SIGNED} LIMIT 1
                  ) AS signed
                  WHERE g.kept_id = p.id AND g.undone_at IS NULL)
"""  # noqa: S608

_UNDONE = "c.operator_id = %(operator)s AND c.state IN ('draft', 'in_progress', 'waiting', 'decided')"
_OPEN = "c.operator_id = %(operator)s AND c.state IN ('draft', 'in_progress', 'waiting')"

TECHNICAL_MANAGER_CHANGED = f"""
SELECT c.id AS subject, c.provider_id, c.id AS case_id, coalesce(c.city_state, '') AS uf,
       coalesce(was.ends_on, now.starts_on) AS since,
       jsonb_build_object('before', was.dentist_id, 'after', now.dentist_id,
                          'changed_on', coalesce(now.starts_on, was.ends_on)) AS facts,
       concat_ws('|', coalesce(was.dentist_id, 0), coalesce(now.dentist_id, 0),
                 coalesce(was.ends_on, now.starts_on)) AS deciding
FROM cases_case c
CROSS JOIN LATERAL (SELECT (c.created_at AT TIME ZONE 'America/Sao_Paulo')::date AS on) AS opened
LEFT JOIN network_affiliation was ON was.provider_id = c.provider_id AND was.is_technical_manager
 AND NOT was.is_pending AND coalesce(was.starts_on, '-infinity') <= opened.on
 AND coalesce(was.ends_on, 'infinity') > opened.on
LEFT JOIN network_affiliation now ON now.provider_id = c.provider_id AND now.is_technical_manager
 AND NOT now.is_pending AND coalesce(now.starts_on, '-infinity') <= %(today)s
 AND coalesce(now.ends_on, 'infinity') > %(today)s
WHERE {_OPEN} AND c.provider_id IS NOT NULL AND now.dentist_id IS DISTINCT FROM was.dentist_id
"""  # noqa: S608
"""From one RT to another, to none, or from none to one."""

SEVERAL_OPEN = f"""
WITH named AS MATERIALIZED (
    SELECT c.id, c.provider_id, c.scope, c.cro, c.cro_state, c.cnpj, c.cpf, c.city_state,
           (c.created_at AT TIME ZONE 'America/Sao_Paulo')::date AS opened_on
    FROM cases_case c WHERE {_OPEN}
), open AS MATERIALIZED (
    SELECT n.id, n.scope, n.cro, n.cro_state, n.city_state, n.opened_on, n.provider_id,
           n.provider_id::text AS whose
    FROM named n WHERE n.provider_id IS NOT NULL
    UNION ALL
    -- One that nobody has linked is of whom it names: of a provider, or of a number that no provider has.
    SELECT c.id, c.scope, c.cro, c.cro_state, c.city_state, c.opened_on, coalesce(of_cnpj.id, of_cpf.id),
           coalesce(coalesce(of_cnpj.id, of_cpf.id)::text,
                    'J' || nullif(c.cnpj, ''), 'F' || nullif(c.cpf, ''))
    FROM named c
    LEFT JOIN LATERAL ({OF_CNPJ}) AS of_cnpj ON true
    LEFT JOIN LATERAL ({OF_CPF}) AS of_cpf ON coalesce(c.cnpj, '') = ''
    WHERE c.provider_id IS NULL
), several AS (
    SELECT whose, max(provider_id) AS provider_id, array_agg(id ORDER BY id) AS cases,
           max(opened_on) AS since, max(city_state) AS uf,
           bool_or(scope IS DISTINCT FROM 'dentists') AS one_is_whole
    FROM open WHERE whose IS NOT NULL GROUP BY whose HAVING count(*) > 1
), leaving AS (
    SELECT o.id, o.whose, o.cro_state, o.cro FROM open o JOIN several USING (whose)
    WHERE NOT one_is_whole
    UNION
    SELECT o.id, o.whose, d.cro_state, d.cro FROM open o JOIN several USING (whose)
    JOIN cases_casedentist d ON d.case_id = o.id AND d.removed_at IS NULL WHERE NOT one_is_whole
), twice AS (
    SELECT DISTINCT whose FROM leaving WHERE cro IS NOT NULL AND cro_state IS NOT NULL
    GROUP BY whose, cro_state, ltrim(cro, '0') HAVING count(DISTINCT id) > 1
)
SELECT coalesce(s.provider_id, -s.cases[1]) AS subject, s.provider_id,
       CASE WHEN s.provider_id IS NULL THEN s.cases[1] END AS case_id, coalesce(m.uf, s.uf, '') AS uf,
       s.since, jsonb_build_object('cases', to_jsonb(s.cases[:5]), 'count', cardinality(s.cases)) AS facts,
       s.cases::text AS deciding
FROM several s
LEFT JOIN network_provider p ON p.id = s.provider_id
LEFT JOIN network_municipality m ON m.ibge_code = p.municipality_id
WHERE s.one_is_whole OR s.whose IN (SELECT whose FROM twice)
"""  # noqa: S608
"""Dentists of a clinic that leave one by one are no doubles; the same dentist twice is."""

UNKNOWN_CRO = f"""
WITH named AS (
    SELECT c.id, c.cro_state AS uf, c.cro FROM cases_case c
    WHERE {_UNDONE} AND c.cro IS NOT NULL AND c.cro_state IS NOT NULL
    UNION
    SELECT c.id, d.cro_state, d.cro FROM cases_case c JOIN cases_casedentist d ON d.case_id = c.id
    WHERE {_UNDONE} AND d.removed_at IS NULL AND d.cro IS NOT NULL AND d.cro_state IS NOT NULL
), unknown AS (
    SELECT n.id, array_agg(concat_ws(' ', n.uf, n.cro) ORDER BY n.uf, n.cro) AS cros
    FROM named n
    WHERE NOT EXISTS (SELECT FROM network_dentist k WHERE k.operator_id = %(operator)s
                      AND k.cro_uf = n.uf AND k.cro_number = ltrim(n.cro, '0'))
    GROUP BY n.id
)
SELECT u.id AS subject, c.provider_id, u.id AS case_id, coalesce(c.city_state, '') AS uf,
       (c.created_at AT TIME ZONE 'America/Sao_Paulo')::date AS since,
       jsonb_build_object('cros', to_jsonb(u.cros)) AS facts, u.cros::text AS deciding
FROM unknown u JOIN cases_case c ON c.id = u.id
"""  # noqa: S608

LOOKS: Mapping[str, str] = {
    Kind.INACTIVE_UNSIGNED: INACTIVE_UNSIGNED,
    Kind.STILL_ACTIVE: STILL_ACTIVE,
    Kind.PRODUCTION_AFTER: PRODUCTION_AFTER,
    Kind.TECHNICAL_MANAGER_CHANGED: TECHNICAL_MANAGER_CHANGED,
    Kind.SEVERAL_OPEN: SEVERAL_OPEN,
    Kind.UNKNOWN_CRO: UNKNOWN_CRO,
    Kind.HEAD_DIFFERS: HEAD_DIFFERS,
}
