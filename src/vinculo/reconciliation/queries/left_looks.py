"""What came after a signed termination: still in the registry, or production.

As `looks`; from tables that are made first, because more than one kind begins with them, and because the
planner then knows how many there are.
"""

from __future__ import annotations

WHOLE = "(c.scope IS DISTINCT FROM 'dentists' OR p.kind = 'PF')"
"""The provider itself leaves; of a dentist alone, who leaves and what leaves are the same."""

_HELD_BY_HAND_ALONE = """
    p.core_key <> '' AND EXISTS (
        SELECT FROM accounts_auditentry a
        CROSS JOIN LATERAL (SELECT (a.at AT TIME ZONE 'America/Sao_Paulo')::date AS on_day) AS typed
        WHERE a.subject_kind = 'provider' AND a.subject_id = p.id::text
          AND a.action = 'provider.status_changed' AND a.detail ->> 'to' = 'inactive'
          AND typed.on_day >= s.starts_on AND typed.on_day <= s.ends_on
          AND NOT EXISTS (
            SELECT FROM network_syncrun f
            WHERE f.operator_id = p.operator_id AND f.state = 'applied' AND f.applied_at > a.at
              AND (f.applied_at AT TIME ZONE 'America/Sao_Paulo')::date < s.ends_on
              AND (f.told #>> '{providers,whole}')::boolean AND f.told #> '{providers,fields}' ? 'status'
          )
    )
"""
"""Somebody typed that the provider is inactive, and no feed that told of all providers left it at that."""

CAME_BACK = f"""
CREATE TEMPORARY TABLE came_back ON COMMIT DROP AS
SELECT s.provider_id, s.ends_on AS on_day
FROM network_statusperiod s JOIN network_provider p ON p.id = s.provider_id
WHERE p.operator_id = %(operator)s AND s.status = 'inactive' AND s.ends_on IS NOT NULL
  AND NOT ({_HELD_BY_HAND_ALONE});
ANALYZE came_back
"""  # noqa: S608
"""Who had really gone, and when that was over.

A feed that contradicts what somebody typed ends a period, too: the core system never had the provider out.
"""

_ENDED = """c.operator_id = %(operator)s AND c.state = 'closed' AND c.outcome IN ('terminated', 'retained')
    AND c.ended_on IS NOT NULL"""

OF_CNPJ, OF_CPF = (
    f"""SELECT id FROM network_provider
        WHERE operator_id = %(operator)s AND {number} = c.{number} AND {number} <> '' {only} LIMIT 1"""  # noqa: S608
    for number, only in (("cnpj", ""), ("cpf", "AND kind = 'PF'"))
)
"""The provider that a case names, by its index: the limit keeps the planner from reading all of them."""

ENDED_UNLINKED = f"""
CREATE TEMPORARY TABLE ended_unlinked ON COMMIT DROP AS
WITH c AS MATERIALIZED (
    SELECT c.id, c.cnpj, c.cpf, c.outcome, c.ended_on, c.signed_at, c.scope FROM cases_case c
    WHERE {_ENDED} AND c.provider_id IS NULL AND c.ended_on >= %(starts_on)s
)
SELECT p.id AS provider_id, c.id, c.outcome, c.ended_on, c.signed_at, c.scope
FROM c CROSS JOIN LATERAL ({OF_CNPJ}) AS p WHERE c.cnpj <> ''
UNION ALL
SELECT p.id, c.id, c.outcome, c.ended_on, c.signed_at, c.scope
FROM c CROSS JOIN LATERAL ({OF_CPF}) AS p WHERE c.cpf <> '' AND coalesce(c.cnpj, '') = '';
ANALYZE ended_unlinked
"""  # noqa: S608
"""What ended for a provider that the case names by its number alone."""

