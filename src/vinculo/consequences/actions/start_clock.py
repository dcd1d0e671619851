"""The legal clock begins with the signature of a termination, and is taken back with it."""

from __future__ import annotations

import datetime as dt

from vinculo.cases.actions.case_write import CaseWrite
from vinculo.cases.clock import day_of
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.states import CaseAction
from vinculo.network.models import Contract

from ..clock_facts import clock_facts, settle
from ..clock_texts import NAMELESS, public_words
from ..clock_words import ClockState
from ..legal_clock import proposed_effective
from ..models import LegalClock
from ..queries.legal_terms import rules_of, terms_row
from ..queries.set_going import set_going
from .clock_write import calendar_at, notices_of, tell_of_clock

TERMINATED = "terminated"
STARTED, ENDED, TO_WITHDRAW = "started", "ended", "to_withdraw"


def start_clock(write: CaseWrite, event: CaseEvent) -> None:
    """One for each signature of a termination, with the earliest date that law and contract allow."""
    case = write.case
    if case.outcome != TERMINATED or write.once(set_going, case.pk, event.pk).has_clock:
        return
    signed_on = day_of(event.at)
    clock = LegalClock(
        operator_id=case.operator_id,
        case=case,
        follows=event,
        terms=terms_row(case.operator_id, signed_on),
        signed_on=signed_on,
        effective_on=signed_on,
        contract_notice_days=_contract_notice(case, signed_on),
        contract_from=case.started_on,
        public_name=_public_name(case),
        leavers=_leavers(write),
        municipality_id=case.municipality_id or (case.provider.municipality_id if case.provider else None),
    )
    rules, calendar = rules_of(clock.terms), calendar_at(write)
    withdraws = write.once(set_going, case.pk, event.pk).withdraws_notices
    before = _take_over(clock, write) if withdraws else None
    notices = notices_of(clock) if before else []
    clock.effective_on = proposed_effective(clock_facts(clock, notices, rules, calendar))
    if before is not None:
        clock.effective_on = max(clock.effective_on, before.effective_on)
        clock.said_otherwise_on = signed_on
    settle(clock, clock_facts(clock, notices, rules, calendar))
    clock.save()
    on = clock.effective_on.isoformat()
    tell_of_clock(write, clock, STARTED, tells=case.consultant_id, on=on)


def stop_clock(write: CaseWrite, event: CaseEvent) -> None:
    """Nobody leaves any more: what was published has to go, and where nothing was, the clock ends."""
    clocks = LegalClock.objects.select_for_update(of=("self",)).select_related("terms")
    for clock in clocks.filter(case=write.case, state=ClockState.RUNNING, follows__lt=event.pk):
        clock.case = write.case
        notices = notices_of(clock)
        if any(notice.withdrawn_on is None for notice in notices):
            clock.state, clock.said_otherwise_on = ClockState.WITHDRAWING, day_of(write.now)
            action = TO_WITHDRAW
        else:
            _end(clock, write.now, _REASONS[event.data["action"]])
            action = ENDED
        settle(clock, clock_facts(clock, notices, rules_of(clock.terms), calendar_at(write)))
        clock.save()
        tell_of_clock(write, clock, action, tells=write.case.consultant_id)


def _end(clock: LegalClock, now: dt.datetime, reason: str) -> None:
    clock.state, clock.ended_at, clock.end_reason = ClockState.ENDED, now, reason


def _take_over(clock: LegalClock, write: CaseWrite) -> LegalClock | None:
    """What an earlier signature had published and nobody has taken back yet is this one's now."""
    before = LegalClock.objects.filter(case=write.case, state=ClockState.WITHDRAWING).order_by("pk").last()
    if before is None:
        return None
    clock.save()
    before.notices.filter(withdrawn_on=None).update(clock=clock)
    for name in ("substitute", "no_substitute_reason", "substitute_by", "substitute_on"):
        setattr(clock, name, getattr(before, name))
    _end(before, write.now, "O processo foi assinado de novo como desligamento.")
    before.due_on, before.due_step, before.kept_until = None, "", None
    before.save()
    return before


def _contract_notice(case: Case, day: dt.date) -> int | None:
    if case.provider_id is None:
        return None
    standing = Contract.objects.filter(provider_id=case.provider_id).standing_on(day)
    return standing.values_list("notice_days", flat=True).first()


def _public_name(case: Case) -> str:
    told = case.provider.display_name if case.provider else case.dentist_name or ""
    return public_words(told) or NAMELESS


def _leavers(write: CaseWrite) -> list[str]:
    """Those who leave where their provider stays: as the case names them."""
    case = write.case
    if case.scope != Case.Scope.DENTISTS or case.provider is None:
        return []
    told = [case.dentist_name, *(row.name for row in write.once(records_of, case).dentists)]
    names = [name for each in told if each and (name := public_words(each))]
    return names or ["Um dos profissionais"]


_REASONS = {
    CaseAction.REOPEN: "O processo foi reaberto.",
    CaseAction.CANCEL: "O processo foi cancelado.",
    CaseAction.MERGE: "O processo foi unido a outro.",
}
