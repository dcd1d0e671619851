"""A legal clock as its pure rules see it, and what follows from them for its row."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from vinculo.cases.clock import day_of
from vinculo.kernel.business_calendar import BusinessCalendar

from .clock_words import ClockState, Medium
from .legal_clock import LegalClockFacts, NoticeFacts, kept_until, steps
from .legal_terms import LegalRules
from .models import LegalClock, LegalNotice, NoticeEvidence

DERIVED = ("due_on", "due_step", "kept_until")


def evidence(before: str = "") -> Prefetch[str]:
    """For a query of notices, or of what has them under that name: evidence without the text of its files."""
    rows = NoticeEvidence.objects.select_related("attachment").defer("attachment__text")
    return Prefetch(f"{before}evidence", rows)


def clock_facts(
    clock: LegalClock, notices: Iterable[LegalNotice], rules: LegalRules, calendar: BusinessCalendar
) -> LegalClockFacts:
    """`notices` with their evidence."""
    is_withdrawing = clock.state == ClockState.WITHDRAWING
    return LegalClockFacts(
        signed_on=clock.signed_on,
        effective_on=clock.effective_on,
        notice_days=rules.notice_days,
        kept_days=rules.kept_days,
        calendar=calendar,
        contract_from=clock.contract_from,
        contract_notice_days=clock.contract_notice_days,
        short_notice_on=clock.short_notice_on,
        said_otherwise_on=clock.said_otherwise_on,
        substitute_settled=clock.substitute_id is not None or bool(clock.no_substitute_reason),
        notices={Medium(notice.medium): _notice_facts(notice, clock) for notice in notices},
        withdraw_since=clock.said_otherwise_on if is_withdrawing else None,
    )


def _notice_facts(notice: LegalNotice, clock: LegalClock) -> NoticeFacts:
    return NoticeFacts(
        on=notice.on,
        noted_on=day_of(notice.noted_at),
        is_current=(notice.said_effective_on, notice.said_substitute_id)
        == (clock.effective_on, clock.substitute_id),
        has_evidence=any(row.attachment.voided_at is None for row in notice.evidence.all()),
        is_withdrawn=notice.withdrawn_on is not None,
    )


def settle(clock: LegalClock, facts: LegalClockFacts) -> None:
    """Derives the columns that lists and calendars are made of."""
    if clock.state == ClockState.ENDED:
        clock.due_on, clock.due_step, clock.kept_until = None, "", None
        return
    left = steps(facts)
    clock.due_on, clock.due_step = (left[0].due_on, left[0].step) if left else (None, "")
    clock.kept_until = kept_until(facts)