LAST_ENDED = f"""
CREATE TEMPORARY TABLE last_ended ON COMMIT DROP AS
SELECT DISTINCT ON (c.provider_id)
       c.provider_id, c.id AS case_id, c.outcome, c.ended_on,
       p.status, p.joined_on, p.last_production_on, p.municipality_id,
       greatest(c.ended_on, (c.signed_at AT TIME ZONE 'America/Sao_Paulo')::date) AS left_on
FROM (
    SELECT c.provider_id, c.id, c.outcome, c.ended_on, c.signed_at, c.scope FROM cases_case c
    WHERE {_ENDED} AND c.provider_id IS NOT NULL
    UNION ALL
    SELECT provider_id, id, outcome, ended_on, signed_at, scope FROM ended_unlinked
) AS c JOIN network_provider p ON p.id = c.provider_id
WHERE p.operator_id = %(operator)s AND p.merged_into_id IS NULL AND {WHOLE}
ORDER BY c.provider_id, c.ended_on DESC, c.id DESC;
DELETE FROM last_ended WHERE outcome <> 'terminated' OR ended_on < %(starts_on)s OR joined_on > left_on;
ANALYZE last_ended
"""  # noqa: S608
"""The providers that left by a signed termination, where nothing else came of it later."""

TABLES = (CAME_BACK, ENDED_UNLINKED, LAST_ENDED)
DROPPED = "DROP TABLE came_back, ended_unlinked, last_ended"

_LEFT = """
    SELECT e.*, t.until, t.days, coalesce(k.notice_days, t.notice) AS notice, coalesce(m.uf, '') AS uf
    FROM last_ended e
    JOIN jsonb_to_recordset(%(terms)s::jsonb) AS t (first date, last date, until date, days int, notice int)
      ON e.left_on >= t.first AND e.left_on < t.last
    LEFT JOIN network_contract k ON k.provider_id = e.provider_id AND k.ends_on IS NULL
    LEFT JOIN network_municipality m ON m.ibge_code = e.municipality_id
    WHERE NOT EXISTS (SELECT FROM came_back b WHERE b.provider_id = e.provider_id AND b.on_day > e.left_on)
"""

_CLOCK = """
LEFT JOIN LATERAL (
    SELECT effective_on FROM consequences_legalclock
    WHERE case_id = {case} AND state <> 'ended' ORDER BY id DESC LIMIT 1
) AS clock ON true
"""

_DENTISTS_ENDED = f"""
    SELECT c.id, c.provider_id, c.outcome, c.ended_on, p.municipality_id,
           greatest(c.ended_on, (c.signed_at AT TIME ZONE 'America/Sao_Paulo')::date) AS left_on
    FROM (
        SELECT c.provider_id, c.id, c.outcome, c.ended_on, c.signed_at FROM cases_case c
        WHERE {_ENDED} AND c.provider_id IS NOT NULL AND c.scope = 'dentists' AND c.ended_on >= %(starts_on)s
        UNION ALL
        SELECT provider_id, id, outcome, ended_on, signed_at FROM ended_unlinked WHERE scope = 'dentists'
    ) AS c JOIN network_provider p ON p.id = c.provider_id
    WHERE p.operator_id = %(operator)s AND p.merged_into_id IS NULL AND p.kind <> 'PF'
      AND p.status <> 'inactive'
"""  # noqa: S608

