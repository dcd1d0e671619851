"""A hundred signed decisions, a protocol system that does all wrong, workers killed: one protocol each."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bench.chaos_cases import decided_copies, do_as_people_do, rescue_now, sign, twice_or_lost
from bench.chaos_workers import chaos_workers
from django.db import connection
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, make_cast
from vinculo.cases.models import Case
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import COMPLETE_DECISION, COMPLETE_HEAD, ONE_CONTACT, make_draft
from vinculo.consequences.tests.asked_protocols import moved, write_connection
from vinculo.outbox.models import OutboxTry
from vinculo.outbox.terms import terms_from
from vinculo.sandbox.tests.running_protocols import RunningProtocols, StartProtocols

DECISIONS = 100
SECONDS_AT_MOST = 60.0
FAULTS = {
    "all": {"share": 3},
    "slow": {"value": 0.3, "share": 3},
    "rate_limit": {"times": 2, "share": 3},
    "used_number": {"share": 1},
    "clock_step": {"share": 1},
}
QUICK = {
    "VINCULO_OUTBOX_PAUSES": "0.2 0.3 0.5 0.5 0.5 0.5",
    "VINCULO_OUTBOX_PROBE_PAUSES": "0.2 0.4",
    "VINCULO_OUTBOX_STALLED_SECONDS": "2",
    "VINCULO_OUTBOX_RELEASED_PER_SECOND": "200",
    "VINCULO_OUTBOX_AT_ONCE": "8",
    "VINCULO_LOG_LEVEL": "CRITICAL",
}


@pytest.mark.django_db(transaction=True)
def test_each_signature_has_one_protocol_whatever_goes_wrong(
    sandbox_protocols: StartProtocols, settings: Any, tmp_path: Path
) -> None:
    # A process of its own: what a killed worker has sent may arrive after the test.
    cast, sad = make_cast(), sandbox_protocols(token="chaos")
    settings.PROTOCOLS_FOLDER = tmp_path
    write_connection(tmp_path, cast.operator.code, sad.url, seconds=1)
    settings.OUTBOX_TERMS = replace(terms_from(QUICK), stalled_after=dt.timedelta(seconds=2))
    told = QUICK | {
        "DJANGO_SETTINGS_MODULE": "vinculo.config.settings",
        "VINCULO_HOME": str(tmp_path),
        "VINCULO_PROTOCOLS": str(tmp_path),
        "SAD_TOKEN": sad.token,
        "DATABASE_URL": _dsn(),
    }
    with chaos_workers(2, told, Random(7)) as workers:
        case_ids = [*decided_copies(_decided(cast), DECISIONS - 1, 2025), Case.objects.earliest("pk").pk]
        sad.only_faults(**FAULTS)
        workers.keep_up()
        sign(case_ids, cast.bob, between=partial(_kill_now_and_then, workers, count(1)))
        _until_all_are_opened(sad, cast, workers)
        assert workers.killed >= 3
    assert twice_or_lost(sad, DECISIONS) == []
    assert OutboxTry.objects.exclude(outcome="done").count() > 0


def _decided(cast: Cast) -> Case:
    values = COMPLETE_HEAD | COMPLETE_DECISION | {"protocol_required": "yes"}
    case = make_draft(cast.operator, cast.alice, values=values, contacts=[(1, ONE_CONTACT)], reasons=["fees"])
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        moved(case, action, cast.alice, timezone.now())
    return Case.objects.get(pk=case.pk)


def _kill_now_and_then(workers: Any, signed: Iterator[int]) -> None:
    """Three times: what was signed first may all be done before the last is signed."""
    if next(signed) % (DECISIONS // 4) == 0 and workers.killed < 3:
        workers.kill_one()
        workers.keep_up()


def _until_all_are_opened(sad: RunningProtocols, cast: Cast, workers: Any) -> None:
    until, last_kill = time.monotonic() + SECONDS_AT_MOST, 0.0
    while twice_or_lost(sad, DECISIONS) and time.monotonic() < until:
        if time.monotonic() - last_kill > 1 and workers.killed < 6:
            workers.kill_one()
            last_kill = time.monotonic()
        workers.keep_up()
        time.sleep(0.2)
        rescue_now()
        do_as_people_do(sad, cast.alice)


def _dsn() -> str:
    found = connection.settings_dict
    login = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    host = found["HOST"] or "localhost"
    if host.startswith("/"):
        return f"postgresql://{login}@/{found['NAME']}?host={host}&port={found['PORT']}"
    return f"postgresql://{login}@{host}:{found['PORT'] or 5432}/{found['NAME']}"
