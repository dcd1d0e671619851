"""One protocol for each signature that asks for one, whatever the protocol system does."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace

import pytest
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case, CaseEvent, OpenedProtocol
from vinculo.cases.states import CaseAction
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.open_protocol import open_protocol
from vinculo.consequences.actions.record_protocol import is_sendable, mark_undone
from vinculo.consequences.actions.send_protocols import send_again, send_all_again, try_system_now
from vinculo.consequences.models import ProtocolRequest
from vinculo.consequences.protocol_states import ProtocolState
from vinculo.consequences.refusals import UnableToMoveProtocol
from vinculo.kernel.identifiers import protocol_number
from vinculo.outbox.handlers import NoUseTrying
from vinculo.outbox.models import ConnectionHealth, OutboxRow, OutboxTry
from vinculo.outbox.running import run_due
from vinculo.sandbox.tests.running_protocols import RunningProtocols

from .asked_protocols import A_MINUTE, again, asked, moved, row_of, sad, signed, write_connection

__all__ = ["sad"]
pytestmark = pytest.mark.django_db
S = ProtocolState


def keys(sad: RunningProtocols) -> list[str]:
    return [row["key"] for row in sad.held()]


def test_a_signature_opens_one_protocol_that_comes_back_into_the_case(cast: Cast, sad: RunningProtocols):
    request = asked(cast)
    (held,) = sad.held()
    assert (request.state, request.number, held["key"]) == (S.OPENED, held["number"], str(request.token))
    assert (held["kind"], held["in_name_of"]) == ("Desligamento", "Renata Queiroz Lima")
    listed = OpenedProtocol.objects.get()
    assert (listed.number, listed.kind, listed.opened_at) == (
        held["number"],
        "Desligamento",
        protocol_number.opening_moment(held["number"]),
    )
    case = Case.objects.get(pk=request.case_id)
    assert case.protocol_number == "SAD177195600000"
    assert (
        CaseEvent.objects.filter(case=case, kind="protocol_added", data__number=held["number"]).count() == 1
    )
    event = CaseEvent.objects.get(pk=request.follows_id)
    row = OutboxRow.objects.get(kind="cases.moved", payload={"event": event.pk})
    follow_case(row, timezone.now())
    run_due(timezone.now())
    assert (len(sad.held()), ProtocolRequest.objects.count()) == (1, 1)


def test_the_text_names_no_cpf_and_what_is_logged_names_nobody(cast: Cast, sad: RunningProtocols, caplog):
    sad.fault("error_before", times=1, at="open")
    with caplog.at_level(logging.DEBUG):
        request = asked(cast)
    assert "Motivos: " in request.text
    kept = OutboxTry.objects.get(row=request.row)
    assert "Renata" in kept.request
    assert "500" in kept.answer
    for text in (request.text, kept.request, kept.answer):
        assert "898" not in text
        assert "Mantém a decisão" not in text
    assert "Renata" not in caplog.text
    assert "SAD" not in caplog.text


@pytest.mark.parametrize("fault", ["error_after", "cut_after", "garbage", "no_number"])
def test_after_a_lost_answer_the_system_is_asked_before_anything_is_sent_again(
    cast: Cast, sad: RunningProtocols, fault: str
):
    sad.fault(fault, times=1, at="open")
    request = asked(cast)
    assert (request.state, [row["asked"] for row in sad.held()]) == (S.OPENED, [1])


@pytest.mark.parametrize("fault", ["error_before", "cut_before", "html_instead", "down", "unauthorised"])
def test_what_was_not_opened_is_sent_again_after_a_look(cast: Cast, sad: RunningProtocols, fault: str):
    sad.fault(fault)
    now = timezone.now()
    request = asked(cast, now)
    assert (request.state, request.number, keys(sad)) == (S.WAITING, "", [])
    assert row_of(request).last_error.startswith(("O sistema de protocolos", "A conexão com o sistema"))
    sad.clear_faults()
    looked = sad.behind()["requests"]["look_up"]
    assert again(request, now + 2 * A_MINUTE).state == S.OPENED
    assert sad.behind()["requests"]["look_up"] == looked + 1
    assert keys(sad) == [str(request.token)]


def test_a_slow_answer_is_not_waited_for_and_opens_one_protocol(cast: Cast, sad: RunningProtocols, settings):
    write_connection(settings.PROTOCOLS_FOLDER, cast.operator.code, sad.url, seconds=1)
    sad.fault("slow", 1.2, at="open", times=1)
    now = timezone.now()
    request = asked(cast, now)
    assert row_of(request).last_error == "O sistema de protocolos não respondeu em 1 segundo."
    assert again(request, now + 2 * A_MINUTE).state == S.OPENED
    assert keys(sad) == [str(request.token)]


UNNUMBERED = {"error_after": {"at": "open"}, "no_number": {"at": "look_up"}}


@pytest.mark.parametrize(
    ("faults", "code", "words"),
    [
        (UNNUMBERED, "protocol-answer-without-number", "sem número"),
        ({"used_number": True}, "protocol-number-used", "já está em"),
        ({"clock_step": 7200}, "protocol-number-moment", "O relógio do sistema pode estar errado"),
        ({"clock_step": "-7200"}, "protocol-number-moment", "fora do tempo deste pedido"),
    ],
)
def test_an_answer_that_cannot_be_is_a_finding_and_nothing_is_marked_as_done(
    cast: Cast, sad: RunningProtocols, faults, code, words
):
    first = asked(cast)
    assert first.state == S.OPENED
    sad.only_faults(**faults)
    now = timezone.now()
    request = again(asked(cast, now), now + 2 * A_MINUTE)
    assert (request.state, request.finding_code, request.number) == (S.ATTENTION, code, "")
    assert words in request.finding
    assert OpenedProtocol.objects.count() == 1
    assert row_of(request).state == OutboxRow.State.GIVEN_UP
    told = CaseEvent.objects.filter(case=request.case, kind="protocol_request", data__action="stop")
    assert [event.tells for event in told] == [cast.alice]
    sad.clear_faults()
    if code == "protocol-number-used":
        assert send_again(request=request, actor=actor_of(cast.alice), now=now + 3 * A_MINUTE)
        assert again(request, now + 3 * A_MINUTE).state == S.OPENED
    assert len({row["key"] for row in sad.held()}) == 2


def test_what_the_system_refuses_waits_for_a_person_with_its_sentence(
    cast: Cast, sad: RunningProtocols, settings
):
    path = settings.PROTOCOLS_FOLDER / f"{cast.operator.code}.toml"
    path.write_text(path.read_text().replace('kind = "tipo"', 'kind = "classe"'))
    request = asked(cast)
    assert (request.state, request.finding_code) == (S.ATTENTION, "protocol-refused")
    # The worker was killed before its row was given up: it is tried again, and stays one that can be resent.
    with pytest.raises(NoUseTrying):
        open_protocol(row_of(request), timezone.now())
    assert "Campos que não existem: classe" in request.finding
    write_connection(settings.PROTOCOLS_FOLDER, cast.operator.code, sad.url)
    now = timezone.now() + A_MINUTE
    assert send_all_again(operator=cast.operator, actor=actor_of(cast.bob), now=now) == 1
    assert again(request, now).state == S.OPENED


def test_an_outage_is_told_apart_and_ends_with_the_first_answer(cast: Cast, sad: RunningProtocols, settings):
    settings.OUTBOX_TERMS = replace(settings.OUTBOX_TERMS, opens_after=2)
    sad.fault("down")
    now = timezone.now()
    requests = [asked(cast, now) for _ in range(3)]
    assert ConnectionHealth.objects.get().state == ConnectionHealth.State.DOWN
    sad.clear_faults()
    later = now + dt.timedelta(seconds=5)
    assert try_system_now(operator=cast.operator, actor=actor_of(cast.alice), now=later)
    run_due(later)
    run_due(later + 2 * A_MINUTE)
    states = ProtocolRequest.objects.values_list("state", flat=True)
    assert list(states) == [S.OPENED] * 3
    assert sorted(keys(sad)) == sorted(str(request.token) for request in requests)


def test_reopening_asks_what_came_of_what_was_sent_and_has_it_undone(cast: Cast, sad: RunningProtocols):
    now = timezone.now()
    opened = asked(cast, now)
    sad.only_faults(error_after={"at": "open"}, garbage={"at": "look_up"})
    lost = asked(cast, now)
    sad.only_faults(down=True)
    unsent = asked(cast, now)
    assert [lost.state, unsent.state] == [S.WAITING, S.WAITING]
    soon = now + dt.timedelta(seconds=1)
    for request in (opened, lost, unsent):
        moved(request.case, CaseAction.REOPEN, cast.bob, soon, "Engano.")
    run_due(soon)
    sad.clear_faults()
    run_due(now + 30 * A_MINUTE)
    found = ProtocolRequest.objects.in_bulk()
    assert [found[one.pk].state for one in (opened, lost, unsent)] == [S.TO_UNDO, S.TO_UNDO, S.CANCELLED]
    assert sorted(keys(sad)) == sorted(str(one.token) for one in (opened, lost))
    assert found[lost.pk].number in found[lost.pk].finding
    mark_undone(request=found[lost.pk], actor=actor_of(cast.alice), now=now + 31 * A_MINUTE)
    assert OpenedProtocol.objects.filter(case=lost.case).count() == 1


def test_what_was_never_tried_is_cancelled_and_never_sent(cast: Cast, sad: RunningProtocols):
    now = timezone.now()
    ConnectionHealth.objects.create(
        name=f"protocols/{cast.operator.code}",
        state=ConnectionHealth.State.DOWN,
        probe_at=now + dt.timedelta(hours=1),
    )
    request = asked(cast, now)
    moved(request.case, CaseAction.REOPEN, cast.bob, now + A_MINUTE, "Engano.")
    request = again(request, now + A_MINUTE)
    assert (request.state, row_of(request).state) == (S.CANCELLED, OutboxRow.State.CANCELLED)
    again(request, now + dt.timedelta(hours=3))
    assert keys(sad) == []


def test_what_was_left_to_people_is_sent_once_there_is_a_connection(
    cast: Cast, sad: RunningProtocols, settings
):
    folder = settings.PROTOCOLS_FOLDER
    settings.PROTOCOLS_FOLDER = folder / "nothing"
    request = asked(cast)
    assert (request.state, is_sendable(request)) == (S.BY_HAND, False)
    with pytest.raises(UnableToMoveProtocol, match="não tem uma ligação"):
        send_again(request=request, actor=actor_of(cast.alice), now=timezone.now())
    settings.PROTOCOLS_FOLDER = folder
    assert is_sendable(request)
    now = timezone.now()
    assert send_again(request=request, actor=actor_of(cast.alice), now=now)
    assert (again(request, now).state, keys(sad)) == (S.OPENED, [str(request.token)])


def test_a_reopening_holds_before_anybody_has_followed_it_up(cast: Cast, sad: RunningProtocols):
    now = timezone.now()
    case = signed(cast, now)
    (row,) = OutboxRow.objects.filter(kind="cases.moved")
    follow_case(row, now)
    moved(case, CaseAction.REOPEN, cast.bob, now, "Engano.")
    request = ProtocolRequest.objects.get()
    open_protocol(row_of(request), now)
    assert keys(sad) == []
    run_due(now)
    request.refresh_from_db()
    assert (request.state, keys(sad)) == (S.CANCELLED, [])


def test_a_signature_that_asks_for_none_opens_none(cast: Cast, sad: RunningProtocols):
    now = timezone.now()
    signed(cast, now, protocol_required="no")
    run_due(now)
    assert (ProtocolRequest.objects.count(), keys(sad)) == (0, [])
