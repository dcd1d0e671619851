"""A system that rows talk to, as a handler meets it: it answers, refuses a row, or is down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import transaction

from vinculo.outbox.actions import plan
from vinculo.outbox.handlers import ConnectionFailed, Handler, NoUseTrying
from vinculo.outbox.models import ConnectionHealth, OutboxRow
from vinculo.outbox.terms import Terms
from vinculo.outbox.worker import Worker

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
SYSTEM = "protocols/ODL"
DOWN = "O sistema não respondeu em 10 s."


@dataclass
class InventedSystem:
    is_down: bool = False
    rest: dt.timedelta | None = None
    poison: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def __call__(self, row: OutboxRow, now: dt.datetime) -> None:
        name = row.payload["name"]
        row.exchange.asked(f"POST {name}")
        self.asked.append(name)
        if self.is_down or name in self.poison:
            raise ConnectionFailed(DOWN, rest=self.rest)
        if name in self.refused:
            row.exchange.answered("422 unknown city")
            raise NoUseTrying("O sistema não conhece a cidade.")
        row.exchange.answered("201 SAD174104640000")


THE_SYSTEM = InventedSystem()


def note(row: OutboxRow, now: dt.datetime) -> None:
    return


def forgetful(row: OutboxRow, now: dt.datetime) -> None:
    raise NoUseTrying("what it was about is gone")


HANDLERS: Mapping[str, Handler] = {"ask": THE_SYSTEM, "note": note, "forgetful": forgetful}


def quiet_worker(**terms: Any) -> Worker:
    """Pauses without jitter, chance that is the same each time."""
    return Worker(rng=Random(3), terms=Terms(**{"jitter": 0, "opens_after": 3, **terms}))


def planned(name: str, now: dt.datetime = NOW, *, kind: str = "ask", connection: str = SYSTEM) -> OutboxRow:
    with transaction.atomic():
        return plan(kind=kind, payload={"name": name}, now=now, connection=connection)


def health(name: str = SYSTEM) -> ConnectionHealth:
    return ConnectionHealth.objects.get(name=name)
