"""What a bulk job does to one case: the same action that somebody does by hand, and nothing beside it."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.actions.set_next_contact import set_next_contact
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.kernel.dates import format_date

from .models import BulkJob, BulkLine


@dataclass(frozen=True)
class Done:
    """`before` is kept to give it back; `message` is said of a line that changed nothing."""

    before: dict[str, Any] = field(default_factory=dict)
    message: str = ""


class Step(ABC):
    """Raises a Refusal for a case that it may not be done to."""

    @abstractmethod
    def do(self, line: BulkLine, actor: Actor, now: dt.datetime) -> Done: ...


class Reassign(Step):
    """Every case to one consultant."""

    def __init__(self, consultant: User | None) -> None:
        self.consultant = consultant

    def do(self, line: BulkLine, actor: Actor, now: dt.datetime) -> Done:
        if self.consultant is None:
            raise UnableToWriteCase(
                "O consultor escolhido não está mais ativo. O processo continua como está."
            )
        if line.case.consultant_id == self.consultant.pk:
            return Done(message=f"Já era de {self.consultant.name}.")
        former = line.case.consultant
        reassign_case(case=line.case, consultant=self.consultant, actor=actor, now=now)
        return Done({"consultant": former.pk if former else None, "name": former.name if former else ""})


class GiveBack(Step):
    """Every case to whom it was taken from by an earlier job, unless it has moved on since."""

    def __init__(self, undone: BulkJob) -> None:
        self.undone = undone
        self.people: dict[int, User] = {}

    def do(self, line: BulkLine, actor: Actor, now: dt.datetime) -> Done:
        given = BulkLine.objects.filter(job=self.undone, case_id=line.case_id).first()
        if given is None or line.case.consultant_id != self.undone.parameters.get("consultant"):
            raise UnableToWriteCase(
                "Depois daquele trabalho o processo passou para outra pessoa. Continua como está."
            )
        former = self._person(given.before.get("consultant"))
        reassign_case(case=line.case, consultant=former, actor=actor, now=now)
        return Done()

    def _person(self, user_id: int | None) -> User | None:
        """None for who was nobody: the case waits again to be given to somebody."""
        if user_id is None:
            return None
        if user_id not in self.people:
            self.people[user_id] = User.objects.get(pk=user_id)
        return self.people[user_id]


class SetNextContact(Step):
    """The same day for every case."""

    def __init__(self, on: dt.date) -> None:
        self.on = on

    def do(self, line: BulkLine, actor: Actor, now: dt.datetime) -> Done:
        if line.case.next_contact_on == self.on:
            return Done(message=f"Já estava marcado para {format_date(self.on)}.")
        before = line.case.next_contact_on
        set_next_contact(case=line.case, on=self.on, actor=actor, now=now)
        return Done({"next_contact_on": before.isoformat() if before else None})


def step_of(job: BulkJob) -> Step:
    """How a line of a job that writes to cases is done."""
    if job.kind == BulkJob.Kind.NEXT_CONTACT:
        return SetNextContact(dt.date.fromisoformat(job.parameters["on"]))
    if "undoes" in job.parameters:
        return GiveBack(BulkJob.objects.get(pk=job.parameters["undoes"]))
    chosen = User.objects.filter(pk=job.parameters.get("consultant"), is_active=True).first()
    return Reassign(chosen)
