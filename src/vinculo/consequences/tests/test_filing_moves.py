"""What becomes of filings when days move, cases are reopened, feeds come in or people are first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.cases.states import CaseAction
from vinculo.consequences.actions.confirm_by_registry import after_feed
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.legal_dates import set_effective_date
from vinculo.consequences.actions.move_duty import complete_duty, reopen_duty, waive_duty
from vinculo.consequences.actions.send_filing import send_filing
from vinculo.consequences.actions.steer_filing import send_all_filings, send_duty
from vinculo.consequences.delivering import deliver
from vinculo.consequences.duty_states import DutyState
from vinculo.consequences.filing_states import FilingState
from vinculo.consequences.models import Duty, Filing, LegalClock, ProtocolRequest
from vinculo.consequences.refusals import UnableToMoveDuty
from vinculo.network.models import Provider, SyncRun
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due
from vinculo.sandbox.tests.running import RunningCore
from vinculo.sandbox.tests.running_protocols import RunningProtocols

from .asked_protocols import A_MINUTE, moved, sad
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
)

__all__ = ["sad", "sio"]
pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)
PROTOCOL, FILING, ROW = (each._meta.db_table for each in (ProtocolRequest, Filing, OutboxRow))


def test_the_day_of_leaving_moves_the_inactivation_with_it(cast: Cast, sio: RunningCore):
    case = filed(cast)
    leaves = day_of_leaving(case)
    alice, clock = actor_of(cast.alice), LegalClock.objects.get(case=case)
    later = leaves + 10 * A_DAY
    set_effective_date(clock=clock, day=later.date(), actor=alice, now=timezone.now())
    run_due(leaves)
    assert status(sio) == "A"
    # A row that was put aside cannot be moved: whoever does it looks at the day.
    row = row_of_filing(case, "inactivate")
    OutboxRow.objects.filter(pk=row.pk).update(due_at=leaves)
    run_due(leaves)
    assert (status(sio), row_of_filing(case, "inactivate").due_at) == ("A", later.replace(hour=0))
    run_due(later)
    assert (status(sio), how(case, "inactivate")) == ("I", BY_SYSTEM)
    again = later + 40 * A_DAY
    set_effective_date(clock=clock, day=again.date(), actor=alice, now=later)
    filing = filing_of_case(case, "inactivate")
    assert (filing.state, filing.finding_code) == (FilingState.ATTENTION, "filing-told-too-early")
    assert duty_of(case, "inactivate").is_open
    sio.change(reactivate=KEY)
    assert send_duty(duty=filing.duty, actor=alice, now=later + A_MINUTE)
    run_due(again - A_DAY)
    assert status(sio) == "A"
    run_due(again)
    assert (status(sio), how(case, "inactivate")) == ("I", BY_SYSTEM)


def test_a_day_that_moves_after_a_lost_answer_asks_a_person(cast: Cast, sio: RunningCore):
    case = filed(cast)
    leaves = day_of_leaving(case)
    sio.fault("lost_answer")
    run_due(leaves)
    sio.clear_faults()
    clock = LegalClock.objects.get(case=case)
    later = (leaves + 40 * A_DAY).date()
    set_effective_date(clock=clock, day=later, actor=actor_of(cast.alice), now=leaves)
    run_due(leaves + A_MINUTE)
    filing = filing_of_case(case, "inactivate")
    assert (filing.state, filing.finding_code) == (FilingState.ATTENTION, "filing-changed")
    assert "pode ter chegado com os dados de antes" in filing.finding
    assert send_all_filings(operator=cast.operator, actor=actor_of(cast.alice), now=leaves) == 0


def test_reopening_takes_back_what_was_not_sent_and_has_undone_what_was_or_may_have_been(
    cast: Cast, sio: RunningCore, sad: RunningProtocols, settings
):
    attaching(cast, sad, settings)
    now = timezone.now()
    case = filed(cast, now, protocol_required="yes")
    number = ProtocolRequest.objects.get(case=case).number
    leaves = day_of_leaving(case)
    moved(case, CaseAction.REOPEN, cast.bob, now + A_MINUTE, "Voltou atrás.")
    run_due(now + A_MINUTE)
    run_due(leaves)
    assert (status(sio), filing_of_case(case, "inactivate").state) == ("A", FilingState.CANCELLED)
    undo = {duty.label: duty.text for duty in Duty.objects.filter(case=case, kind=Duty.Kind.UNDO)}
    assert set(undo) == {
        "Desfazer: Formulário assinado anexado ao protocolo",
        "Desfazer: Histórico do prestador escrito no sistema da operadora",
    }
    assert f"Avise no protocolo {number} que o formulário anexado não vale mais." in "".join(undo.values())
    assert "não teve resposta" not in "".join(undo.values())


def test_what_may_have_arrived_is_told_so_when_it_is_to_be_undone(cast: Cast, sio: RunningCore):
    sio.fault("lost_answer")
    now = timezone.now()
    case = filed(cast, now)
    moved(case, CaseAction.REOPEN, cast.bob, now + dt.timedelta(seconds=1), "Engano.")
    run_due(now + dt.timedelta(seconds=1))
    sio.clear_faults()
    run_due(now + A_DAY)
    assert len(lines(sio)) == 1
    (undo,) = Duty.objects.filter(case=case, kind=Duty.Kind.UNDO)
    assert "não teve resposta: confira lá primeiro" in undo.text
    assert "Escreva no histórico de" in undo.text


def test_a_reopening_holds_before_anybody_has_followed_it_up(cast: Cast, sio: RunningCore):
    now = timezone.now()
    sio.fault("down")
    case = filed(cast, now)
    sio.clear_faults()
    moved(case, CaseAction.REOPEN, cast.bob, now, "Engano.")
    send_filing(row_of_filing(case, "history_line"), now)
    assert lines(sio) == []


def test_a_reopening_locks_what_is_sent_before_its_row_as_sending_all_does(
    cast: Cast, sio: RunningCore, sad: RunningProtocols
):
    now = timezone.now()
    for system in (sio, sad):
        system.fault("down")
    case = filed(cast, now, protocol_required="yes")
    moved(case, CaseAction.REOPEN, cast.bob, now, "Engano.")
    row = OutboxRow.objects.filter(kind=CASE_MOVED).latest("pk")
    with CaptureQueriesContext(connection) as asked:
        follow_case(row, now)
    words = [query["sql"].split() for query in asked.captured_queries]
    written = [found[1].strip('"') for found in words if found[0] == "UPDATE"]
    sent = [table for table in written if table in {PROTOCOL, FILING, ROW}]
    assert sent == [PROTOCOL, ROW, FILING, ROW, FILING, ROW]


def fed(cast: Cast, began: dt.datetime) -> None:
    run = SyncRun.objects.create(
        operator=cast.operator,
        origin=SyncRun.Origin.CONNECTION,
        state=SyncRun.State.APPLIED,
        started_at=began,
        told={"providers": {}},
    )
    after_feed(operator_id=cast.operator.pk, run_id=run.pk, now=began)
    run_due(began)


def test_the_next_feed_confirms_what_the_core_system_said_or_doubts_it(cast: Cast, sio: RunningCore):
    case = filed(cast)
    leaves = day_of_leaving(case)
    run_due(leaves)
    assert how(case, "inactivate") == BY_SYSTEM
    fed(cast, leaves + dt.timedelta(hours=3))
    assert how(case, "inactivate") == BY_SYSTEM
    fed(cast, leaves + 2 * A_DAY)
    filing = filing_of_case(case, "inactivate")
    assert (duty_of(case, "inactivate").is_open, filing.finding_code) == (True, "filing-not-seen")
    token = filing.token
    assert send_duty(duty=filing.duty, actor=actor_of(cast.alice), now=leaves + 2 * A_DAY)
    assert filing_of_case(case, "inactivate").token != token
    run_due(leaves + 2 * A_DAY)
    assert how(case, "inactivate") == BY_SYSTEM
    Provider.objects.filter(core_key=KEY).update(status=Provider.Status.INACTIVE)
    fed(cast, leaves + 3 * A_DAY)
    assert how(case, "inactivate") == (DutyState.DONE, "feed")
    assert duty_of(case, "inactivate").steps.latest("pk").action == "confirm"


def test_a_day_that_moves_while_it_is_being_sent_leaves_the_duty_to_a_person(
    cast: Cast, sio: RunningCore, monkeypatch: pytest.MonkeyPatch
):
    case = filed(cast)
    leaves = day_of_leaving(case)
    later = leaves + 40 * A_DAY

    def moved_meanwhile(*args):
        clock = LegalClock.objects.get(case=case)
        set_effective_date(clock=clock, day=later.date(), actor=actor_of(cast.alice), now=leaves)
        deliver(*args)

    monkeypatch.setattr(f"{send_filing.__module__}.deliver", moved_meanwhile)
    run_due(leaves)
    filing = filing_of_case(case, "inactivate")
    assert (status(sio), filing.state) == ("I", FilingState.ATTENTION)
    assert filing.finding_code == "filing-told-too-early"
    assert how(case, "inactivate") == (DutyState.OPEN, "")


def test_no_feed_takes_who_was_reported_too_early_for_done(cast: Cast, sio: RunningCore):
    case = filed(cast)
    leaves = day_of_leaving(case)
    run_due(leaves)
    later = leaves + 40 * A_DAY
    clock = LegalClock.objects.get(case=case)
    set_effective_date(clock=clock, day=later.date(), actor=actor_of(cast.alice), now=leaves)
    assert duty_of(case, "inactivate").due_on == later.date()
    Provider.objects.filter(core_key=KEY).update(status=Provider.Status.INACTIVE)
    fed(cast, leaves + A_DAY)
    assert how(case, "inactivate") == (DutyState.OPEN, "")
    assert filing_of_case(case, "inactivate").state == FilingState.ATTENTION
    fed(cast, later)
    assert how(case, "inactivate") == (DutyState.DONE, "feed")


def test_a_person_or_a_feed_that_is_first_takes_the_sending_back(cast: Cast, sio: RunningCore):
    case, alice = filed(cast), actor_of(cast.alice)
    leaves = day_of_leaving(case)
    duty = duty_of(case, "inactivate")
    OutboxRow.objects.filter(pk=row_of_filing(case, "inactivate").pk).update(state=OutboxRow.State.RUNNING)
    with pytest.raises(UnableToMoveDuty, match="enviada ao sistema agora"):
        waive_duty(duty=duty, reason="Já saiu.", actor=alice, now=timezone.now())
    OutboxRow.objects.filter(pk=row_of_filing(case, "inactivate").pk).update(state=OutboxRow.State.PLANNED)
    complete_duty(duty=duty, note="Inativado lá.", actor=alice, now=timezone.now())
    run_due(leaves)
    assert (status(sio), filing_of_case(case, "inactivate").state) == ("A", FilingState.ELSEWHERE)
    reopen_duty(duty=duty, reason="Era outro.", actor=alice, now=leaves)
    assert send_duty(duty=duty, actor=alice, now=leaves)
    run_due(leaves)
    assert (status(sio), how(case, "inactivate")) == ("I", BY_SYSTEM)
