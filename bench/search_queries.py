"""What people type into the search, and how long it takes to find the best cases: `DATABASE_URL=… python -m
bench.search_queries` on a database that has cases.
"""

from __future__ import annotations

import os
import sys
import time

QUERIES = (
    *(
        "m",
        "a",
        "ma",
        "re",
        "mar",
        "sil",
        "mari",
        "maria",
        "silva",
        "maria silva",
        "ana paula",
        "joão peixoto",
    ),
    *("renata queiroz lima", "conceição", "conseicao", "clinica", "clínica sorriso", "campinas", "sao paulo"),
    *(
        "token",
        "token demorado",
        "glosa",
        "glosas",
        "glsoa",
        "radiografias",
        "suporte central",
        "treinamento",
    ),
    *("maria glosa", "silva são paulo", "não respondida", "de", "zircônia", "Zricônia", "xyzabc"),
    *("57798", "CRO-SP 12345", "12345/MG", "8984", "898.412", "898.412.309-92", "15 99818-1004", "1004"),
    *("12.345.678", "ODL-2026-000123", "000123", "SAD1685", "SAD168572304577"),
)
ROUNDS = 3
WANTED_MILLISECONDS = 100


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinculo.config.settings_test")
    import django

    django.setup()
    from vinculo.accounts.actor import Actor
    from vinculo.cases.queries.search import best_cases

    actor, times = Actor.system(), list[tuple[float, str]]()
    for query in QUERIES:
        best_cases(query, actor, limit=9)
        for _ in range(ROUNDS):
            start = time.perf_counter()
            found = best_cases(query, actor, limit=9)
            times.append(((time.perf_counter() - start) * 1000, query))
        print(f"{times[-1][0]:7.1f} ms  {len(found.case_ids)} found  {query}")
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"p50 {p50[0]:.1f} ms, p95 {p95[0]:.1f} ms (“{p95[1]}”)")
    return int(p95[0] > WANTED_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
