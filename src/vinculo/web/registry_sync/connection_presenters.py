"""How each operator's core system is reached, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vinculo.accounts.models import Operator
from vinculo.network.actions.sync_end import GIVES_WAY_AFTER, WAITING
from vinculo.network.feed.mapping import FeedMapping, Schedule
from vinculo.network.feed.rejects import ENTITY_WORDS
from vinculo.network.models import SyncRun
from vinculo.network.sync_jobs.connections import OperatorConnection
from vinculo.network.sync_jobs.schedule import next_due


@dataclass(frozen=True, slots=True)
class ConnectionCard:
    """`address` is blank where files have to be sent; `open_run` stands in the way of another."""

    operator: Operator
    path: str
    is_there: bool
    mistakes: tuple[str, ...]
    address: str
    tables: str
    schedule: str
    next_at: dt.datetime | None
    open_run: SyncRun | None

    @property
    def waits_words(self) -> str:
        """What becomes of the schedule while a run waits for somebody."""
        if self.next_at is None or self.open_run is None or self.open_run.state not in WAITING:
            return ""
        hours = int(GIVES_WAY_AFTER.total_seconds() // 3600)
        return f"Se ninguém a aplicar em {hours} horas, a próxima leitura da agenda a substitui."

    @property
    def may_start(self) -> bool:
        return bool(self.address) and self.open_run is None

    @property
    def takes_files(self) -> bool:
        return self.is_there and not self.mistakes and self.open_run is None


def present_connection(one: OperatorConnection, open_run: SyncRun | None, now: dt.datetime) -> ConnectionCard:
    mapping = one.connection.mapping
    schedule = mapping.schedule if mapping else Schedule()
    return ConnectionCard(
        operator=one.operator,
        path=str(one.connection.path),
        is_there=mapping is not None or bool(one.connection.mistakes),
        mistakes=one.connection.mistakes,
        address=one.connection.address,
        tables=_tables(mapping) if mapping else "",
        schedule=schedule_words(schedule),
        next_at=next_due(schedule, now),
        open_run=open_run,
    )


def schedule_words(schedule: Schedule) -> str:
    if not schedule.times:
        return "Só quando alguém pedir"
    times = " e ".join(f"{time:%H:%M}" for time in schedule.times)
    applied = "aplicada sozinha, a menos que precise perguntar" if schedule.applies else "espera quem aplique"
    return f"Todo dia às {times}; {applied}"


def _tables(mapping: FeedMapping) -> str:
    words = [ENTITY_WORDS[entity].lower() for entity in mapping.entities]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} e {words[-1]}"
