"""How fast the pages are with 10,000 cases: server time and queries of each, `python bench/bench_pages.py`.

On a throw-away database of its own. Time is that of one request inside the server, database included,
network and browser not: as the clock says, and as the work of one core. The clock counts others' work
too on a busy machine, so the core decides.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from vinculo.kernel.private_postgres import running, throw_away_cluster

CLUSTER = throw_away_cluster()
os.environ["DATABASE_URL"] = CLUSTER.dsn()
os.environ["DJANGO_SETTINGS_MODULE"] = "vinculo.config.settings_test"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.many_cases import make_many_cases  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http.response import HttpResponseBase  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from vinculo.accounts.tests.cast import make_cast  # noqa: E402
from vinculo.cases.models import Case, Contact  # noqa: E402
from vinculo.kernel.dates import SAO_PAULO  # noqa: E402

CASES = 10_000
CONTACTS = 60
REQUESTS = 25
WANTED_MILLISECONDS = 60
WANTED_QUERIES = 12
Page = Callable[[], HttpResponseBase]
TYPING = {"HX-Request": "true", "HX-Trigger-Name": "q"}


def main() -> int:
    with running(CLUSTER):
        requests = prepare()
        slow = [name for name, request in requests.items() if not measure(name, request)]
    if slow:
        print(f"over {WANTED_MILLISECONDS} ms or {WANTED_QUERIES} queries: {', '.join(slow)}")
    return 1 if slow else 0


def prepare() -> dict[str, Page]:
    """Fills the database; the pages to ask for, by name, as a supervisor who works on cases too."""
    call_command("migrate", verbosity=0)
    cast = make_cast()
    today = timezone.now().astimezone(SAO_PAULO).date()
    people = [cast.alice, cast.beto, cast.bob]
    make_many_cases(count=CASES, operators=[cast.operator], people=people, today=today)
    case_id = case_with_many_contacts()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(cast.bob)

    def page(address: str) -> Page:
        return lambda: client.get(address)

    def typed(query: str) -> Page:
        return lambda: client.post("/processos/busca/", {"q": query}, headers=TYPING)

    return {
        "Hoje": page("/hoje/"),
        "Processos": page("/processos/"),
        "Processos, page 100": page("/processos/?page=100"),
        "Processos, by name": page("/processos/?sort=name"),
        "Processos, by consultant": page("/processos/?sort=consultant"),
        "Processos, by city": page("/processos/?sort=-city"),
        "Processos, name contains": page("/processos/?name=renata"),
        "Processos, filtered": page(
            "/processos/?state=in_progress&consultant=me&lives_min=500&city_state=SP"
        ),
        "Processos, returned": page("/processos/?returned=yes"),
        "search, a name": typed("renata"),
        "search, words of the notes": typed("token demorado"),
        "search, part of a CPF": typed("898.412"),
        "search, two letters": typed("re"),
        f"Processo, {CONTACTS} contacts": page(f"/processos/{case_id}/"),
    }


def case_with_many_contacts() -> int:
    case = Case.objects.filter(state="in_progress").earliest("pk")
    like = case.contacts.earliest("pk")
    last = case.contacts.count()
    Contact.objects.bulk_create(
        Contact(
            case=case,
            position=position,
            on=like.on,
            note=like.note,
            raw_values=like.raw_values,
            created_at=like.created_at,
        )
        for position in range(last + 1, CONTACTS + 1)
    )
    return case.pk


def measure(name: str, request: Page) -> bool:
    """Prints the figures of a page; whether they are as wanted."""
    is_found = request().status_code == 200
    times = []
    worked = core_seconds()
    for _ in range(REQUESTS):
        start = time.perf_counter()
        request()
        times.append((time.perf_counter() - start) * 1000)
    work = (core_seconds() - worked) * 1000 / REQUESTS
    with CaptureQueriesContext(connection) as queries:
        request()
    median = statistics.median(times)
    print(f"{name:30} {median:6.1f} ms median  {work:6.1f} ms of a core  {len(queries):3} queries")
    return min(work, median) <= WANTED_MILLISECONDS and len(queries) <= WANTED_QUERIES and is_found


def core_seconds() -> float:
    """The processor's time of this process and of its database's; the latter only where /proc tells it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    try:
        fields = Path(f"/proc/{backend}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return time.process_time()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
