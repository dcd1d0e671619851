"""Hoje as its template draws it: queues with their sentence, the team's table, links for who has no queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission, Role
from vinculo.cases.queries.today import SILENCE_BUSINESS_DAYS, Queue, QueueRow, Team, TeamRow
from vinculo.kernel.dates import format_date
from vinculo.kernel.numbers import format_count

from ..cases.list_presenters import list_address

_WEEKDAYS = (
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
    "sábado",
    "domingo",
)


@dataclass(frozen=True)
class QueueWords:
    title: str
    hint: str
    is_urgent: bool = False


_WORDS = {
    "overdue": QueueWords("Contatos atrasados", "A data do próximo contato já passou", is_urgent=True),
    "due": QueueWords("Contatos de hoje", "Combinados para hoje"),
    "returned": QueueWords("Devolvidos para você", "O supervisor devolveu a decisão", is_urgent=True),
    "to_sign": QueueWords("Decisões para assinar", "Aguardam a assinatura de um supervisor"),
    "silent": QueueWords("Em silêncio", f"Sem contato há {SILENCE_BUSINESS_DAYS} dias úteis ou mais"),
    "drafts": QueueWords("Seus rascunhos", "Ainda não abertos"),
}

_TEAM_HEADINGS = {
    "open": "Em aberto",
    "overdue": "Atrasados",
    "silent": "Em silêncio",
    "drafts": "Rascunhos",
    "decided": "A assinar",
}


@dataclass(frozen=True)
class QueueLine:
    url: str
    number: str
    name: str
    city: str
    state: str
    note: str
    tone: str


@dataclass(frozen=True)
class QueueView:
    name: str
    title: str
    hint: str
    count: str
    is_urgent: bool
    url: str
    lines: Sequence[QueueLine]
    has_more: bool


@dataclass(frozen=True)
class TeamCell:
    heading: str
    count: str
    url: str
    is_urgent: bool


@dataclass(frozen=True)
class TeamLine:
    name: str
    cells: Sequence[TeamCell]


@dataclass(frozen=True)
class Shortcut:
    label: str
    text: str
    url: str


@dataclass(frozen=True)
class TodayPage:
    date_words: str
    counters: Sequence[QueueView]
    """Every queue, those without anything too."""
    queues: Sequence[QueueView]
    """Those with something in them."""
    team_headings: Sequence[str]
    team: Sequence[TeamLine]
    shortcuts: Sequence[Shortcut]
    has_queues: bool
    has_only_sector_tasks: bool


def present_today(*, actor: Actor, today: dt.date, queues: Sequence[Queue], team: Team | None) -> TodayPage:
    works = actor.may_anywhere(Permission.CASES_WORK)
    views = [_queue(queue, today) for queue in queues] if works else []
    return TodayPage(
        date_words=f"{_WEEKDAYS[today.weekday()]}, {format_date(today)}",
        counters=views,
        queues=[view for view in views if view.lines],
        team_headings=list(_TEAM_HEADINGS.values()) if team else [],
        team=[_team_line(team, row) for row in team.rows] if team else [],
        shortcuts=_shortcuts(actor),
        has_queues=works,
        has_only_sector_tasks=_is_only_sector_member(actor),
    )


def _queue(queue: Queue, today: dt.date) -> QueueView:
    words = _WORDS[queue.name]
    return QueueView(
        name=queue.name,
        title=words.title,
        hint=words.hint,
        count=format_count(queue.count),
        is_urgent=words.is_urgent and queue.count > 0,
        url=list_address(queue.parameters),
        lines=[_line(queue.name, row, today) for row in queue.rows],
        has_more=queue.count > len(queue.rows),
    )


def _line(queue: str, row: QueueRow, today: dt.date) -> QueueLine:
    note, tone = _note(queue, row, today)
    return QueueLine(
        url=reverse("case-page", args=[row.case_id]),
        number=row.number or f"Rascunho {row.case_id}",
        name=row.name or "Sem nome",
        city="/".join(part for part in (row.city, row.city_state) if part),
        state=row.state,
        note=note,
        tone=tone,
    )


def _note(queue: str, row: QueueRow, today: dt.date) -> tuple[str, str]:
    """What the queue has to say about the case, and in which tone."""
    if queue in ("overdue", "due") and row.next_contact_on:
        days = (today - row.next_contact_on).days
        return (f"{format_date(row.next_contact_on)} · há {_days(days)}", "late") if days else ("hoje", "due")
    if queue == "silent":
        if row.last_contact_on is None:
            return "nenhum contato registrado", ""
        return f"último contato há {_days((today - row.last_contact_on).days)}", ""
    if queue == "to_sign":
        return (f"decidido por {row.decided_by}" if row.decided_by else ""), ""
    if queue == "drafts" and row.started_on:
        return f"início em {format_date(row.started_on)}", ""
    return "", ""


def _days(days: int) -> str:
    return "1 dia" if days == 1 else f"{format_count(days)} dias"


def _team_line(team: Team, row: TeamRow) -> TeamLine:
    consultant = "none" if row.consultant_id is None else str(row.consultant_id)
    return TeamLine(
        row.name,
        [
            _team_cell(name, row.counts, {**team.parameters[name], "consultant": [consultant]})
            for name in row.counts
        ],
    )


def _team_cell(name: str, counts: Mapping[str, int], parameters: Mapping[str, Sequence[str]]) -> TeamCell:
    return TeamCell(
        heading=_TEAM_HEADINGS[name],
        count=format_count(counts[name]),
        url=list_address(parameters) if counts[name] else "",
        is_urgent=name == "overdue" and counts[name] > 0,
    )


_SHORTCUTS = (
    (Permission.CASES_SEE, "Processos", "Procurar, filtrar e abrir processos", "case-list"),
    (Permission.FORMS_IMPORT, "Importar formulários", "Trazer formulários já preenchidos", "import-list"),
    (
        Permission.REGISTRY_SEE,
        "Prestadores",
        "Prestadores, dentistas e cobertura das cidades",
        "provider-list",
    ),
    (Permission.USERS_EDIT, "Administração", "Usuários, operadoras, edições e listas", "administration"),
)


def _shortcuts(actor: Actor) -> list[Shortcut]:
    """For who has no queue of cases: where their work is."""
    if actor.may_anywhere(Permission.CASES_WORK):
        return []
    return [
        Shortcut(label, text, reverse(name))
        for permission, label, text, name in _SHORTCUTS
        if actor.may_anywhere(permission)
    ]


def _is_only_sector_member(actor: Actor) -> bool:
    held = {role for roles in actor.roles.values() for role in roles}
    return held == {Role.SECTOR_MEMBER}
