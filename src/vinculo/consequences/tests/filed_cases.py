"""Makers of signed cases that an operator's connections file, for tests, and those connections."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.cases.clock import day_of
from vinculo.cases.models import Case
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.duty_states import DutyState
from vinculo.consequences.models import Duty, Filing, LegalClock
from vinculo.documents.actions.freeze_form import FREEZE_KIND
from vinculo.kernel.dates import SAO_PAULO
from vinculo.network.models import Provider
from vinculo.network.tests.factories import make_clinic
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due
from vinculo.sandbox.tests.running import RunningCore, StartCore
from vinculo.sandbox.tests.running_protocols import RunningProtocols

from .asked_protocols import signed, write_connection

KEY = "100003"
BY_SYSTEM = (DutyState.DONE, "connection")
"""How a duty stands that a connection has done."""
CORE = """
[http]
base_url = "{url}"
token_variable = "SIO_FILING_TOKEN"
timeout_seconds = 5
{tables}
"""
TABLES = "[history]\n[inactivate]\n[inactivate.status]"


def write_core(folder: Path, code: str, url: str, tables: str = TABLES) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{code}.toml").write_text(CORE.format(url=url, tables=tables), encoding="utf-8")


@pytest.fixture
def sio(cast: Cast, sandbox_core: StartCore, settings: Any, tmp_path: Path, monkeypatch: Any) -> RunningCore:
    """The invented core system, connected for the operator of the cast."""
    core = sandbox_core(providers=24)
    settings.FILING_FOLDER = tmp_path / "filing"
    write_core(settings.FILING_FOLDER, cast.operator.code, core.url)
    monkeypatch.setenv("SIO_FILING_TOKEN", core.token)
    return core


def attaching(cast: Cast, sad: RunningProtocols, settings: Any) -> None:
    """The protocol system of `sad` takes files, too."""
    write_connection(settings.PROTOCOLS_FOLDER, cast.operator.code, sad.url, more="[attach]\n")


def known_clinic(cast: Cast) -> Provider:
    """As the core system knows it."""
    clinic = make_clinic(cast.operator)
    Provider.objects.filter(pk=clinic.pk).update(core_key=KEY)
    return clinic


def filed(cast: Cast, now: dt.datetime | None = None, *, is_known: bool = True, **values: Any) -> Case:
    """A termination that is signed, after the worker has done what is due now."""
    moment = now or timezone.now()
    case = signed(cast, moment, **({"protocol_required": "no"} | values))
    if is_known:
        Case.objects.filter(pk=case.pk).update(provider=known_clinic(cast))
    if not case.protocol_required:
        # Nothing waits for its form, and to set that takes longer than all else.
        row = OutboxRow.objects.filter(kind=CASE_MOVED).latest("pk")
        follow_case(row, moment)
        OutboxRow.objects.filter(pk=row.pk).update(state=OutboxRow.State.DONE)
        OutboxRow.objects.filter(kind=FREEZE_KIND).delete()
    run_due(moment)
    return Case.objects.get(pk=case.pk)


def duty_of(case: Case, code: str) -> Duty:
    return Duty.objects.get(case=case, code=code)


def filing_of_case(case: Case, code: str) -> Filing:
    return Filing.objects.select_related("row", "duty").get(duty__case=case, duty__code=code)


def row_of_filing(case: Case, code: str) -> OutboxRow:
    row = filing_of_case(case, code).row
    assert row is not None
    return row


def day_of_leaving(case: Case) -> dt.datetime:
    """Noon of the first day out of the network."""
    clock = LegalClock.objects.filter(case=case).latest("pk")
    assert clock.effective_on > day_of(timezone.now())
    return dt.datetime.combine(clock.effective_on, dt.time(12), SAO_PAULO)


def lines(sio: RunningCore) -> list[dict[str, Any]]:
    """What stands in the provider's history there."""
    return list(sio.ask(f"/v1/providers/{KEY}/history").json()["items"])


def how(case: Case, code: str) -> tuple[str, str]:
    """The state of a duty, and by whose word."""
    duty = duty_of(case, code)
    return duty.state, duty.confirmed_by


def status(sio: RunningCore) -> str:
    return str(sio.provider(KEY)["situacao"])
