"""The morning's e-mail: what Hoje would show, in few lines, with links. No CPF, no telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import active_user
from vinculo.cases.queries.needs import Need
from vinculo.consequences.queries.sector_tasks import TaskRow
from vinculo.consequences.queries.tasks_owed import Owed, OwedTasks, tasks_owed
from vinculo.desk.actions.digests import sending
from vinculo.desk.queries.today import TO_SIGN, Day, DayRow, Group, day_of
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.numbers import format_count
from vinculo.outbox.handlers import NoUseTrying
from vinculo.outbox.models import OutboxRow

from ..cases.list_presenters import list_address
from ..tasks.presenters import SHELF_OF, queue_address, task_lines
from ..tasks.words import OWED_TITLES
from .digest_lines import DigestLine, digest_lines
from .presenters import WEEKDAYS
from .words import GROUPS, note_on

CASES_TOLD = 5
"""Of each group; the rest is behind its link."""

_TASK_WORDS = (
    (Owed.ANSWER, "tarefa para responder", "tarefas para responder"),
    (Owed.ACCEPT, "resposta de setor", "respostas de setores"),
    (Owed.LATE, "setor em atraso", "tarefas de setores em atraso"),
)
_TOLD_BY_NUMBER = (Need.DRAFT, Need.UNDATED, Need.NEW)


@dataclass(frozen=True)
class DigestCase:
    name: str
    note: str
    url: str


@dataclass(frozen=True)
class DigestGroup:
    title: str
    count: str
    url: str
    cases: Sequence[DigestCase]
    more: int


@dataclass(frozen=True)
class Digest:
    """What there is to say to a person on a day."""

    first_name: str
    date_words: str
    summary: str
    groups: Sequence[DigestGroup]
    lines: Sequence[DigestLine]
    today_url: str
    account_url: str

    @property
    def subject(self) -> str:
        return f"Hoje no Vínculo: {self.summary}"


def digest_for(user: User, today: dt.date) -> Digest | None:
    """None where nothing is owed: then no e-mail is sent."""
    actor = Actor.for_user(user)
    day = day_of(actor, today, shown=CASES_TOLD)
    owed = tasks_owed(actor, today, shown=CASES_TOLD)
    lines = digest_lines(actor, today)
    if not (day.owed_count or owed or lines):
        return None
    return Digest(
        first_name=user.name.split()[0],
        date_words=f"{WEEKDAYS[today.weekday()]}, {format_date(today)}",
        summary=_summary(day, owed, lines),
        groups=[
            *(_group(group, actor, today) for group in day.owed if group.count),
            *(_tasks(name, tasks, actor, today) for name, tasks in owed.items()),
        ],
        lines=lines,
        today_url=settings.SITE_URL + reverse("today"),
        account_url=settings.SITE_URL + reverse("account") + "#digest",
    )


def _summary(day: Day, owed: Mapping[Owed, OwedTasks], lines: Sequence[DigestLine]) -> str:
    """Only what presses: "3 atrasados, 2 para hoje"; else how many there are in all."""
    words = (
        (TO_SIGN, "a assinar", "a assinar"),
        (Need.RETURNED, "devolvido", "devolvidos"),
        (Need.OVERDUE, "atrasado", "atrasados"),
        (Need.TODAY, "para hoje", "para hoje"),
    )
    told = []
    for name, one, many in words:
        group = day.named(name)
        if group and group.count:
            told.append(f"{format_count(group.count)} {one if group.count == 1 else many}")
    for owed_name, one, many in _TASK_WORDS:
        number = owed[owed_name].count if owed_name in owed else 0
        if number:
            told.append(f"{format_count(number)} {one if number == 1 else many}")
    told += [line.short for line in lines]
    if told:
        return ", ".join(told)
    number = day.owed_count
    return "1 processo pede atenção" if number == 1 else f"{format_count(number)} processos pedem atenção"


def _group(group: Group, actor: Actor, today: dt.date) -> DigestGroup:
    rows = () if group.name in _TOLD_BY_NUMBER else group.rows
    return DigestGroup(
        title=GROUPS[group.name].title,
        count=format_count(group.count),
        url=settings.SITE_URL + list_address(group.parameters),
        cases=[_case(group.name, row, actor, today) for row in rows],
        more=group.count - len(rows) if rows else 0,
    )


def _tasks(name: Owed, tasks: OwedTasks, actor: Actor, today: dt.date) -> DigestGroup:
    """The same as of cases: a name goes only to who may see personal data."""
    lines = task_lines(tasks.rows, actor, today)
    return DigestGroup(
        title=OWED_TITLES[name][0],
        count=format_count(tasks.count),
        url=settings.SITE_URL + queue_address(SHELF_OF[name]),
        cases=[
            DigestCase(
                name=f"{line.name} ({line.second})" if _may_name(row, actor) else line.second,
                note=line.due or "respondida",
                url=settings.SITE_URL + line.url,
            )
            for row, line in zip(tasks.rows, lines, strict=True)
        ],
        more=tasks.count - len(lines),
    )


def _may_name(row: TaskRow, actor: Actor) -> bool:
    return actor.may(Permission.PERSONAL_DATA_SEE, row.operator_id)


def _case(group: str, row: DayRow, actor: Actor, today: dt.date) -> DigestCase:
    """A name goes only to who may see personal data; to others the number says enough."""
    number = row.number or f"Rascunho {row.case_id}"
    named = row.name if actor.may(Permission.PERSONAL_DATA_SEE, row.operator_id) else None
    return DigestCase(
        name=f"{named} ({number})" if named else number,
        note=note_on(group, row, today, {}),
        url=settings.SITE_URL + reverse("case-page", args=[row.case_id]),
    )


def send_digest(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler: at most one e-mail a day to a person, whatever happened to workers.

    A worker that dies between the mail server's yes and the commit sends it again under the same
    Message-ID, which mail programs show once.

    Raises:
        NoUseTrying: the account is gone, or does not want it any more, or the day is over.
    """
    user, day = active_user(row.payload["user"]), dt.date.fromisoformat(row.payload["day"])
    if user is None or not user.wants_digest:
        raise NoUseTrying("nobody wants this digest any more")
    if now.astimezone(SAO_PAULO).date() != day:
        raise NoUseTrying("the day is over")
    with sending(user=user, day=day, now=now) as held:
        letter = letter_for(user, day) if held is not None else None
        if letter is not None:
            letter.send()


def letter_for(user: User, day: dt.date) -> EmailMultiAlternatives | None:
    """The e-mail as it would go out; None where there is nothing to say."""
    digest = digest_for(user, day)
    return _letter(user, digest, day) if digest else None


def _letter(user: User, digest: Digest, day: dt.date) -> EmailMultiAlternatives:
    context: dict[str, Any] = {"digest": digest}
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    message = EmailMultiAlternatives(
        subject=digest.subject,
        body=render_to_string("emails/digest.txt", context).strip() + "\n",
        to=[user.email],
        headers={
            "Message-ID": f"<digest-{day.isoformat()}-{user.pk}@{domain}>",
            "List-Unsubscribe": f"<{digest.account_url}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("emails/digest.html", context), "text/html")
    return message
