"""What a signature asks of the consultant: filing, the exit list, promises, watches; and its undoing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q, QuerySet

from vinculo.accounts.prepared import prepared
from vinculo.cases.actions.case_write import CaseWrite
from vinculo.cases.clock import day_of
from vinculo.cases.form import RecordsOfCase, case_form
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.summary import case_summary
from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.identifiers import cro
from vinculo.kernel.text_gaps import filled

from ..duty_lists import ListedDuty, filing_list, promise_of, undo_of, watch_list
from ..duty_states import DutyState
from ..models import Duty, LegalClock
from ..needed_facts import values_of_gaps
from ..queries.duties import protocols_of_case
from ..queries.exit_lists import exit_list_of
from ..queries.set_going import set_going
from ..rules import due_on
from .clock_write import calendar_at
from .signed_filings import move_filings

Kind = Duty.Kind
TERMINATED, RETAINED = "terminated", "retained"
MADE, CANCELLED = "made", "cancelled"
"""What is told of duties in the timeline besides their transitions."""
LONGEST_LABEL = 200
UNDONE_KINDS = (Kind.FILING, Kind.EXIT, Kind.PROMISE)


@dataclass(frozen=True)
class DutyMaker:
    """Makes the duties of one event: those that are there already stay as they are."""

    write: CaseWrite
    event: CaseEvent
    values: Mapping[str, str]
    calendar: BusinessCalendar
    leaves_on: dt.date | None = None

    def make(
        self, kind: Kind, listed: ListedDuty, *, due: dt.date | None = None, us_value: Decimal | None = None
    ) -> Duty:
        case = self.write.case
        return Duty(
            operator_id=case.operator_id,
            case=case,
            follows=self.event,
            kind=kind,
            code=listed.code,
            label=listed.label,
            text=filled(listed.text, self.values).text,
            needs_evidence=listed.needs_evidence,
            on_leaving=listed.on_leaving,
            promised_us_value=us_value,
            owner_id=case.consultant_id,
            made_at=self.write.now,
            due_on=due or self._due(listed),
        )

    def _due(self, listed: ListedDuty) -> dt.date:
        if listed.on_leaving and self.leaves_on:
            return self.leaves_on
        return due_on(day_of(self.write.now), listed.days, self.calendar)

    def keep(self, duties: Iterable[Duty]) -> None:
        there = self.write.once(set_going, self.write.case.pk, self.event.pk).duties
        new = [duty for duty in duties if (duty.kind, duty.code) not in there]
        if new:
            Duty.objects.bulk_create(new)
            self.write.tell(CaseEvent.Kind.DUTY, action=MADE, count=len(new))
            self.write.audit("duty.made", {"duties": [f"{duty.kind} {duty.code}" for duty in new]})


def set_duties(write: CaseWrite, event: CaseEvent) -> None:
    """Whatever follows from the outcome, each thing once for this signature."""
    case, maker = write.case, _maker(write, event)
    duties = [maker.make(Kind.FILING, listed) for listed in _filing_of(case)]
    if case.outcome == TERMINATED:
        listed_for = exit_list_of(case.operator_id, day_of(write.now))
        duties += [maker.make(Kind.EXIT, listed) for listed in listed_for]
    elif case.outcome == RETAINED:
        duties += _promises(maker)
        begin = case.ended_on or day_of(write.now)
        for listed in watch_list():
            duties.append(maker.make(Kind.WATCH, listed, due=begin + dt.timedelta(days=listed.days)))
    maker.keep(duties)


def move_leaving_duties(clock: LegalClock, write: CaseWrite) -> None:
    """The first day out of the network is another one; called in the transaction that says so.

    Also for what was done already: somebody may take it up again.
    """
    leaving = Duty.objects.filter(follows_id=clock.follows_id, on_leaving=True)
    leaving.exclude(state=DutyState.CANCELLED).update(due_on=clock.effective_on)
    move_filings(clock, write)


def cancel_open_duties(write: CaseWrite, event: CaseEvent) -> None:
    """What the case asked and nobody has done yet; what is to be undone still is."""
    asked = Duty.objects.filter(case=write.case, state=DutyState.OPEN, follows__lt=event.pk)
    count = asked.exclude(kind=Kind.UNDO).update(
        state=DutyState.CANCELLED, ended_at=write.now, ended_by_name=write.actor.name
    )
    if count:
        write.tell(CaseEvent.Kind.DUTY, action=CANCELLED, count=count)
        write.audit("duty.cancelled", {"count": count})


def ask_to_undo_duties(write: CaseWrite, event: CaseEvent) -> None:
    """What was done because of a signature that stands no more, or may have been: it was sent."""
    done = Duty.objects.filter(
        Q(state=DutyState.DONE) | Q(filing__sent_at__isnull=False),
        case=write.case,
        kind__in=UNDONE_KINDS,
        follows__lt=event.pk,
    ).order_by("due_on", "pk")
    asked = set(Duty.objects.filter(case=write.case, kind=Kind.UNDO).values_list("code", flat=True))
    if not done:
        return
    wanted, maker, numbers = [], _maker(write, event), protocols_of_case(write.case)
    for duty in done:
        code, told = f"undo-{duty.pk}", undo_of(duty.code, is_sure=duty.state == DutyState.DONE)
        if code in asked:
            continue
        values = {
            "o_que": duty.label,
            "motivo": event.data.get("reason", ""),
            "protocolo": numbers.get(duty.follows_id, ""),
        }
        each = replace(maker, values={**maker.values, **values})
        label = filled(told.label, values).text[:LONGEST_LABEL]
        wanted.append(each.make(Kind.UNDO, replace(told, code=code, label=label, text=told.text.strip())))
    maker.keep(wanted)


def _maker(write: CaseWrite, event: CaseEvent) -> DutyMaker:
    leaves_on = next(iter(_effective_on(event.pk)), None)
    return DutyMaker(write, event, _values(write), calendar_at(write), leaves_on)


@prepared
def _effective_on(event_id: int) -> QuerySet[LegalClock, dt.date]:
    return LegalClock.objects.filter(follows_id=event_id).order_by().values_list("effective_on", flat=True)


def _filing_of(case: Case) -> list[ListedDuty]:
    leaves = case.outcome == TERMINATED
    follows = {
        "always": True,
        "protocol": case.protocol_required is True,
        "provider_leaves": leaves and case.scope != Case.Scope.DENTISTS,
        "dentists_leave": leaves and case.scope == Case.Scope.DENTISTS,
    }
    return [listed for listed in filing_list() if follows[listed.when]]


def _promises(maker: DutyMaker) -> list[Duty]:
    """Each action that was ticked is a promise, with the note that says what was agreed."""
    duties, records = [], maker.write.once(records_of, maker.write.case)
    for offer in records.offers:
        if not offer.is_ticked:
            continue
        listed, note = promise_of(offer.code), (offer.note or "").strip()
        duty = maker.make(Kind.PROMISE, listed, us_value=offer.offered_us_value)
        if note:
            duty.text = f"{duty.text}\n\nO que foi combinado: {note}"
        duties.append(duty)
    return duties


def _values(write: CaseWrite) -> dict[str, str]:
    case, records = write.case, write.once(records_of, write.case)
    return {
        **values_of_gaps(case),
        "resumo": case_summary(case_form(case, records), case.edition.edition, number=case.number),
        "dentistas": "; ".join(_leaving(case, records)),
    }


def _leaving(case: Case, records: RecordsOfCase) -> list[str]:
    """“Ana Lima, CRO-SP 12345” of each who leaves."""
    people = [(case.dentist_name, case.cro, case.cro_state)]
    people += [(each.name, each.cro, each.cro_state) for each in records.dentists if each.removed_at is None]
    named = [(name, cro.formatted(number, uf) if number else "") for name, number, uf in people]
    return [", ".join(part for part in pair if part) for pair in named if any(pair)]
