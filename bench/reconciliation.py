"""How long it takes to hold the registry against the cases: `python -m bench.reconciliation [cases]`.

In the database of `bench.desk_database`, by default of a million cases, whose registry is filled for the
length of one transaction: for each provider its status, contract, RT and twelve months of production. Prints
what the first comparison of all operators takes, one to which nothing has changed, and one after a feed; and
what each kind takes of it. The first is made twice: once with whatever the machine holds of the rows.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import sys
import time
from typing import Any

from bench.desk_database import desk_database, told

WANTED_SECONDS = 10.0

FILLED = (
    """INSERT INTO network_dentist (operator_id, name, cro_number, cro_uf, category, registration_type, cpf,
           is_published, specialities, folded_name, search_text, version)
       SELECT operator_id, max(dentist_name), ltrim(cro, '0'), cro_state, 'CD', '', '', true, '{}', '', '', 1
       FROM cases_case WHERE cro IS NOT NULL AND cro_state IS NOT NULL
           AND (id % 5 < 2 OR state <> 'closed') AND id % 20 <> 0
       GROUP BY operator_id, ltrim(cro, '0'), cro_state
       ON CONFLICT DO NOTHING""",
    # Most who left by a signed form are inactive, few of the others are.
    """UPDATE network_provider p SET joined_on = '2012-03-02',
           last_production_on = coalesce(e.ended_on, current_date) - (p.id % 50)::int,
           status = CASE WHEN p.id % 50 = 0 OR (e.outcome = 'terminated' AND p.id % 50 <> 1)
                         THEN 'inactive' ELSE 'active' END,
           status_since = CASE WHEN e.outcome = 'terminated' THEN e.ended_on + 2
                               ELSE current_date - (p.id % 400)::int END
       FROM network_provider same LEFT JOIN (
           SELECT DISTINCT ON (provider_id) provider_id, ended_on, outcome FROM cases_case
           WHERE state = 'closed' AND outcome IN ('terminated', 'retained') AND scope = 'provider'
           ORDER BY provider_id, ended_on DESC
       ) e ON e.provider_id = same.id
       WHERE same.id = p.id""",
    "DELETE FROM network_statusperiod",
    "DELETE FROM network_contract",
    """INSERT INTO network_statusperiod (provider_id, status, starts_on, ends_on)
       SELECT id, 'active', NULL, CASE WHEN status = 'inactive' THEN status_since END FROM network_provider
       UNION ALL
       SELECT id, 'inactive', status_since, NULL FROM network_provider WHERE status = 'inactive'""",
    """INSERT INTO network_contract (provider_id, starts_on, us_value, notice_days)
       SELECT id, '2020-01-01', 1.20, CASE WHEN id % 3 = 0 THEN 60 END FROM network_provider""",
    """INSERT INTO network_affiliation (provider_id, dentist_id, is_technical_manager, starts_on, ends_on,
           is_pending, protocol_number)
       SELECT p.id, d.first + (p.id + n) % d.many, true,
              CASE n WHEN 0 THEN NULL ELSE current_date - (p.id % 700)::int END,
              CASE n WHEN 0 THEN current_date - (p.id % 700)::int END, false, ''
       FROM network_provider p CROSS JOIN generate_series(0, 1) n
       CROSS JOIN (SELECT min(id) AS first, count(*) AS many FROM network_dentist) d
       WHERE n = 0 OR p.id % 20 = 0""",
    """INSERT INTO network_monthlyproduction (provider_id, month, us_quantity, amount, last_day)
       SELECT p.id, m::date, amount, amount * 1.4, m::date + 20
       FROM network_provider p
       CROSS JOIN LATERAL (
           SELECT CASE WHEN p.status = 'active' OR p.id % 60 = 7 THEN 42 ELSE 0 END
       ) made (amount)
       CROSS JOIN generate_series(date_trunc('month', current_date) - interval '11 months',
                                  date_trunc('month', current_date), '1 month') m""",
)
FED = """UPDATE network_provider SET status = 'inactive', status_since = current_date WHERE id % 100 = 1"""
FED_PERIODS = (
    "UPDATE network_statusperiod SET ends_on = current_date"
    " WHERE provider_id % 100 = 1 AND ends_on IS NULL AND status = 'active'",
    "INSERT INTO network_statusperiod (provider_id, status, starts_on)"
    " SELECT id, 'inactive', current_date FROM network_provider WHERE id % 100 = 1"
    " ON CONFLICT DO NOTHING",
)
TABLES = (
    "network_dentist, network_statusperiod, network_contract, network_affiliation, network_monthlyproduction"
)


def main(count: int) -> int:
    with desk_database(count):
        from django.db import connection, transaction

        with transaction.atomic():
            with connection.cursor() as cursor:
                for statement in FILLED:
                    began = time.monotonic()
                    cursor.execute(statement)
                    what = statement.split("(")[0].split(" SET")[0]
                    told(f"{time.monotonic() - began:7.1f} s  {what.strip()}")
                cursor.execute(f"ANALYZE {TABLES}, network_provider")
            seconds = measured()
            transaction.set_rollback(True)
    return 0 if max(seconds) <= WANTED_SECONDS else 1


def measured() -> list[float]:
    """The seconds of all operators together: the first comparison, one of the same, one after a feed."""
    from django.db import connection, transaction

    def fed() -> None:
        with connection.cursor() as cursor:
            for statement in (FED, *FED_PERIODS):
                cursor.execute(statement)

    with transaction.atomic():
        # What it costs to fetch rows from the disk is told, and is not what a comparison costs.
        _all_compared("first comparison, of rows that nobody has read")
        transaction.set_rollback(True)
    seconds = [_all_compared("first comparison"), _all_compared("nothing has changed")]
    fed()
    return [*seconds, _all_compared("one provider in a hundred has left")]


def _all_compared(what: str) -> float:
    from django.db import connection
    from django.utils import timezone

    from vinculo.accounts.models import Operator
    from vinculo.reconciliation.actions.reconcile import Compared, reconcile

    spent: dict[str, float] = {}

    def clocked(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            kind = params.get("kind", "") if isinstance(params, dict) else ""
            spent[kind] = spent.get(kind, 0.0) + time.monotonic() - began

    began, total = time.monotonic(), Compared()
    with connection.execute_wrapper(clocked):
        for operator in Operator.objects.all():
            total += reconcile(operator=operator, now=timezone.now())
    seconds = time.monotonic() - began
    told(f"{seconds:7.1f} s  {what}: {total}")
    told("           " + ", ".join(f"{kind} {part:.1f}" for kind, part in spent.items() if kind))
    return seconds


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
