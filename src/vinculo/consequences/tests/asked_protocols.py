"""Makers of requests for protocols for tests, and an operator's connection with the invented system."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.models import Case
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import COMPLETE_DECISION, COMPLETE_HEAD, ONE_CONTACT, make_draft
from vinculo.consequences.models import ProtocolRequest
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due
from vinculo.sandbox.tests.running_protocols import RunningProtocols, StartProtocols

CONNECTION = """
[http]
base_url = "{url}"
token_variable = "SAD_TOKEN"
timeout_seconds = {seconds}
[open.fields]
kind = "tipo"
in_name_of = "em_nome_de"
subject = "assunto"
text = "texto"
"""
A_MINUTE = dt.timedelta(minutes=1)


def write_connection(folder: Path, code: str, url: str, *, seconds: int = 5, more: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = CONNECTION.format(url=url, seconds=seconds) + more
    (folder / f"{code}.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def sad(
    cast: Cast, sandbox_protocols: StartProtocols, settings: Any, tmp_path: Path, monkeypatch: Any
) -> RunningProtocols:
    """The invented protocol system, connected for the operator of the cast."""
    system = sandbox_protocols()
    settings.PROTOCOLS_FOLDER = tmp_path / "connections"
    write_connection(settings.PROTOCOLS_FOLDER, cast.operator.code, system.url)
    monkeypatch.setenv("SAD_TOKEN", system.token)
    return system


def moved(case: Case, action: CaseAction, user: Any, now: dt.datetime, reason: str = "") -> Case:
    return change_state(case=case, action=action, actor=actor_of(user), now=now, reason=reason)


def signed(cast: Cast, now: dt.datetime, **values: Any) -> Case:
    """A case of Alice's whose form asks for a protocol, signed by Bob; what follows has not begun."""
    told = COMPLETE_HEAD | COMPLETE_DECISION | {"protocol_required": "yes"} | values
    case = make_draft(
        cast.operator, cast.alice, values=told, contacts=[(1, ONE_CONTACT)], reasons=["fees"], sectors=["it"]
    )
    for action, user in (
        (CaseAction.OPEN, cast.alice),
        (CaseAction.DECIDE, cast.alice),
        (CaseAction.SIGN, cast.bob),
    ):
        moved(case, action, user, now)
    return Case.objects.get(pk=case.pk)


def asked(cast: Cast, now: dt.datetime | None = None, **values: Any) -> ProtocolRequest:
    """A request, after the worker has done what is due now: what the system has said to it first."""
    moment = now or timezone.now()
    case = signed(cast, moment, **values)
    run_due(moment)
    return ProtocolRequest.objects.get(case=case)


def again(request: ProtocolRequest, now: dt.datetime) -> ProtocolRequest:
    """The request, after the worker has done what is due by a later moment."""
    run_due(now)
    return ProtocolRequest.objects.get(pk=request.pk)


def row_of(request: ProtocolRequest) -> OutboxRow:
    """The row that sends it."""
    assert request.row is not None
    return request.row
