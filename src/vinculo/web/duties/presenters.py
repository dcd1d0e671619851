"""Duties as their templates draw them: the checklist of a case, and lines of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.clock import day_of
from vinculo.consequences.duty_states import DUTY_TRANSITIONS, DutyState
from vinculo.consequences.models import Duty, DutyFile
from vinculo.consequences.queries.duties import DutiesOwed, DutyRow, DutyShelf, text_now
from vinculo.consequences.queries.filings import waits_for_sending
from vinculo.consequences.queries.watch_facts import facts_found, watch_facts
from vinculo.kernel.numbers import format_count
from vinculo.outbox.models import OutboxTry

from ..protocols.presenters import TryLine, try_lines
from ..protocols.words import Standing
from ..site.addresses import address_of
from ..tasks.presenters import OwedGroup, ShelfTab, StepLine, TaskLine
from ..tasks.words import due_tone, due_words
from .filing_words import NOTHING, filing_standing, send_label
from .words import GROUPS, STATE_TONES, STEP_TITLES, watch_words

SHELF_LABELS = {
    DutyShelf.MINE: "Minhas",
    DutyShelf.LATE: "Atrasadas",
    DutyShelf.OPEN: "Todas as pendentes",
    DutyShelf.ENDED: "Encerradas",
}


@dataclass(frozen=True)
class DutyView:
    """`may` holds the actions that this person can do now."""

    duty: Duty
    text: str
    due: str
    tone: str
    is_overdue: bool
    state_tone: str
    steps: Sequence[StepLine]
    files: Sequence[DutyFile]
    facts: Sequence[tuple[str, str]]
    later_url: str
    may: frozenset[str]
    filing: Standing = NOTHING
    send_label: str = ""
    tries: Sequence[TryLine] = ()

    @property
    def state_label(self) -> str:
        """What the tag of one that has ended says."""
        return self.filing.state or str(DutyState(self.duty.state).label)

    @property
    def is_stuck(self) -> bool:
        """Whether a person has to see to what a connection was to do."""
        return self.duty.is_open and self.filing.tone in ("warn", "danger")


@dataclass(frozen=True)
class DutyGroup:
    kind: str
    title: str
    hint: str
    duties: Sequence[DutyView]
    open_count: int


def duty_groups(
    duties: Sequence[Duty],
    actor: Actor,
    now: dt.datetime,
    protocols: Mapping[int, str],
    tries: Mapping[int, Sequence[OutboxTry]] = MappingProxyType({}),
) -> list[DutyGroup]:
    """By kind; those of fallen signatures come last of theirs. `protocols`: numbers by signature; `tries`:
    what a connection has tried of a duty.
    """
    groups = []
    for kind, (title, hint) in GROUPS.items():
        views = [
            _view(duty, actor, now, protocols, tries.get(duty.pk, ())) for duty in duties if duty.kind == kind
        ]
        if views:
            left = sum(view.duty.is_open for view in views)
            groups.append(DutyGroup(str(kind), title, hint, views, left))
    return groups


def _view(
    duty: Duty, actor: Actor, now: dt.datetime, protocols: Mapping[int, str], tries: Sequence[OutboxTry]
) -> DutyView:
    leaving, today = DUTY_TRANSITIONS.leaving(duty.state), day_of(now)
    filing = filing_standing(duty, now)
    may_send = may_work(actor, duty.operator_id) and waits_for_sending(duty)
    return DutyView(
        duty=duty,
        text=text_now(duty, protocols),
        due=due_words(duty.due_on, today) if duty.is_open else "",
        tone=due_tone(duty.due_on, today) if duty.is_open else "",
        is_overdue=duty.is_open and duty.due_on < today,
        state_tone=filing.tone if filing.state else STATE_TONES.get(duty.state, ""),
        steps=[
            StepLine(STEP_TITLES[step.action], step.by_name, step.at, step.text) for step in duty.steps.all()
        ],
        files=[file for file in duty.files.all() if file.attachment.voided_at is None],
        facts=_facts(duty, today),
        later_url=address_of("case-page", duty.later_case_id) if duty.later_case_id else "",
        may=frozenset(str(row.action) for row in leaving if actor.may(row.permission, duty.operator_id)),
        filing=filing,
        send_label=send_label(duty) if may_send else "",
        tries=try_lines(tries),
    )


def _facts(duty: Duty, today: dt.date) -> Sequence[tuple[str, str]]:
    """Of a watch: what is so now, or what was so when it was looked at."""
    if duty.kind != Duty.Kind.WATCH:
        return ()
    facts = watch_facts(duty, today) if duty.is_open else facts_found(duty.found)
    return watch_words(facts) if facts else ()


def duty_lines(rows: Sequence[DutyRow], actor: Actor, today: dt.date) -> list[TaskLine]:
    several = len(actor.operator_names) > 1
    return [_line(row, actor, today, several) for row in rows]


def _line(row: DutyRow, actor: Actor, today: dt.date, several: bool) -> TaskLine:
    is_open = row.state == DutyState.OPEN
    place = "/".join(part for part in (row.city, row.city_state) if part)
    parts = (GROUPS[row.kind][0], row.number or "", place, row.operator if several else "")
    mine = actor.user is not None and row.owner_id == actor.user.pk
    return TaskLine(
        pk=row.pk,
        url=f"{address_of('case-duties', row.case_id)}#duty-{row.pk}",
        sector=GROUPS[row.kind][0],
        name=row.name or "Prestador sem nome",
        second=" · ".join(part for part in parts if part),
        text=row.label,
        state="" if is_open else DutyState(row.state).label,
        state_tone=STATE_TONES.get(row.state, ""),
        due=due_words(row.due_on, today) if is_open else "",
        tone=due_tone(row.due_on, today) if is_open else "",
        is_overdue=is_open and row.due_on < today,
        owner=_owner_words(row, mine=mine) if is_open else "",
        may_claim=False,
        holds_case=False,
    )


def _owner_words(row: DutyRow, *, mine: bool) -> str:
    if mine:
        return "com você"
    return f"com {row.owner}" if row.owner else "sem responsável"


def owed_duties(owed: DutiesOwed, left: DutiesOwed, actor: Actor, today: dt.date) -> list[OwedGroup]:
    """Groups of Hoje: one's own, and for who signs what others left; none where nothing is due."""
    hints = (
        ("duties", "Providências", "O que as suas decisões assinadas pedem", DutyShelf.MINE, owed),
        (
            "late-duties",
            "Providências em atraso",
            "Passaram do prazo ou estão sem responsável",
            DutyShelf.LATE,
            left,
        ),
    )
    return [
        OwedGroup(
            name=name,
            title=title,
            hint=hint,
            count=format_count(found.count),
            url=shelf_address(shelf),
            lines=duty_lines(found.rows, actor, today),
            has_more=found.count > len(found.rows),
        )
        for name, title, hint, shelf, found in hints
        if found.rows
    ]


def shelf_tabs(current: DutyShelf, counts: Mapping[DutyShelf, int]) -> list[ShelfTab]:
    tabs = []
    for shelf, label in SHELF_LABELS.items():
        number = counts.get(shelf)
        said = f"{label} ({format_count(number)})" if number else label
        tabs.append(ShelfTab(said, shelf_address(shelf), shelf is current))
    return tabs


def shelf_address(shelf: DutyShelf, page: int = 1) -> str:
    asked = {"mostrar": str(shelf), "pagina": str(page) if page > 1 else ""}
    return f"{reverse('duty-list')}?{urlencode({name: value for name, value in asked.items() if value})}"


def may_work(actor: Actor, operator_id: int) -> bool:
    return actor.may(Permission.CASES_WORK, operator_id)
