"""Pure rules of the room: what stops a transition, when somebody is reminded, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.finding import Finding, Severity


def answer_says_something(text: str, *, has_files: bool) -> Sequence[Finding]:
    if text.strip() or has_files:
        return ()
    return (_blocking("task-answer-empty", "text", "Escreva a resposta ou anexe um arquivo."),)


def owner_is_as_seen(owner_id: int | None, seen_owner_id: int | None) -> Sequence[Finding]:
    if owner_id == seen_owner_id:
        return ()
    return (_blocking("task-owner-changed", "owner", "Outra pessoa mudou o responsável nesse meio-tempo."),)


def case_goes_on(*, is_cancelled: bool) -> Sequence[Finding]:
    if not is_cancelled:
        return ()
    return (_blocking("task-of-cancelled-case", "", "O processo foi cancelado."),)


def due_on(today: dt.date, days: int, calendar: BusinessCalendar) -> dt.date:
    """The business day that is so many of them after today."""
    return calendar.add(today, days)


def is_near_due(today: dt.date, due: dt.date, days: int, calendar: BusinessCalendar) -> bool:
    """Whether no more than so many business days are left; not once the day has passed."""
    return today <= due <= calendar.add(today, days)


def is_overdue(today: dt.date, due: dt.date) -> bool:
    return due < today


def _blocking(code: str, field: str, message: str) -> Finding:
    return Finding(code, Severity.BLOCKING, field, message)
