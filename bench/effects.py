"""What signatures set going, done exactly once whatever happens: `python -m bench.effects [decisions]`.

In a database of its own that is thrown away, with the invented protocol system as a process of its own and
two workers as `vinculo worker` starts them:

- how many effects are done in a second, and what a dead protocol system costs the other kinds;
- a chaos run: every decision is signed by its action while the protocol system does all wrong at random, goes
  down for seconds, workers are killed every few seconds and the database crashes twice. At the end each
  signature has one protocol, and how long that took after the system was well again is told.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import datetime as dt
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.chaos_cases import decided_copies, do_as_people_do, rescue_now, sign, twice_or_lost, waited
from bench.chaos_workers import Workers, chaos_workers
from bench.effect_rates import SECONDS_WITHOUT_PROGRESS, WORKERS, connect, measure_beside_dead, measure_rates

from vinculo.kernel.private_postgres import Use, cluster_in

if TYPE_CHECKING:
    from vinculo.accounts.tests.cast import Cast
    from vinculo.sandbox.tests.running_protocols import RunningProtocols

DECISIONS = 10_000
MEASURED = 1_000
KILLED_EACH, DOWN_EACH, DOWN_FOR = 4.0, 40.0, 6.0
FAULTS: dict[str, object] = {
    "all": {"share": 2},
    "slow": {"value": 0.3, "share": 2},
    "rate_limit": {"share": 0.3},
    "used_number": {"share": 0.3},
    "clock_step": {"share": 0.3},
}
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "vinculo.config.settings",
    "VINCULO_LOG_LEVEL": "CRITICAL",
    "VINCULO_OUTBOX_PAUSES": "1 2 5 10 30 60",
    "VINCULO_OUTBOX_PROBE_PAUSES": "1 2 4",
    "VINCULO_OUTBOX_STALLED_SECONDS": "20",
    "VINCULO_OUTBOX_RELEASED_PER_SECOND": "150",
    # Claims of workers that were killed count among those in hand until they are found.
    "VINCULO_OUTBOX_AT_ONCE": "8",
    "SAD_TOKEN": "sad-demo",
}
STALLED_AFTER = dt.timedelta(seconds=20)
"""After that a claim belongs to a worker that was killed; the product itself waits longer."""


class ChaosClock:
    """What goes wrong, and when: called between signatures and while waiting."""

    def __init__(self, workers: Workers, sad: RunningProtocols, use: Use, count: int) -> None:
        self._workers, self._sad, self._use = workers, sad, use
        self._next = dict.fromkeys(("kill", "down", "look"), time.monotonic() + 1)
        self._restarts_at = [count // 3, 2 * count // 3]
        self.signed = self.restarts = self.outages = 0

    def signed_one(self) -> None:
        self.signed += 1
        if self._restarts_at and self.signed >= self._restarts_at[0]:
            self._restarts_at.pop(0)
            self._crash_database()
        self.go_on()

    def go_on(self) -> None:
        if self._is_time("kill", KILLED_EACH):
            self._workers.kill_one()
        if self._is_time("down", DOWN_EACH):
            self._sad.fault("down")
            until = time.monotonic() + DOWN_FOR
            while time.monotonic() < until:
                time.sleep(0.1)
                self._workers.keep_up()
            self._sad.only_faults(**FAULTS)
            self.outages += 1
        if self._is_time("look", 2.0):
            self._workers.keep_up()
            _asked_again(rescue_now)

    def _is_time(self, name: str, each: float) -> bool:
        if time.monotonic() < self._next[name]:
            return False
        self._next[name] = time.monotonic() + each
        return True

    def _crash_database(self) -> None:
        """As a power cut would: what was committed has to be there again."""
        from django.db import connection

        pid = int((self._use.cluster.data_dir / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGQUIT)
        while self._use.is_running():
            time.sleep(0.05)
        connection.close()
        self._use.ensure_running()
        self.restarts += 1


def _asked_again(what: Any) -> None:
    from django.db import InterfaceError, OperationalError, connection

    try:
        what()
    except (OperationalError, InterfaceError):
        connection.close()


@contextmanager
def a_world(folder: Path) -> Iterator[tuple[Use, Cast, RunningProtocols]]:
    cluster = cluster_in(folder / "database")
    os.environ |= SETTINGS | {
        "DATABASE_URL": cluster.dsn(),
        "VINCULO_HOME": str(folder),
        "VINCULO_PROTOCOLS": str(folder / "protocols"),
    }
    use = Use(cluster)
    use.ensure_running()
    import django
    from django.conf import settings

    django.setup()
    settings.OUTBOX_TERMS = replace(settings.OUTBOX_TERMS, stalled_after=STALLED_AFTER)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from django.core.management import call_command
    from django.db import connections

    from vinculo.accounts.tests.cast import make_cast
    from vinculo.sandbox.tests.running_protocols import start_protocols

    call_command("migrate", verbosity=0)
    sad = start_protocols(folder, state=folder / "sad.jsonl")
    try:
        yield use, make_cast(), sad
    finally:
        sad.stop()
        connections.close_all()
        use.leave()


def decided_case(cast: Cast) -> Any:
    from django.utils import timezone

    from vinculo.cases.models import Case
    from vinculo.cases.states import CaseAction
    from vinculo.cases.tests.case_files import COMPLETE_DECISION, COMPLETE_HEAD, ONE_CONTACT, make_draft
    from vinculo.consequences.tests.asked_protocols import moved

    values = COMPLETE_HEAD | COMPLETE_DECISION | {"protocol_required": "yes"}
    contacts = [(1, ONE_CONTACT)]
    case = make_draft(cast.operator, cast.alice, values=values, contacts=contacts, reasons=["fees"])
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        moved(case, action, cast.alice, timezone.now())
    return Case.objects.get(pk=case.pk)


def chaos(use: Use, cast: Cast, sad: RunningProtocols, case: Any, count: int) -> bool:
    """Whether each signature has its one protocol at the end."""
    sad.reset()
    begun = time.monotonic()
    case_ids = decided_copies(case, count, 2024)
    made_in, begun = time.monotonic() - begun, time.monotonic()
    with chaos_workers(WORKERS, {}, Random(7)) as workers:
        workers.keep_up()
        sad.only_faults(**FAULTS)
        clock = ChaosClock(workers, sad, use, count)
        sign(case_ids, cast.bob, between=clock.signed_one)
        signed_in = time.monotonic() - begun
        until = time.monotonic() + 10
        while time.monotonic() < until:
            clock.go_on()
            time.sleep(0.1)
        well_at = dt.datetime.now(dt.UTC)
        sad.clear_faults()
        _wait_until_done(workers, sad, cast, count)
    drained_in = (dt.datetime.now(dt.UTC) - well_at).total_seconds()
    wrong = twice_or_lost(sad, count)
    delays = waited(well_at)
    print(
        f"chaos: {count} decisions made in {made_in:.0f} s, signed in {signed_in:.0f} s while all goes "
        f"wrong, the rest done in {drained_in:.0f} s; {workers.killed} workers killed, {workers.died} died "
        f"of the rest, database crashed {clock.restarts} times, system down {clock.outages} times"
    )
    print(f"chaos: {_tries()}")
    if delays:
        mean, p99 = statistics.mean(delays), delays[min(len(delays) - 1, int(len(delays) * 0.99))]
        print(f"after the system is well: {len(delays)} opened, mean {mean:.1f} s, p99 {p99:.1f} s")
    print(
        "each signature has one protocol, none lost" if not wrong else f"WRONG: {'; '.join(wrong)}",
        flush=True,
    )
    return not wrong


def _tries() -> str:
    from django.db.models import Count

    from vinculo.outbox.models import OutboxTry

    outcomes = dict(OutboxTry.objects.order_by().values_list("outcome").annotate(Count("pk")))
    return ", ".join(f"{count} tries {outcome}" for outcome, count in sorted(outcomes.items()))


def _wait_until_done(workers: Workers, sad: RunningProtocols, cast: Cast, count: int) -> None:
    from vinculo.consequences.models import ProtocolRequest

    last, moved_at = -1, time.monotonic()
    while last < count and time.monotonic() - moved_at < SECONDS_WITHOUT_PROGRESS:
        opened = ProtocolRequest.objects.filter(state="opened").count()
        if opened != last:
            last, moved_at = opened, time.monotonic()
        workers.keep_up()
        do_as_people_do(sad, cast.alice)
        rescue_now()
        time.sleep(1)


def main(count: int = DECISIONS) -> int:
    with tempfile.TemporaryDirectory(prefix="vinculo-bench-effects-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with a_world(folder) as (use, cast, sad):
            connect(cast, sad.url)
            case = decided_case(cast)
            measure_rates(cast, sad, case, min(MEASURED, count))
            measure_beside_dead(cast, sad, case, min(MEASURED, count))
            return 0 if chaos(use, cast, sad, case, count) else 1


if __name__ == "__main__":
    sys.exit(main(*(int(given) for given in sys.argv[1:])))
