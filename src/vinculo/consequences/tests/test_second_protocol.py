"""A number recorded by hand, where a lost answer may hide a protocol: asked for, and never silently two."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.consequences.actions.record_protocol import record_number, settle_second
from vinculo.consequences.actions.second_protocol import Before, asked_before
from vinculo.consequences.models import ProtocolRequest
from vinculo.consequences.protocol_states import ProtocolState
from vinculo.consequences.protocol_system.client import ProtocolClient
from vinculo.consequences.protocol_system.connections import connection_for
from vinculo.consequences.protocol_system.kinds import WordedRequest
from vinculo.consequences.refusals import UnableToMoveProtocol
from vinculo.kernel.identifiers import protocol_number
from vinculo.outbox.exchange import Exchange
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due
from vinculo.sandbox.tests.running_protocols import RunningProtocols

from .asked_protocols import A_MINUTE, again, asked, moved, sad

__all__ = ["sad"]
pytestmark = pytest.mark.django_db
S = ProtocolState


def lost(cast: Cast, sad: RunningProtocols, now: dt.datetime) -> ProtocolRequest:
    """The system has opened it, and nobody here knows."""
    sad.only_faults(error_after={"at": "open"}, garbage={"at": "look_up"})
    request = asked(cast, now)
    assert (request.state, len(sad.held())) == (S.WAITING, 1)
    return request


def recorded(request: ProtocolRequest, cast: Cast, number: str, now: dt.datetime, *, insists: bool = False):
    return record_number(
        request=request,
        number=number,
        opened_at=None,
        actor=actor_of(cast.alice),
        now=now,
        despite_warnings=insists,
    )


def test_where_the_system_answers_its_number_is_told_before_another_is_recorded(
    cast: Cast, sad: RunningProtocols
):
    now = timezone.now()
    request = lost(cast, sad, now)
    sad.clear_faults()
    (held,) = sad.held()
    other = protocol_number.from_moment(now + dt.timedelta(seconds=30))
    with pytest.raises(UnableToMoveProtocol, match=f"já tem o protocolo {held['number']}") as refused:
        recorded(request, cast, other, now + A_MINUTE)
    assert [one.code for one in refused.value.findings] == ["protocol-opened-before"]
    done = recorded(request, cast, held["number"], now + A_MINUTE)
    assert (done.state, done.number, done.finding) == (S.OPENED, held["number"], "")
    assert OutboxRow.objects.get(pk=done.row_id).state == OutboxRow.State.CANCELLED
    run_due(now + 30 * A_MINUTE)
    assert len(sad.held()) == 1


def test_what_was_tried_and_never_opened_is_recorded_without_a_warning(cast: Cast, sad: RunningProtocols):
    sad.fault("error_before")
    now = timezone.now()
    request = asked(cast, now)
    sad.clear_faults()
    number = protocol_number.from_moment(now)
    assert recorded(request, cast, number, now + A_MINUTE).state == S.OPENED
    run_due(now + 30 * A_MINUTE)
    assert sad.held() == []


def test_a_second_one_that_is_found_later_is_told_with_both_numbers(cast: Cast, sad: RunningProtocols):
    now = timezone.now()
    request = lost(cast, sad, now)
    sad.only_faults(down=True)
    number = protocol_number.from_moment(now)
    with pytest.raises(UnableToMoveProtocol, match="não diz agora"):
        recorded(request, cast, number, now + A_MINUTE)
    assert recorded(request, cast, number, now + A_MINUTE, insists=True).state == S.OPENED
    sad.clear_faults()
    found = again(request, now + 30 * A_MINUTE)
    (held,) = sad.held()
    assert (found.state, found.number, found.second_number) == (S.TWICE, number, held["number"])
    assert number in found.finding
    assert held["number"] in found.finding
    event = CaseEvent.objects.get(case=found.case, kind="protocol_request", data__action="second")
    assert (event.data["number"], event.data["second"]) == (number, held["number"])
    assert event.tells == cast.alice
    settled = settle_second(request=found, actor=actor_of(cast.alice), now=now + 31 * A_MINUTE)
    assert (settled.state, settled.finding, settled.number) == (S.OPENED, "", number)


def test_one_that_is_opened_between_the_question_and_the_number_is_found_too(
    cast: Cast, sad: RunningProtocols, monkeypatch: pytest.MonkeyPatch
):
    sad.fault("error_before")
    now = timezone.now()
    request = asked(cast, now)
    number = protocol_number.from_moment(now)

    def asked_in_time(*about: Any) -> Before:
        """A worker has sent it a moment later, and the answer was lost."""
        sad.clear_faults()
        before, system = asked_before(*about), connection_for(cast.operator).system
        assert system is not None
        words = WordedRequest(request.kind, request.in_name_of, request.subject, request.text)
        ProtocolClient(system, Exchange()).open(str(request.token), words, may_be_there=False)
        return before

    monkeypatch.setattr(f"{record_number.__module__}.asked_before", asked_in_time)
    assert recorded(request, cast, number, now + A_MINUTE).state == S.OPENED
    (held,) = sad.held()
    found = again(request, now + 30 * A_MINUTE)
    assert (found.state, found.second_number) == (S.TWICE, held["number"])


def test_a_reopening_asks_to_undo_both(cast: Cast, sad: RunningProtocols):
    now = timezone.now()
    request = lost(cast, sad, now)
    sad.only_faults(down=True)
    number = protocol_number.from_moment(now)
    request = recorded(request, cast, number, now + A_MINUTE, insists=True)
    moved(request.case, CaseAction.REOPEN, cast.bob, now + 2 * A_MINUTE, "Engano.")
    run_due(now + 2 * A_MINUTE)
    sad.clear_faults()
    found = again(request, now + 30 * A_MINUTE)
    assert found.state == S.TO_UNDO
    assert found.second_number == sad.held()[0]["number"]
    assert f"{number} e {found.second_number}" in found.finding