STILL_ACTIVE = f"""
WITH whole AS (
    SELECT g.provider_id AS subject, g.provider_id, g.case_id, g.uf,
           greatest(g.left_on, clock.effective_on) AS since,
           jsonb_strip_nulls(jsonb_build_object('left_on', g.left_on, 'status', g.status, 'days', g.days,
                                                'leaves_on', clock.effective_on)) AS facts,
           concat_ws('|', g.case_id, g.left_on, g.status, clock.effective_on) AS deciding
    FROM ({_LEFT} AND e.status <> 'inactive' AND e.left_on <= t.until) AS g
    {_CLOCK.format(case="g.case_id")}
    WHERE coalesce(clock.effective_on, g.left_on) <= g.until
), ended AS MATERIALIZED ({_DENTISTS_ENDED}), last AS (
    -- How it ended last for each who is tied to it; a tie that began later is of somebody who is back.
    SELECT DISTINCT ON (e.provider_id, k.id) e.*, k.id AS dentist_id,
           coalesce(a.starts_on, '-infinity') <= e.left_on AS is_the_same_tie
    FROM ended e
    JOIN network_affiliation a ON a.provider_id = e.provider_id AND NOT a.is_pending
     AND coalesce(a.starts_on, '-infinity') <= %(today)s AND coalesce(a.ends_on, 'infinity') > %(today)s
    JOIN network_dentist k ON k.id = a.dentist_id
    JOIN cases_case c ON c.id = e.id
    WHERE (c.cro_state = k.cro_uf AND ltrim(c.cro, '0') = k.cro_number)
       OR EXISTS (SELECT FROM cases_casedentist d
                  WHERE d.case_id = e.id AND d.removed_at IS NULL AND d.cro_state = k.cro_uf
                    AND ltrim(d.cro, '0') = k.cro_number)
    ORDER BY e.provider_id, k.id, e.ended_on DESC, e.id DESC, a.starts_on NULLS FIRST
), tied AS (
    SELECT l.provider_id, l.id AS case_id, l.dentist_id, l.left_on, l.municipality_id, t.days,
           clock.effective_on
    FROM last l
    JOIN jsonb_to_recordset(%(terms)s::jsonb) AS t (first date, last date, until date, days int)
      ON l.left_on >= t.first AND l.left_on < t.last
    {_CLOCK.format(case="l.id")}
    WHERE l.outcome = 'terminated' AND l.is_the_same_tie AND l.left_on <= t.until
      AND coalesce(clock.effective_on, l.left_on) <= t.until
), single AS (
    SELECT provider_id, array_agg(case_id ORDER BY left_on, case_id, dentist_id) AS cases,
           array_agg(dentist_id ORDER BY left_on, case_id, dentist_id) AS dentists,
           array_agg(days ORDER BY left_on, case_id, dentist_id) AS days,
           array_agg(effective_on ORDER BY left_on, case_id, dentist_id) AS leave_on,
           min(left_on) AS left_on, max(municipality_id) AS municipality_id,
           string_agg(concat_ws('|', case_id, dentist_id, left_on, effective_on), ';'
                      ORDER BY left_on, case_id, dentist_id) AS deciding
    FROM tied WHERE provider_id NOT IN (SELECT provider_id FROM whole) GROUP BY provider_id
)
SELECT * FROM whole
UNION ALL
SELECT s.provider_id, s.provider_id, s.cases[1], coalesce(m.uf, ''), greatest(s.left_on, s.leave_on[1]),
       jsonb_strip_nulls(jsonb_build_object(
           'left_on', s.left_on, 'days', s.days[1], 'leaves_on', s.leave_on[1], 'dentists', s.dentists,
           'cases', (SELECT jsonb_agg(DISTINCT one) FROM unnest(s.cases) AS one))),
       s.deciding
FROM single s LEFT JOIN network_municipality m ON m.ibge_code = s.municipality_id
"""  # noqa: S608
"""The business days run from the day on which the provider is out, where its legal clock says which: until
then it has to be active. Few are left to be asked for it. Where only dentists leave, it is those who are tied
to it as they were; all of a provider are one divergence, which begins with the first.
"""

PRODUCTION_AFTER = f"""
WITH gone AS ({_LEFT}), billed AS (
    SELECT g.case_id, max(coalesce(made.last_day, made.month)) AS produced_on
    FROM gone g JOIN network_monthlyproduction made ON made.provider_id = g.provider_id
     AND made.month >= date_trunc('month', g.left_on + g.notice)::date
     AND coalesce(greatest(made.amount, made.us_quantity), 1) > 0
    GROUP BY g.case_id
), produced AS (
    SELECT g.*, greatest(g.last_production_on, billed.produced_on) AS produced_on
    FROM gone g LEFT JOIN billed USING (case_id)
)
SELECT w.provider_id AS subject, w.provider_id, w.case_id, w.uf, w.left_on AS since,
       jsonb_build_object('left_on', w.left_on, 'notice', w.notice, 'produced_on', w.produced_on) AS facts,
       concat_ws('|', w.case_id, w.left_on, w.produced_on) AS deciding
FROM produced w WHERE w.produced_on > w.left_on + w.notice
  AND NOT EXISTS (SELECT FROM consequences_legalclock clock
                  WHERE clock.case_id = w.case_id AND clock.state <> 'ended'
                    AND clock.effective_on > w.produced_on)
"""  # noqa: S608
"""Whose legal clock says a later day is in the network until then, and produces rightly."""
