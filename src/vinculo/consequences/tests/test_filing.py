"""What a connection files is there once, whatever the systems do; nothing is marked as done that is not."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from dataclasses import replace

import pytest
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import CaseEvent
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.move_duty import complete_duty
from vinculo.consequences.actions.record_protocol import record_number
from vinculo.consequences.actions.steer_filing import send_all_filings, send_duty, try_core_now
from vinculo.consequences.duty_states import DutyState
from vinculo.consequences.filing_states import FilingState
from vinculo.consequences.models import Filing, ProtocolRequest
from vinculo.consequences.queries.duties import duties_of_case
from vinculo.consequences.queries.filings import waits_for_sending
from vinculo.consequences.refusals import UnableToMoveDuty
from vinculo.documents.models import IssuedDocument
from vinculo.documents.queries.documents import stored_bytes
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.models import ConnectionHealth, OutboxRow, OutboxTry
from vinculo.outbox.running import run_due
from vinculo.sandbox.tests.running import RunningCore
from vinculo.sandbox.tests.running_protocols import RunningProtocols

from .asked_protocols import A_MINUTE, sad, write_connection
from .filed_cases import (
    BY_SYSTEM,
    KEY,
    attaching,
    day_of_leaving,
    duty_of,
    filed,
    filing_of_case,
    how,
    lines,
    row_of_filing,
    sio,
    status,
    write_core,
)

__all__ = ["sad", "sio"]
pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


def test_the_line_is_written_at_once_and_who_leaves_is_inactivated_on_the_day(cast: Cast, sio: RunningCore):
    case = filed(cast)
    line = duty_of(case, "history_line")
    assert how(case, "history_line") == BY_SYSTEM
    assert [told["texto"] for told in lines(sio)] == [line.text.strip()]
    leaves = day_of_leaving(case)
    assert (status(sio), duty_of(case, "inactivate").is_open) == ("A", True)
    assert row_of_filing(case, "inactivate").due_at == leaves.replace(hour=0)
    run_due(leaves - A_DAY)
    assert status(sio) == "A"
    sio.fault("lost_answer")
    run_due(leaves)
    assert (status(sio), sio.provider(KEY)["dt_situacao"]) == ("I", f"{leaves:%d/%m/%Y}")
    assert how(case, "inactivate") == (DutyState.OPEN, "")
    assert filing_of_case(case, "inactivate").may_have_arrived
    sio.clear_faults()
    run_due(leaves + 2 * A_MINUTE)
    assert how(case, "inactivate") == BY_SYSTEM
    # Followed once more, it is not told again.
    follow_case(OutboxRow.objects.get(kind="cases.moved"), leaves)
    run_due(leaves + A_DAY)
    assert (len(lines(sio)), Filing.objects.count()) == (1, 2)


def test_the_signed_form_is_attached_once_protocol_and_form_are_there(
    cast: Cast, sad: RunningProtocols, settings
):
    attaching(cast, sad, settings)
    sad.fault("error_before", at="open", times=1)
    now = timezone.now()
    case = filed(cast, now, protocol_required="yes")
    assert (filing_of_case(case, "attach_form").row, how(case, "attach_form")[0]) == (None, DutyState.OPEN)
    # A number that somebody types is as good as one that the system tells.
    record_number(
        request=ProtocolRequest.objects.get(case=case),
        number=sad.open("by-hand").json()["numero"],
        opened_at=None,
        actor=actor_of(cast.alice),
        now=now + A_MINUTE,
        despite_warnings=True,
    )
    run_due(now + A_MINUTE)
    (held,) = sad.held()
    form = IssuedDocument.objects.get(case=case)
    digest = hashlib.sha256(stored_bytes(form)).hexdigest()
    assert [(file["nome"], file["sha256"]) for file in held["attachments"]] == [
        (f"{form.number}.pdf", digest)
    ]
    assert how(case, "attach_form") == BY_SYSTEM
    # The history is nobody's but people's here: no core system is connected.
    assert not Filing.objects.filter(duty__code="history_line").exists()
    assert duty_of(case, "history_line").is_open


def test_whatever_the_core_system_does_and_however_often_its_line_stands_there_once(
    cast: Cast, sio: RunningCore, caplog
):
    caplog.set_level(logging.DEBUG)
    now = timezone.now()
    faults = ("down", "lost_answer", "html_instead", "lost_answer", "garbage", "unauthorised")
    sio.fault(faults[0])
    case = filed(cast, now)
    for days, fault in enumerate(faults[1:], 1):
        sio.clear_faults()
        sio.fault(fault)
        run_due(now + days * A_DAY)
        assert how(case, "history_line") == (DutyState.OPEN, "")
        assert row_of_filing(case, "history_line").last_error.startswith(
            ("O sistema da operadora", "A conexão com o sistema da operadora")
        )
    sio.clear_faults()
    run_due(now + len(faults) * A_DAY)
    assert how(case, "history_line") == BY_SYSTEM
    assert len(lines(sio)) == 1
    tries = OutboxTry.objects.filter(row=row_of_filing(case, "history_line"))
    token = str(filing_of_case(case, "history_line").token)
    assert [token in one.request for one in tries] == [True] * (len(faults) + 1)
    assert str(case.number) in tries[0].request
    assert str(case.number) not in caplog.text
    assert "Renata" not in caplog.text


def test_whatever_the_protocol_system_does_and_however_often_the_form_is_attached_once(
    cast: Cast, sad: RunningProtocols, settings
):
    attaching(cast, sad, settings)
    now = timezone.now()
    faults = ("html_instead", "cut_after", "down", "error_after")
    sad.fault(faults[0], at="attach")
    case = filed(cast, now, protocol_required="yes")
    for days, fault in enumerate(faults[1:], 1):
        sad.only_faults(**{fault: {"at": "attach"}})
        run_due(now + days * A_DAY)
        assert how(case, "attach_form") == (DutyState.OPEN, "")
    sad.clear_faults()
    run_due(now + len(faults) * A_DAY)
    assert how(case, "attach_form") == BY_SYSTEM
    (held,) = sad.held()
    assert (len(held["attachments"]), sad.behind()["requests"]["attach"]) == (1, len(faults) + 1)


def test_who_is_inactive_there_already_is_found_so_and_without_asking_a_person_decides(
    cast: Cast, sio: RunningCore, settings
):
    sio.change(deactivate=KEY)
    case = filed(cast)
    leaves = day_of_leaving(case)
    write_core(settings.FILING_FOLDER, cast.operator.code, sio.url, "[inactivate]\n")
    run_due(leaves)
    filing = filing_of_case(case, "inactivate")
    assert (filing.state, filing.finding_code) == (FilingState.ATTENTION, "filing-refused")
    assert "Prestador 100003 já está inativo" in filing.finding
    assert duty_of(case, "inactivate").is_open
    told = CaseEvent.objects.get(case=case, kind=CaseEvent.Kind.DUTY, data__action="filing_stop")
    assert told.tells == cast.alice
    # The worker was killed before its row was given up: it stays one that can be sent again.
    write_core(settings.FILING_FOLDER, cast.operator.code, sio.url)
    assert send_duty(duty=filing.duty, actor=actor_of(cast.alice), now=leaves + A_MINUTE)
    run_due(leaves + A_MINUTE)
    assert how(case, "inactivate") == BY_SYSTEM


def test_whom_the_core_system_does_not_know_is_left_to_people_with_the_reason(cast: Cast, sio: RunningCore):
    now = timezone.now()
    case = filed(cast, now, is_known=False)
    filing = filing_of_case(case, "history_line")
    assert (filing.state, filing.finding_code, lines(sio)) == (
        FilingState.ATTENTION,
        "filing-no-provider",
        [],
    )
    assert row_of_filing(case, "history_line").state == OutboxRow.State.GIVEN_UP
    done = complete_duty(duty=filing.duty, note="Escrito lá.", actor=actor_of(cast.alice), now=now)
    filing.refresh_from_db()
    assert (done.confirmed_by, filing.state, filing.finding) == ("person", FilingState.ELSEWHERE, "")


def test_a_dead_core_system_is_one_outage_and_costs_the_protocols_nothing(
    cast: Cast, sio: RunningCore, sad: RunningProtocols, settings
):
    attaching(cast, sad, settings)
    settings.OUTBOX_TERMS = replace(settings.OUTBOX_TERMS, opens_after=1)
    sio.fault("down")
    now = timezone.now()
    case = filed(cast, now, protocol_required="yes")
    health = ConnectionHealth.objects.get(state=ConnectionHealth.State.DOWN)
    assert health.name == f"core/{cast.operator.code}"
    assert how(case, "attach_form") == BY_SYSTEM
    sio.clear_faults()
    later = now + dt.timedelta(seconds=5)
    assert try_core_now(operator=cast.operator, actor=actor_of(cast.alice), now=later)
    run_due(later)
    assert how(case, "history_line") == BY_SYSTEM


def test_a_refused_form_stops_for_a_person_and_all_are_sent_again(
    cast: Cast, sad: RunningProtocols, settings
):
    attaching(cast, sad, settings)
    path = settings.PROTOCOLS_FOLDER / f"{cast.operator.code}.toml"
    good = path.read_text()
    path.write_text(good.replace("[attach]", '[attach]\npath = "/protocols/X{number}/attachments/{name}"'))
    case = filed(cast, protocol_required="yes")
    filing = filing_of_case(case, "attach_form")
    assert (filing.state, filing.finding_code) == (FilingState.ATTENTION, "filing-refused")
    assert "recusou o envio (404): “Protocolo não encontrado”" in filing.finding
    with pytest.raises(NotPermitted):
        send_all_filings(operator=cast.operator, actor=actor_of(cast.charlie), now=timezone.now())
    path.write_text(good)
    later = timezone.now() + A_MINUTE
    assert send_all_filings(operator=cast.operator, actor=actor_of(cast.bob), now=later) == 1
    run_due(later)
    assert how(case, "attach_form") == BY_SYSTEM


def test_a_broken_connection_stops_with_its_mistake_and_none_leaves_all_to_people(
    cast: Cast, sio: RunningCore, settings
):
    path = settings.FILING_FOLDER / f"{cast.operator.code}.toml"
    path.write_text(path.read_text().replace("[history]", "[historia]"))
    now = timezone.now()
    case = filed(cast, now)
    assert "A tabela [historia] não existe. Seria history?" in filing_of_case(case, "history_line").finding
    path.unlink()
    other = filed(cast, now, is_known=False)
    assert not Filing.objects.filter(duty__case=other).exists()
    with pytest.raises(UnableToMoveDuty, match="não tem uma ligação"):
        send_duty(duty=duty_of(other, "history_line"), actor=actor_of(cast.alice), now=now)
    # Connected later, what was left to people can be sent; nothing else can.
    write_core(settings.FILING_FOLDER, cast.operator.code, sio.url)
    assert send_duty(duty=duty_of(case, "history_line"), actor=actor_of(cast.alice), now=now)
    with pytest.raises(UnableToMoveDuty, match="não se envia"):
        send_duty(duty=duty_of(case, "signed_letter"), actor=actor_of(cast.alice), now=now)
    with pytest.raises(NotPermitted):
        send_duty(duty=duty_of(case, "history_line"), actor=actor_of(cast.charlie), now=now)
    run_due(now)
    assert len(lines(sio)) == 1


def test_a_number_that_came_while_the_connection_was_away_does_not_leave_the_form_waiting_for_ever(
    cast: Cast, sad: RunningProtocols, settings
):
    attaching(cast, sad, settings)
    sad.fault("error_before", at="open", times=1)
    now, alice = timezone.now(), actor_of(cast.alice)
    case = filed(cast, now, protocol_required="yes")
    (waiting,) = (duty for duty in duties_of_case(case, alice) if duty.code == "attach_form")
    assert not waits_for_sending(waiting)
    write_connection(settings.PROTOCOLS_FOLDER, cast.operator.code, sad.url)
    run_due(now + A_MINUTE)
    assert ProtocolRequest.objects.get(case=case).number
    attaching(cast, sad, settings)
    (waiting,) = (duty for duty in duties_of_case(case, alice) if duty.code == "attach_form")
    assert waits_for_sending(waiting)
    assert send_duty(duty=waiting, actor=alice, now=now + A_MINUTE)
    run_due(now + A_MINUTE)
    assert how(case, "attach_form") == BY_SYSTEM
