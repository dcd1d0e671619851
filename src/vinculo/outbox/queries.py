"""What is to be known of rows, their tries, and the systems that they talk to.

This room knows no operators: whoever shows any of it asks for connections and rows that the actor may see.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from .claiming import WAITING
from .models import ConnectionHealth, Outage, OutboxRow, OutboxTry

Health = ConnectionHealth.State


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """How a system does. `down_since`, `probe_at` and `reason` are empty while it is well."""

    name: str
    state: ConnectionHealth.State
    waiting: int
    down_since: dt.datetime | None
    probe_at: dt.datetime | None
    reason: str
    outages: Sequence[Outage]

    @property
    def is_well(self) -> bool:
        return self.state == Health.WELL


def is_well(name: str) -> bool:
    """Whether a system may be asked now; one that never failed may."""
    return not ConnectionHealth.objects.filter(name=name).exclude(state=Health.WELL).exists()


def connection_states(
    names: Sequence[str], *, since: dt.datetime, until: dt.datetime
) -> Sequence[ConnectionState]:
    """These connections in this order, each with its outages between two moments, the oldest first."""
    health = {found.name: found for found in ConnectionHealth.objects.filter(name__in=names)}
    outages = outages_between(names, since=since, until=until)
    open_outages = {found.connection: found for found in _open_outages(names)}
    waiting = _waiting(names, until)
    states = []
    for name in names:
        outage, known = open_outages.get(name), health.get(name)
        states.append(
            ConnectionState(
                name=name,
                state=Health(known.state) if known else Health.WELL,
                waiting=waiting.get(name, 0),
                down_since=outage.began_at if outage else None,
                probe_at=known.probe_at if known else None,
                reason=outage.reason if outage else "",
                outages=outages[name],
            )
        )
    return states


def outages_between(
    names: Iterable[str], *, since: dt.datetime, until: dt.datetime
) -> Mapping[str, Sequence[Outage]]:
    """By connection, every outage of which some part lies between two moments."""
    found = Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), began_at__lt=until)
    by_name: dict[str, list[Outage]] = defaultdict(list)
    for outage in found.filter(connection__in=list(names)).order_by("began_at"):
        by_name[outage.connection].append(outage)
    return by_name


def row_counts(connections: Sequence[str]) -> Mapping[str, Mapping[OutboxRow.State, int]]:
    """By connection, how many rows are in each state."""
    rows = OutboxRow.objects.filter(connection__in=connections).exclude(connection="")
    counts: dict[str, dict[OutboxRow.State, int]] = {name: {} for name in connections}
    for name, state, count in rows.values_list("connection", "state").annotate(Count("pk")):
        counts[name][OutboxRow.State(state)] = count
    return counts


def rows_of(connections: Sequence[str], *states: OutboxRow.State) -> QuerySet[OutboxRow]:
    """The rows of connections in some states, the newest first."""
    found = OutboxRow.objects.filter(connection__in=connections, state__in=states)
    return found.exclude(connection="").order_by("-planned_at", "-pk")


def tries_of(row: OutboxRow) -> Sequence[OutboxTry]:
    """What was kept of a row's tries, the first one first; the one that runs is not among them."""
    return list(OutboxTry.objects.filter(row=row).order_by("number"))


def outage_times(rows: Iterable[OutboxRow], now: dt.datetime) -> Mapping[int, dt.timedelta]:
    """By row, for how long its system was down from when it was planned until it was done, or until now.

    That time is the system's, not of who waits for the row.
    """
    spans = {row.pk: (row.connection, row.planned_at, row.done_at or now) for row in rows if row.connection}
    if not spans:
        return {}
    earliest = min(planned for _, planned, _ in spans.values())
    names = {name for name, _, _ in spans.values()}
    outages = outages_between(names, since=earliest, until=now)
    return {pk: _shared(outages[name], start, end, now) for pk, (name, start, end) in spans.items()}


def outage_time(row: OutboxRow, now: dt.datetime) -> dt.timedelta:
    return outage_times([row], now).get(row.pk, dt.timedelta())


def _shared(
    outages: Sequence[Outage], start: dt.datetime, end: dt.datetime, now: dt.datetime
) -> dt.timedelta:
    """How much of a span lies in outages; what two of them share counts once."""
    total, reached = dt.timedelta(), start
    for outage in outages:
        first, last = max(outage.began_at, reached), min(outage.ended_at or now, end)
        if last > first:
            total, reached = total + (last - first), last
    return total


def _open_outages(names: Sequence[str]) -> QuerySet[Outage]:
    return Outage.objects.filter(connection__in=names, ended_at=None)


def _waiting(names: Sequence[str], now: dt.datetime) -> Mapping[str, int]:
    """What is planned for a later day does not wait yet."""
    waiting = OutboxRow.objects.filter(WAITING, connection__in=names).exclude(connection="")
    waiting = waiting.exclude(state=OutboxRow.State.PLANNED, due_at__gt=now, held_since=None)
    return dict(waiting.values_list("connection").annotate(Count("pk")))
