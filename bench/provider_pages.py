"""How long the pages of a provider take: `python -m bench.provider_pages [cases]`.

In the database of `bench.desk_database`, by default of a million cases and 300,000 providers. Those that are
opened get people, a past and two years of production for the length of one transaction. Prints the median and
p95 of each page as the server answers it, its queries, and the plan of the longest.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import sys
from random import Random
from typing import Any

from bench.desk_database import OPERATORS, desk_database, told
from bench.desk_measure import Ask, measured, plan_of

WANTED = 60.0
OPENED = 150
PAGES = ("provider", "provider-history", "provider-dealings")

FILLED = (
    """INSERT INTO network_dentist (operator_id, name, cro_number, cro_uf, category, registration_type, cpf,
           is_published, specialities, folded_name, search_text, version)
       SELECT p.operator_id, 'Dentista ' || n, (p.id * 8 + n)::text, 'ZZ', 'CD', '', '', true, '{}', '', '', 1
       FROM network_provider p CROSS JOIN generate_series(1, 6) n WHERE p.id = ANY(%(ids)s)""",
    """INSERT INTO network_affiliation (provider_id, dentist_id, is_technical_manager, starts_on, ends_on,
           is_pending, protocol_number)
       SELECT d.cro_number::bigint / 8, d.id, n <= 2, CASE n WHEN 1 THEN NULL ELSE '2020-03-01'::date END,
              CASE n WHEN 1 THEN '2020-03-01'::date END, false, ''
       FROM network_dentist d CROSS JOIN LATERAL (SELECT d.cro_number::bigint %% 8) place (n)
       WHERE d.cro_uf = 'ZZ'""",
    """INSERT INTO network_contactperson (provider_id, name, function, phones, email, is_active)
       SELECT p.id, 'Pessoa ' || n, 'Secretária', ARRAY['119' || (80000000 + p.id * 3 + n)], '', true
       FROM network_provider p CROSS JOIN generate_series(1, 3) n WHERE p.id = ANY(%(ids)s)""",
    "DELETE FROM network_statusperiod WHERE provider_id = ANY(%(ids)s)",
    """INSERT INTO network_statusperiod (provider_id, status, starts_on, ends_on)
       SELECT p.id, 'active', '2015-01-01'::date + n * 100, '2015-01-01'::date + (n + 1) * 100
       FROM network_provider p CROSS JOIN generate_series(1, 20) n WHERE p.id = ANY(%(ids)s)""",
    "DELETE FROM network_monthlyproduction WHERE provider_id = ANY(%(ids)s)",
    """INSERT INTO network_monthlyproduction (provider_id, month, us_quantity, amount, last_day)
       SELECT p.id, m::date, 800, 1120, m::date + 20
       FROM network_provider p
       CROSS JOIN generate_series(date_trunc('month', current_date) - interval '59 months',
                                  date_trunc('month', current_date), '1 month') m
       WHERE p.id = ANY(%(ids)s) AND extract(month FROM m) <> 5""",
    """ANALYZE network_provider, network_dentist, network_affiliation, network_contactperson,
       network_statusperiod, network_addressperiod, network_contract, network_monthlyproduction""",
)


def main(count: int) -> int:
    with desk_database(count):
        from django.db import connection, transaction

        with transaction.atomic():
            ids = _opened(count)
            with connection.cursor() as cursor:
                for statement in FILLED:
                    cursor.execute(statement, {"ids": ids})
            slowest = max(_measure(name, ids) for name in PAGES)
            transaction.set_rollback(True)
    return 0 if slowest <= WANTED else 1


def _opened(count: int) -> list[int]:
    """Any of the largest operator's, and the ten with most cases."""
    from django.db.models import Count

    from vinculo.cases.models import Case

    code, _, share, *_ = OPERATORS[0]
    rng = Random(11)
    most = Case.objects.filter(operator__code=code, provider__isnull=False).values("provider")
    busiest = most.annotate(many=Count("pk")).order_by("-many").values_list("provider", flat=True)[:10]
    return [*busiest, *rng.sample(range(1, int(count * 0.3 * share)), OPENED)]


def _measure(name: str, ids: list[int]) -> float:
    from django.test import Client
    from django.urls import reverse

    from vinculo.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="pessoa0@odl.example"))

    def ask(pk: int) -> Ask:
        return lambda: client.get(reverse(name, args=[pk]))

    asks = [ask(pk) for pk in ids]
    figures: dict[str, Any] = measured(asks)
    told(f"{name:20} {figures['p50']:7.1f} {figures['p95']:7.1f} ms (p50, p95)")
    told(plan_of(asks[0]))
    return float(figures["p95"])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
