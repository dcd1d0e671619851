"""A hundred people at work: real HTTP against the product as `vinculo run` starts it.

    python -m bench.desk_load 1000000

First each thinks five seconds between requests; then nobody thinks, with ever more at once, until the rate
rises no further. The people are one process, the product others, as in life on one machine.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode

PEOPLE = 100
THOUGHT = 5.0
SECONDS = float(os.environ.get("VINCULO_BENCH_SECONDS", "60"))
WANTED_P95 = 250.0
PORT = int(os.environ.get("VINCULO_BENCH_PORT", "8765"))
AT_ONCE = (2, 4, 8, 16, 32)
FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Tally:
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def p(self, share: float) -> float:
        ordered = sorted(self.times) or [0.0]
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


@dataclass(frozen=True)
class Worker:
    """One who is signed in, and the open cases that they work on."""

    session: str
    user_id: int
    cases: Sequence[int]


def main(count: int) -> int:
    from bench.desk_database import HOME, desk_database

    os.environ["DJANGO_SETTINGS_MODULE"] = "vinculo.config.settings"
    os.environ["VINCULO_SECRET_KEY"] = "only-for-measuring"
    os.environ["VINCULO_HOME"] = str(HOME / "home")
    with desk_database(count) as cluster:
        workers = sign_in()
        server = start(cluster.dsn())
        try:
            return asyncio.run(measure(workers))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def sign_in() -> list[Worker]:
    """Sessions made where the server keeps them: a hundred hashes of passwords are not what is measured."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from vinculo.accounts.models import User
    from vinculo.cases.models import Case

    workers = []
    for user in User.objects.filter(memberships__isnull=False).distinct().order_by("pk")[:PEOPLE]:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        own = Case.objects.filter(consultant=user, state="in_progress").order_by("-pk")
        workers.append(Worker(str(session.session_key), user.pk, list(own.values_list("pk", flat=True)[:20])))
    return workers


def start(dsn: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DATABASE_URL": dsn, "PORT": str(PORT)}
    command = [str(Path(sys.executable).with_name("vinculo")), "run", "--no-demo"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


async def measure(workers: Sequence[Worker]) -> int:
    import httpx

    limits = httpx.Limits(max_connections=PEOPLE, max_keepalive_connections=PEOPLE)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}", limits=limits, timeout=30) as client:
        await until_up(client)
        await at_work(client, workers, 10, THOUGHT)
        thinking = await at_work(client, workers, SECONDS, THOUGHT)
        tell(f"{len(workers)} people, {THOUGHT:.0f} s of thought", thinking, SECONDS)
        best = 0.0
        for many in AT_ONCE:
            seconds = SECONDS / 4
            closed = await at_work(client, workers[:many], seconds, 0)
            rate = len(closed.times) / seconds
            tell(f"{many} at once, no thought", closed, seconds)
            if rate < best * 1.03:
                break
            best = max(best, rate)
    for error in sorted(set(thinking.errors))[:10]:
        print(f"  {error}")
    return 1 if thinking.errors or thinking.p(0.95) > WANTED_P95 else 0


def tell(name: str, tally: Tally, seconds: float) -> None:
    print(
        f"| {name} | {len(tally.times) / seconds:.1f}/s | {tally.p(0.5):.0f} ms | {tally.p(0.95):.0f} ms | "
        f"{len(tally.errors)} errors |",
        flush=True,
    )


async def until_up(client: object) -> None:
    import httpx

    assert isinstance(client, httpx.AsyncClient)
    for _ in range(240):
        try:
            await client.get("/entrar/")
            return
        except httpx.TransportError:
            await asyncio.sleep(0.5)
    raise RuntimeError("the server does not answer")


async def at_work(client: object, workers: Sequence[Worker], seconds: float, thought: float) -> Tally:
    tally, end = Tally(), time.monotonic() + seconds
    await asyncio.gather(*(work(client, worker, end, thought, tally) for worker in workers))
    return tally


async def work(client: object, worker: Worker, end: float, thought: float, tally: Tally) -> None:
    """A day in small: Hoje, lists, a search, a case, and texts that grow in it."""
    import httpx
    from bench.desk_requests import SEARCHES

    assert isinstance(client, httpx.AsyncClient)
    rng = Random(f"{worker.user_id} {end}")
    await asyncio.sleep(rng.random() * thought)
    token, versions = "", dict[int, int]()
    while time.monotonic() < end:
        lot, method, address, data = rng.random(), "GET", "/hoje/", dict[str, str]()
        if lot < 0.20 or not worker.cases:
            values = {"state": ["in_progress", "waiting"], "city_state": [rng.choice(("SP", "MG", "PR"))]}
            address = f"/processos/?{urlencode(values, doseq=True)}"
        elif lot < 0.30 and token:
            method, address, data = "POST", "/processos/busca/", {"q": rng.choice(SEARCHES)}
        elif lot < 0.55:
            address = f"/processos/{rng.choice(worker.cases)}/"
        elif lot < 0.85 and token:
            case_id = rng.choice(worker.cases)
            method, address = "POST", f"/processos/{case_id}/salvar/"
            data = {"field": "general_note", "raw": f"Pediu prazo até sexta-feira. {rng.random()}",
                    "base_version": str(versions.get(case_id, 0))}  # fmt: skip
        headers = {"Cookie": f"sessionid={worker.session}; csrftoken={token}"}
        if method == "POST":
            headers |= {"X-CSRFToken": token, "HX-Request": "true", "Referer": str(client.base_url)}
        start = time.monotonic()
        try:
            answer = await client.request(method, address, data=data or None, headers=headers)
        except httpx.HTTPError as problem:
            tally.errors.append(type(problem).__name__)
            continue
        tally.times.append(time.monotonic() - start)
        if answer.status_code != 200:
            tally.errors.append(f"{answer.status_code} {method} {re.sub('[0-9]+', '…', address)}")
        token = answer.cookies.get("csrftoken") or token
        client.cookies.clear()
        if "version" in (answer.text[:400] if method == "POST" else ""):
            versions[case_id] = answer.json().get("version", 0)
        await asyncio.sleep(thought)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
