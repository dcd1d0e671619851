"""Divergências as its template draws it: the queues beside, the rows of one, the right step for each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.cases.models import Case
from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.numbers import format_count
from vinculo.network.queries.calendar import calendar_of
from vinculo.reconciliation.models import Comparison, Divergence
from vinculo.reconciliation.permissions import hands_out, mends
from vinculo.reconciliation.queries.divergences import Asked, Page, Queue, Sides

from ..site.addresses import address_of
from .addresses import address_of_queue, words_of
from .steps import Step, steps_of
from .words import (
    QUEUE_WORDS,
    Named,
    QueueWords,
    age_words,
    left_registry_on,
    listed,
    sentence_of,
    since_words,
)

Kind = Divergence.Kind
LONG_AGO = 30
"""Days for which something has been so, after which its age is shown as late."""


@dataclass(frozen=True)
class QueueView:
    """`words` name it in the address."""

    kind: str
    words: str
    title: str
    url: str
    count: int
    count_words: str
    oldest: str
    is_current: bool
    is_late: bool


@dataclass(frozen=True)
class Link:
    url: str
    text: str


@dataclass(frozen=True)
class RowView:
    """`digest` is that of the facts on the screen: a dismissal is of these.

    `step` is the one that mends it, `others` are what else may be done; what is dismissed has neither.
    `token` makes one case of two clicks.
    """

    pk: int
    digest: str
    title: str
    title_url: str
    place: str
    sentence: str
    links: Sequence[Link]
    under_way: str
    since: str
    first_seen: str
    is_late: bool
    owner: str
    is_mine: bool
    dismissed: str
    back: str
    step: Step | None
    others: Sequence[Step]
    may_mend: bool
    may_take: bool
    may_hand_out: bool
    token: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class Screen:
    """`uncompared` says of whom nobody has looked yet."""

    queues: Sequence[QueueView]
    words: QueueWords
    current: QueueView
    rows: Sequence[RowView]
    shown_words: str
    next_url: str
    first_url: str
    cleared_url: str
    asked: Asked
    uncompared: str = ""
    people: Sequence[User] = ()
    comparisons: Sequence[str] = ()
    may_mend: bool = False
    may_hand_out: bool = False


def present_queues(found: Sequence[Queue], asked: Asked, actor: Actor, now: dt.datetime) -> list[QueueView]:
    return [
        QueueView(
            kind=each.kind,
            words=words_of(each.kind),
            title=QUEUE_WORDS[each.kind].title,
            url=address_of_queue(asked, actor, kind=each.kind),
            count=each.count,
            count_words=format_count(each.count),
            oldest=age_words(each.oldest, _day_of(now)) if each.oldest else "",
            is_current=each.kind == asked.kind,
            is_late=_is_late(each.oldest, now),
        )
        for each in found
    ]


def next_address(page: Page, asked: Asked, actor: Actor) -> str:
    if not page.has_more:
        return ""
    last = page.rows[-1]
    return address_of_queue(asked, actor, after=(last.since, last.pk))


def comparison_words(rows: Sequence[Comparison], now: dt.datetime) -> list[str]:
    """When the comparison was made and from which day on, one line for each operator."""
    return [
        f"{_compared_of(row, now) if len(rows) > 1 else _compared(row, now)}. "
        f"O que aconteceu antes de {format_date(row.starts_on)} não aparece aqui."
        for row in rows
    ]


def uncompared_words(rows: Sequence[Comparison], operators: Sequence[Operator]) -> str:
    """Of these operators those that have never been compared; blank where all have been."""
    compared = {row.operator_id for row in rows if row.compared_at is not None}
    names = [one.name for one in operators if one.pk not in compared]
    if not names:
        return ""
    whose = f" da {listed(names)}" if len(operators) > 1 else ""
    return (
        f"O cadastro{whose} ainda não foi comparado com os processos. A primeira comparação é feita em "
        "poucos minutos, e o que não bater aparece aqui."
    )


def _compared_of(row: Comparison, now: dt.datetime) -> str:
    words = _compared(row, now)
    return f"{row.operator.name}: {words[0].lower()}{words[1:]}"


def _compared(row: Comparison, now: dt.datetime) -> str:
    if row.compared_at is None:
        return "Ainda não comparado"
    minutes = int((now - row.compared_at).total_seconds() // 60)
    if minutes < 1:
        return "Comparado agora há pouco"
    if minutes < 60:
        return f"Comparado há {minutes} min"
    return f"Comparado em {row.compared_at.astimezone(SAO_PAULO):%d/%m/%Y às %H:%M}"


def present_rows(rows: Sequence[Divergence], sides: Sides, actor: Actor, now: dt.datetime) -> list[RowView]:
    calendars = {operator_id: calendar_of(operator_id) for operator_id in {row.operator_id for row in rows}}
    return [_row(row, sides, calendars[row.operator_id], actor, now) for row in rows]


def _row(
    row: Divergence, sides: Sides, calendar: BusinessCalendar, actor: Actor, now: dt.datetime
) -> RowView:
    acting = actor.user.pk if actor.user else None
    may_hand_out = hands_out(actor, row.operator_id)
    undone = sides.open_cases.get(row.provider_id or 0, ())
    is_dismissed = row.state == Divergence.State.DISMISSED
    steps = [] if is_dismissed else steps_of(row, sides, actor)
    return RowView(
        pk=row.pk,
        digest=row.digest,
        title=_title(row),
        title_url=_title_url(row),
        place=_place(row),
        sentence=sentence_of(row, _named(row, sides, calendar)),
        links=_links(row, sides),
        under_way=_under_way(undone),
        since=since_words(row, _day_of(now)),
        first_seen=format_date(_day_of(row.first_seen_at)),
        is_late=_is_late(row.since, now),
        owner=row.owner.name if row.owner else "",
        is_mine=row.owner_id is not None and row.owner_id == acting,
        dismissed=_dismissed(row) if is_dismissed else "",
        back=f"porque os fatos mudaram. {_dismissed(row)}" if row.is_back else "",
        step=next(iter(steps), None),
        others=steps[1:],
        may_mend=mends(actor, row.operator_id),
        may_take=mends(actor, row.operator_id) and (row.owner_id is None or may_hand_out),
        may_hand_out=may_hand_out,
    )


def _title(row: Divergence) -> str:
    if row.provider is not None:
        return row.provider.display_name
    return (row.case.dentist_name if row.case else None) or "Sem nome"


def _title_url(row: Divergence) -> str:
    if row.provider is not None:
        return address_of("provider", row.provider.pk)
    return address_of("case-page", row.case.pk) if row.case else ""


def _place(row: Divergence) -> str:
    place = row.provider.municipality if row.provider else None
    if place is not None:
        return str(place)
    return "/".join(part for part in (row.case.city, row.case.city_state) if part) if row.case else ""


def _named(row: Divergence, sides: Sides, calendar: BusinessCalendar) -> Named:
    due = None
    if row.kind == Kind.STILL_ACTIVE:
        due = calendar.add(left_registry_on(row.facts), row.facts["days"])
    return Named(
        number=str(row.case) if row.case else "",
        due=due,
        is_linked=row.case is None or row.provider_id is None or row.case.provider_id is not None,
        dentists=sides.dentists,
    )


def _links(row: Divergence, sides: Sides) -> list[Link]:
    """The cases that the sentence speaks of."""
    if "cases" in row.facts:
        cases = [sides.cases[each] for each in row.facts["cases"] if each in sides.cases]
    else:
        cases = [row.case] if row.case else []
    return [Link(address_of("case-page", case.pk), str(case)) for case in cases]


def _under_way(cases: Sequence[Case]) -> str:
    """What is being done already, so that nobody does it twice."""
    told = []
    for case in cases:
        who = f", com {case.consultant.name}" if case.consultant else ""
        told.append(f"{case} ({case.get_state_display().lower()}{who})")
    return "; ".join(told)


def _dismissed(row: Divergence) -> str:
    who = row.dismissed_by.name if row.dismissed_by else "Vínculo"
    when = format_date(_day_of(row.dismissed_at)) if row.dismissed_at else ""
    return f"Dispensada por {who} em {when}: “{row.dismissed_reason}”"


def _day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SAO_PAULO).date()


def _is_late(since: dt.date | None, now: dt.datetime) -> bool:
    return since is not None and (_day_of(now) - since).days > LONG_AGO


def refused_words(refused: Mapping[int, str]) -> str:
    """Why some of many were left as they are, each sentence once."""
    reasons = " ".join(dict.fromkeys(refused.values()))
    many = "1 ficou como estava" if len(refused) == 1 else f"{len(refused)} ficaram como estavam"
    return f"{many}. {reasons}"
