"""Measures one size of the desk: `python -m bench.desk_measure 10000 [--plans]`.

Tells what it does on stderr and the figures as one line of JSON on stdout.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any
from urllib.parse import urlencode

from bench.desk_database import desk_database
from bench.desk_requests import PAIRS, SAVED_VIEWS, SEARCHES, SORTS, Drawn, Values

ROUNDS = 24
WANTED = 60
WANTED_OF_SEARCH = 100
WANTED_OF_COUNTS = 150
MOST_PLAN_LINES = 14
TYPING = {"HX-Request": "true", "HX-Trigger-Name": "q"}
Ask = Callable[[], Any]


def main(count: int) -> None:
    with desk_database(count, tell=note):
        figures = {}
        for name, wanted, asks in everything(count):
            figures[name] = {"wanted": wanted, **measured(asks), "plan": plan_of(asks[-1])}
            note(f"{name:48} {figures[name]['p50']:7.1f} {figures[name]['p95']:7.1f} ms")
        print(json.dumps(figures))


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measured(asks: Sequence[Ask]) -> dict[str, float]:
    """Every value once before, so that the figures are those of a server that has been up for a while."""
    for ask in asks[:3]:
        ask()
    times = []
    for ask in asks:
        start = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - start) * 1000)
        if answer is not None and answer.status_code != 200:
            raise RuntimeError(answer.status_code)
    times.sort()
    return {"p50": times[len(times) // 2], "p95": times[int(len(times) * 0.95)]}


def plan_of(ask: Ask) -> str:
    """How the database answered the query that took it longest, without the names of what was looked for."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        ask()
    slowest = max(queries.captured_queries, key=lambda query: float(query["time"]))["sql"]
    head = f"{len(queries)} queries; the longest: `{' '.join(slowest.split())[:160]}…`"
    if not slowest.startswith(("SELECT", "UPDATE", "INSERT", "WITH", "(")):
        return head
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + slowest)
        lines = [line[:150] for (line,) in cursor.fetchall()][:MOST_PLAN_LINES]
        transaction.set_rollback(True)
    return head + "\n```\n" + "\n".join(lines) + "\n```"


def everything(count: int) -> Iterator[tuple[str, int, Sequence[Ask]]]:
    """What is asked, how fast it has to be, and the requests, each with other values."""
    from django.test import Client

    desk = Desk(count)
    consultant, supervisor = Client(), Client()
    consultant.force_login(desk.consultant)
    supervisor.force_login(desk.supervisor)
    drawn = Drawn(Random(11), desk.today, desk.people)

    def listed(values: Values, **more: str) -> Ask:
        address = f"/processos/?{urlencode({**values, **more}, doseq=True)}"
        return lambda: supervisor.get(address)

    def opened(case_id: int) -> Ask:
        return lambda: supervisor.get(f"/processos/{case_id}/")

    def typed(query: str) -> Ask:
        return lambda: supervisor.post("/processos/busca/", {"q": query}, headers=TYPING)

    yield "Hoje, consultor", WANTED, [lambda: consultant.get("/hoje/")] * ROUNDS
    yield "Hoje, supervisor", WANTED, [lambda: supervisor.get("/hoje/")] * ROUNDS
    yield "Processos, sem filtros", WANTED, [listed({})] * ROUNDS
    for pair in PAIRS:
        yield f"Processos: {pair.filters}", WANTED, [listed(pair.draw(drawn)) for _ in range(ROUNDS)]
    for order in SORTS:
        yield f"Processos, por {order}", WANTED, [listed({}, sort=order)] * (ROUNDS // 2)
    yield (
        "Processos, página seguinte",
        WANTED,
        [listed({}, after=str(case_id)) for case_id in desk.case_ids(ROUNDS)],
    )
    yield (
        "Processo",
        WANTED,
        [opened(pk) for pk in desk.case_ids(ROUNDS)],
    )
    yield "gravação de um campo", WANTED, desk.saves(supervisor)
    yield "contagem de dez listas salvas", WANTED_OF_COUNTS, [desk.count_views] * (ROUNDS // 2)
    yield (
        "busca",
        WANTED_OF_SEARCH,
        [typed(query) for query in SEARCHES],
    )


class Desk:
    """Who asks, and for which cases."""

    def __init__(self, count: int) -> None:
        from bench.desk_database import _today

        from vinculo.accounts.actor import Actor
        from vinculo.accounts.models import Membership, Operator, User
        from vinculo.accounts.permissions import Role
        from vinculo.cases.models import Case

        self.count, self.today = count, _today()
        operator = Operator.objects.get(code="ODL")
        members = Membership.objects.filter(operator=operator)
        self.people = list(members.filter(role=Role.CONSULTANT).values_list("user_id", flat=True))
        self.consultant = User.objects.get(pk=self.people[20])
        self.supervisor = User.objects.get(pk=members.filter(role=Role.SUPERVISOR).values("user_id")[:1])
        self.actor = Actor.for_user(self.supervisor)
        self._visible = Case.objects.visible_to(self.actor)

    def case_ids(self, many: int) -> list[int]:
        """Spread over all years."""
        rng, found = Random(5), list[int]()
        while len(found) < many:
            case_id = rng.randrange(1, self.count)
            found += self._visible.filter(pk__gte=case_id).order_by("pk").values_list("pk", flat=True)[:1]
        return found

    def saves(self, client: Any) -> list[Ask]:
        """A note that grows in open cases, as it does while somebody types."""
        rows = self._visible.filter(state="in_progress").order_by("-pk")[: ROUNDS * 2]
        cases = list(rows.only("pk", "field_versions"))
        versions = {case.pk: case.version("general_note") for case in cases}

        def save(case_id: int) -> Ask:
            def ask() -> Any:
                given = {
                    "field": "general_note",
                    "raw": f"Clínica pediu prazo até sexta-feira. {versions[case_id]}",
                    "base_version": str(versions[case_id]),
                }
                versions[case_id] += 1
                return client.post(f"/processos/{case_id}/salvar/", given)

            return ask

        return [save(case.pk) for case in cases]

    def count_views(self) -> None:
        from vinculo.cases.queries.board import counts
        from vinculo.cases.queries.choices import listing_choices
        from vinculo.cases.queries.filters import FilterContext
        from vinculo.cases.queries.listing import read_listing

        context = FilterContext(self.today, self.supervisor.pk, listing_choices(self.actor))
        counts(self.actor, [read_listing(view, context) for view in SAVED_VIEWS])


if __name__ == "__main__":
    main(int(sys.argv[1]))
