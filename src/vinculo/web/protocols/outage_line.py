"""The outages of a system along a line of time: shares of the width in per cent. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.kernel.dates import SAO_PAULO, format_moment
from vinculo.outbox.models import Outage

from .words import long_words

_LEAST_WIDTH = 0.5
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class OutageBar:
    x: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class OutageRow:
    began: str
    ended: str
    long: str
    reason: str


@dataclass(frozen=True, slots=True)
class OutageLine:
    """`words` say in a sentence what is drawn."""

    bars: Sequence[OutageBar]
    ticks: Sequence[Tick]
    rows: Sequence[OutageRow]
    words: str


def outage_line(outages: Sequence[Outage], *, since: dt.datetime, now: dt.datetime) -> OutageLine:
    total = sum((_within(one, since, now) for one in outages), dt.timedelta())
    return OutageLine(
        bars=[_bar(one, since, now) for one in outages],
        ticks=_ticks(since, now),
        rows=[_row(one, now) for one in reversed(outages)],
        words=_words(len(outages), total, (now - since).days),
    )


def _share(moment: dt.datetime, since: dt.datetime, now: dt.datetime) -> float:
    return round(100 * ((moment - since) / (now - since)), 2)


def _bar(outage: Outage, since: dt.datetime, now: dt.datetime) -> OutageBar:
    first = _share(max(outage.began_at, since), since, now)
    last = _share(min(outage.ended_at or now, now), since, now)
    width = max(last - first, _LEAST_WIDTH)
    row = _row(outage, now)
    until = f"até {row.ended}" if outage.ended_at else "ainda"
    return OutageBar(
        min(first, 100 - width), round(width, 2), f"{row.began} {until} ({row.long}): {row.reason}"
    )


def _row(outage: Outage, now: dt.datetime) -> OutageRow:
    return OutageRow(
        began=format_moment(outage.began_at),
        ended=format_moment(outage.ended_at) if outage.ended_at else "",
        long=long_words((outage.ended_at or now) - outage.began_at),
        reason=outage.reason,
    )


def _within(outage: Outage, since: dt.datetime, now: dt.datetime) -> dt.timedelta:
    return max(min(outage.ended_at or now, now) - max(outage.began_at, since), dt.timedelta())


def _ticks(since: dt.datetime, now: dt.datetime) -> list[Tick]:
    """Midnights, no more than fit on a phone."""
    day = since.astimezone(SAO_PAULO).date() + dt.timedelta(days=1)
    days = []
    while (moment := dt.datetime.combine(day, dt.time(), tzinfo=SAO_PAULO)) < now:
        days.append(Tick(_share(moment, since, now), f"{day:%d/%m}"))
        day += dt.timedelta(days=1)
    step = -(-len(days) // _MOST_TICKS)
    return days[:: max(step, 1)]


def _words(count: int, total: dt.timedelta, days: int) -> str:
    if not count:
        return f"Nenhuma queda nos últimos {days} dias."
    falls = "Uma queda" if count == 1 else f"{count} quedas"
    return f"{falls} nos últimos {days} dias; ao todo, {long_words(total)} fora do ar."
