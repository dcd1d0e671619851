"""Whose the days of a case were, as people read it, and whom it may wait for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.cases.clock import ClockFacts, read_clock
from vinculo.cases.models import Case
from vinculo.cases.states import WORKED_STATES, State
from vinculo.kernel.dates import format_date
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition

SOON = 5
"""Business days before the deadline from which on it is shown as near."""


@dataclass(frozen=True, slots=True)
class ClockLine:
    """`parts` are the days by whom they belonged to; `terms` what is due, each with how urgent it is."""

    parts: Sequence[str]
    terms: Sequence[tuple[str, str]] = ()


def clock_line(case: Case, facts: ClockFacts, edition: Edition) -> ClockLine | None:
    """None where no clock ever ran: drafts, cancelled cases, cases of the past."""
    if case.is_history or case.state in (State.DRAFT, State.CANCELLED):
        return None
    reading = read_clock(facts)
    parts = [f"Com o consultor: {_business_days(reading.consultant_days)}"]
    parts += [f"aguardando {whom(edition, on)}: {days}" for on, days in reading.waited.items()]
    if case.state not in WORKED_STATES:
        return ClockLine(parts)
    return ClockLine(parts, _terms(case, facts, edition, reading.decide_by, reading.silent_from))


def _terms(
    case: Case,
    facts: ClockFacts,
    edition: Edition,
    decide_by: dt.date | None,
    silent_from: dt.date | None,
) -> list[tuple[str, str]]:
    terms: list[tuple[str, str]] = []
    if case.waiting_on and case.waiting_since:
        since = format_date(facts.waits[-1].since) if facts.waits else ""
        terms.append((f"Aguardando {whom(edition, case.waiting_on)} desde {since}: o prazo está parado.", ""))
    if decide_by is not None:
        terms.append(_deadline(decide_by, facts))
    if silent_from is not None and silent_from <= facts.today:
        heard = facts.last_contact_on
        since = f"nenhum contato desde {format_date(heard)}" if heard else "nenhum contato até agora"
        terms.append((f"Em silêncio: {since}.", "late"))
    return terms


def _deadline(decide_by: dt.date, facts: ClockFacts) -> tuple[str, str]:
    day = format_date(decide_by)
    left = facts.calendar.between(facts.today, decide_by)
    if decide_by < facts.today:
        return f"O prazo para decidir venceu em {day}.", "late"
    if decide_by == facts.today:
        return "O prazo para decidir vence hoje.", "due"
    return f"Decidir até {day} (em {_business_days(left)}).", "due" if left <= SOON else ""


def _business_days(days: int) -> str:
    return "1 dia útil" if days == 1 else f"{days} dias úteis"


def whom(edition: Edition, on: str) -> str:
    """Whom a case waits for, within a sentence."""
    return "o prestador" if on == Case.PROVIDER else _sector(edition, on)


def _sector(edition: Edition, code: str) -> str:
    option = edition.option(OptionList.SECTOR, code)
    return option.label if option else "um setor"


def wait_choices(edition: Edition) -> list[tuple[str, str]]:
    """The provider first, then the sectors that the form offers."""
    sectors = edition.options[OptionList.SECTOR]
    return [
        (Case.PROVIDER, "O prestador"),
        *((option.code, option.label) for option in sectors if not option.hidden),
    ]
