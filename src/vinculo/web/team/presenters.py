"""Distribution and absences as their templates draw them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.cases.models import Case
from vinculo.desk.actions.distribute import Distribution
from vinculo.desk.queries.team import Candidate
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.numbers import format_count


@dataclass(frozen=True)
class CaseLine:
    case_id: int
    url: str
    number: str
    name: str
    city: str
    operator: str
    note: str


@dataclass(frozen=True)
class PersonLine:
    """`after` is the load with what the plan gives; both are numbers of open cases."""

    user_id: int
    name: str
    load: int
    absence: str
    given: int = 0
    distributes: bool = False

    @property
    def after(self) -> int:
        return self.load + self.given

    @property
    def load_words(self) -> str:
        return "1 em aberto" if self.load == 1 else f"{format_count(self.load)} em aberto"


@dataclass(frozen=True)
class PlanLine:
    case: CaseLine
    person: str
    value: str
    """What the form sends: the case and the person."""


@dataclass(frozen=True)
class PlanView:
    lines: Sequence[PlanLine]
    people: Sequence[PersonLine]
    left_over: int

    @property
    def words(self) -> str:
        return cases_words(len(self.lines))


def case_line(case: Case) -> CaseLine:
    """`note`: since when it waits, and what was agreed."""
    since = format_date(case.created_at.astimezone(SAO_PAULO).date())
    agreed = f"; próximo contato em {format_date(case.next_contact_on)}" if case.next_contact_on else ""
    return CaseLine(
        case_id=case.pk,
        url=reverse("case-page", args=[case.pk]),
        number=str(case),
        name=case.dentist_name or "Sem nome",
        city="/".join(part for part in (case.city, case.city_state) if part),
        operator=case.operator.code,
        note=f"criado em {since}{agreed}",
    )


def person_line(candidate: Candidate, given: int = 0) -> PersonLine:
    return PersonLine(
        candidate.user_id,
        candidate.name,
        candidate.load,
        absence_words(candidate.absent_until),
        given,
        candidate.distributes,
    )


def absence_words(until: dt.date | None) -> str:
    return f"ausente até {format_date(until)}" if until else ""


def present_plan(cases: Sequence[Case], plan: Mapping[int, int], candidates: Sequence[Candidate]) -> PlanView:
    names = {candidate.user_id: candidate.name for candidate in candidates}
    given = {person: list(plan.values()).count(person) for person in set(plan.values())}
    lines = [
        PlanLine(case_line(case), names[plan[case.pk]], f"{case.pk}:{plan[case.pk]}")
        for case in cases
        if case.pk in plan
    ]
    people = [person_line(each, given.get(each.user_id, 0)) for each in candidates if each.user_id in given]
    return PlanView(lines, people, left_over=len(cases) - len(lines))


def cases_words(number: int) -> str:
    return "1 processo" if number == 1 else f"{format_count(number)} processos"


def done_words(done: Distribution, names: Mapping[int, str]) -> str:
    """Who got how many; what was refused is told line by line elsewhere."""
    if not done.given:
        return "Nenhum processo mudou de consultor."
    parts = [
        f"{names.get(person, 'sem consultor') if person is not None else 'sem consultor'}: {number}"
        for person, number in done.counts().items()
    ]
    verb = "passou" if len(done.given) == 1 else "passaram"
    return f"{cases_words(len(done.given))} {verb} para outra pessoa ({'; '.join(parts)})."
