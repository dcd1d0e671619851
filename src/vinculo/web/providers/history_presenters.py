"""What was true of a provider when: what held on a day, the lanes, and the same facts as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from vinculo.kernel.dates import format_date
from vinculo.network.models import AddressPeriod, Affiliation, Contract, Provider, StatusPeriod
from vinculo.network.models.period import AnyPeriod
from vinculo.network.queries.history import HeldOn, History, asked_on, held_on

from .history_words import (
    address_words,
    asked_words,
    contract_words,
    days_of,
    last_day,
    names_of,
    notice_words,
    place_labels,
    status_words,
    value_labels,
    value_words,
    who,
)
from .lanes import Lane, Lanes, Span, draw_lanes, gaps_of, in_rows

NO_RECORD = "sem registro"
PENDING = "Troca pedida, ainda não confirmada"


@dataclass(frozen=True)
class HeldRow:
    """A fact of the day: what, and since when until when. Empty `value` is what nobody told."""

    label: str
    value: str
    period: str = ""


@dataclass(frozen=True)
class Line:
    what: str
    first: str
    last: str
    note: str = ""
    is_gap: bool = False
    is_pending: bool = False


@dataclass(frozen=True)
class Block:
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class HistoryPage:
    day: dt.date
    is_today: bool
    is_ahead: bool
    before_joining: bool
    held: Sequence[HeldRow]
    lanes: Lanes
    blocks: Sequence[Block]


def present_history(provider: Provider, history: History, day: dt.date, today: dt.date) -> HistoryPage:
    joined = provider.joined_on
    return HistoryPage(
        day=day,
        is_today=day == today,
        is_ahead=day > today,
        before_joining=joined is not None and day < joined,
        held=list(_held_rows(held_on(history, day))),
        lanes=draw_lanes(_lanes(history, today), today=today, day=day),
        blocks=[block for block in _blocks(history) if block.lines],
    )


def _held_rows(held: HeldOn) -> Iterable[HeldRow]:
    yield _held_period("Situação", held.status, status_words)
    yield _held_period("Endereço", held.address, address_words)
    manager = held.technical_manager
    yield HeldRow(
        "RT (responsável técnico)",
        who(manager) if manager else "",
        days_of(manager.starts_on, manager.ends_on) if manager else "",
    )
    for tie in held.asked_for:
        yield HeldRow("Troca de RT pedida", who(tie), asked_words(tie))
    yield _held_period("Valor da US (moeda)", held.contract, value_words)
    if held.contract is not None and held.contract.notice_days is not None:
        yield HeldRow("Aviso prévio", notice_words(held.contract.notice_days))
    if not held.staff:
        yield HeldRow("Dentistas", "")
    for tie in held.staff:
        yield HeldRow("Dentista", who(tie), days_of(tie.starts_on, tie.ends_on))


def _held_period(label: str, period: AnyPeriod | None, words: Callable[[AnyPeriod], str]) -> HeldRow:
    if period is None:
        return HeldRow(label, "")
    return HeldRow(label, words(period), days_of(period.starts_on, period.ends_on))


def _lanes(history: History, today: dt.date) -> list[Lane]:
    managers = _with_gaps([_tie_span(tie) for tie in history.technical_managers], "sem RT")
    waiting = [tie for tie in history.changes_asked_for if tie.withdrawn_at is None]
    staff = in_rows([_tie_span(tie) for tie in history.staff])
    nobody = "nenhum além do RT" if history.technical_managers else "nenhum"
    return [
        Lane("Situação", [_with_gaps([_status_span(period) for period in history.statuses])], NO_RECORD),
        Lane(
            "RT (responsável técnico)", [managers, *([_asked_span(tie, today)] for tie in waiting)], "nenhum"
        ),
        Lane("Dentistas", staff, nobody),
        Lane(
            "Valor da US",
            [_with_gaps([_period_span(each, value_labels(each)) for each in history.contracts])],
            NO_RECORD,
        ),
        Lane(
            "Endereço",
            [_with_gaps([_period_span(each, place_labels(each)) for each in history.addresses])],
            NO_RECORD,
        ),
    ]


def _status_span(period: StatusPeriod) -> Span:
    words = status_words(period)
    return replace(_period_span(period, (words, words[:3])), kind=period.status)


def _period_span(period: Contract | AddressPeriod | StatusPeriod, labels: Sequence[str]) -> Span:
    words = f"{labels[0]}, {days_of(period.starts_on, period.ends_on)}"
    return Span(period.starts_on, period.ends_on, "plain", labels, words)


def _tie_span(tie: Affiliation) -> Span:
    words = f"{who(tie)}, {days_of(tie.starts_on, tie.ends_on)}"
    return Span(tie.starts_on, tie.ends_on, "plain", names_of(tie.dentist.name), words)


def _asked_span(tie: Affiliation, today: dt.date) -> Span:
    """From the day it was asked for; on a long axis hardly more than a sign, so its words stand before it."""
    labels = (*(f"Troca pendente: {name}" for name in names_of(tie.dentist.name)), "Troca pendente")
    since = asked_on(tie) or tie.starts_on or today
    return Span(since, None, "pending", labels, f"{PENDING}: {who(tie)}", is_alone=True)


def _with_gaps(spans: Sequence[Span], label: str = NO_RECORD) -> list[Span]:
    gaps = [
        Span(start, end, "gap", (label,), f"{label}, {days_of(start, end)}") for start, end in gaps_of(spans)
    ]
    return [*spans, *gaps]


def _blocks(history: History) -> Iterable[Block]:
    yield Block("Situação", _period_lines(history.statuses, status_words))
    yield Block("RT (responsável técnico)", _manager_lines(history))
    yield Block("Dentistas", [_tie_line(tie) for tie in history.staff])
    yield Block("Valor da US e aviso prévio", _period_lines(history.contracts, contract_words))
    yield Block("Endereço", _period_lines(history.addresses, address_words))


def _period_lines(periods: Sequence[AnyPeriod], words: Callable[[AnyPeriod], str]) -> list[Line]:
    lines = [_dated(Line(words(period), "", ""), period.starts_on, period.ends_on) for period in periods]
    return _with_gap_lines(lines, [(period.starts_on, period.ends_on) for period in periods], NO_RECORD)


def _manager_lines(history: History) -> list[Line]:
    asked = [_asked_line(tie) for tie in history.changes_asked_for]
    managers = history.technical_managers
    lines = [_tie_line(tie) for tie in managers]
    days = [(tie.starts_on, tie.ends_on) for tie in managers]
    return [*asked, *_with_gap_lines(lines, days, "sem RT no cadastro")]


def _with_gap_lines(
    lines: Sequence[Line], days: Sequence[tuple[dt.date | None, dt.date | None]], label: str
) -> list[Line]:
    """The latest first, each gap between the two that it parts."""
    spans = [Span(start, end, "", (), "") for start, end in days]
    gaps = {end: start for start, end in gaps_of(spans)}
    told = (
        [line, _dated(Line(label, "", "", is_gap=True), gaps[start], start)] if start in gaps else [line]
        for line, (start, _) in zip(lines, days, strict=True)
    )
    return list(chain.from_iterable(told))


def _asked_line(tie: Affiliation) -> Line:
    day = asked_on(tie)
    first = f"pedida em {format_date(day)}" if day else ""
    if tie.withdrawn_at is None:
        return Line(who(tie), first, "", "troca pendente", is_pending=True)
    return Line(who(tie), first, "", "houve desistência")


def _tie_line(tie: Affiliation) -> Line:
    return _dated(Line(who(tie), "", ""), tie.starts_on, tie.ends_on)


def _dated(line: Line, starts_on: dt.date | None, ends_on: dt.date | None) -> Line:
    first = format_date(starts_on) if starts_on else "sem data"
    last = format_date(last_day(ends_on)) if ends_on else "continua"
    return replace(line, first=first, last=last)
