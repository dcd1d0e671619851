"""Hoje as its template draws it: the day in order of need, what waits, the days ahead, the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission, Role
from vinculo.consequences.queries.duties import DutiesOwed
from vinculo.consequences.queries.tasks_owed import Owed, OwedTasks
from vinculo.desk.queries.team import NOBODY, Team, TeamRow
from vinculo.desk.queries.today import TO_SIGN, Day, DayRow, Group
from vinculo.desk.queries.week import DayAhead
from vinculo.kernel.dates import format_date
from vinculo.kernel.holiday_names import holiday_name
from vinculo.kernel.identifiers import phone
from vinculo.kernel.numbers import format_count

from ..cases.list_presenters import list_address
from ..duties.presenters import owed_duties
from ..site.addresses import address_of
from ..tasks.presenters import OwedGroup, owed_groups
from .words import GROUPS, MARKS, note_on, tone_of

WEEKDAYS = (
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
    "sábado",
    "domingo",
)

TEAM_HEADINGS: Mapping[str, str] = {
    "open": "Em aberto",
    "overdue": "Atrasados",
    "today": "Para hoje",
    "silent": "Em silêncio",
    "undated": "Sem data",
    "to_sign": "A assinar",
}

Sectors = Mapping[tuple[int, str], str]


@dataclass(frozen=True)
class Mark:
    text: str
    tone: str


@dataclass(frozen=True)
class DayLine:
    """`phone` and `call_url` are empty where there is no number, or it may not be seen."""

    case_id: int
    url: str
    number: str
    name: str
    city: str
    note: str
    tone: str
    marks: Sequence[Mark]
    phone: str
    call_url: str
    may_set_next: bool
    next_words: str


@dataclass(frozen=True)
class GroupView:
    name: str
    title: str
    hint: str
    count: str
    is_urgent: bool
    url: str
    lines: Sequence[DayLine]
    has_more: bool


@dataclass(frozen=True)
class DayBar:
    """`top` and `height` of the bar, in a drawing 40 high."""

    weekday: str
    date: str
    words: str
    count: int
    url: str
    off: str
    """Why nobody works on that day; empty for a business day."""
    top: float
    height: float


@dataclass(frozen=True)
class TeamCell:
    heading: str
    count: str
    url: str
    is_urgent: bool


@dataclass(frozen=True)
class TeamLine:
    name: str
    absence: str
    cells: Sequence[TeamCell]


@dataclass(frozen=True)
class Shortcut:
    label: str
    text: str
    url: str


@dataclass(frozen=True)
class TodayPage:
    date_words: str
    summary: str
    groups: Sequence[GroupView]
    """Those with something in them."""
    waiting: GroupView | None
    days_ahead: Sequence[DayBar]
    has_days_ahead: bool
    is_newcomer: bool
    """Has no case at all, now or in the days ahead."""
    distributes: bool
    """Has a team, which is read after the page is there."""
    shortcuts: Sequence[Shortcut]
    has_day: bool
    has_only_sector_tasks: bool
    tasks: Sequence[OwedGroup] = ()


def present_today(
    *,
    actor: Actor,
    today: dt.date,
    day: Day,
    ahead: Sequence[DayAhead],
    sectors: Sectors,
    has_cases: bool,
    tasks: Mapping[Owed, OwedTasks],
    duties: tuple[DutiesOwed, DutiesOwed],
) -> TodayPage:
    works = actor.may_anywhere(Permission.CASES_WORK)
    groups = [_group(group, today, actor, sectors) for group in day.owed if group.rows] if works else []
    waiting = _group(day.waiting, today, actor, sectors) if works and day.waiting else None
    return TodayPage(
        date_words=f"{WEEKDAYS[today.weekday()]}, {format_date(today)}",
        summary=_summary(day),
        groups=groups,
        waiting=waiting if waiting and waiting.lines else None,
        days_ahead=_bars(ahead) if works else [],
        has_days_ahead=any(each.count for each in ahead),
        is_newcomer=works and not has_cases,
        distributes=actor.may_anywhere(Permission.CASES_REASSIGN),
        shortcuts=_shortcuts(actor),
        has_day=works,
        has_only_sector_tasks=_is_only_sector_member(actor),
        tasks=[*owed_groups(tasks, actor, today), *owed_duties(*duties, actor, today)],
    )


def _summary(day: Day) -> str:
    if not day.owed_count:
        return ""
    owed = "1 processo pede" if day.owed_count == 1 else f"{format_count(day.owed_count)} processos pedem"
    return f"{owed} a sua atenção"


def _group(group: Group, today: dt.date, actor: Actor, sectors: Sectors) -> GroupView:
    words = GROUPS[group.name]
    return GroupView(
        name=group.name,
        title=words.title,
        hint=words.hint,
        count=format_count(group.count),
        is_urgent=words.is_urgent,
        url=list_address(group.parameters),
        lines=[_line(group.name, row, today, actor, sectors) for row in group.rows],
        has_more=group.count > len(group.rows),
    )


def _line(group: str, row: DayRow, today: dt.date, actor: Actor, sectors: Sectors) -> DayLine:
    sees_phone = actor.may(Permission.PERSONAL_DATA_SEE, row.operator_id)
    digits = phone.clean(row.phone) if row.phone and sees_phone else None
    return DayLine(
        case_id=row.case_id,
        url=address_of("case-page", row.case_id),
        number=row.number or f"Rascunho {row.case_id}",
        name=row.name or "Sem nome",
        city="/".join(part for part in (row.city, row.city_state) if part),
        note=note_on(group, row, today, sectors),
        tone=tone_of(group),
        marks=[Mark(*MARKS[need]) for need in row.also],
        phone=phone.formatted(digits) if digits else "",
        call_url=f"tel:+55{digits}" if digits else "",
        may_set_next=group != TO_SIGN and actor.may(Permission.CASES_WORK, row.operator_id),
        next_words="Remarcar" if row.next_contact_on else "Marcar",
    )


def _bars(ahead: Sequence[DayAhead]) -> list[DayBar]:
    most = max((each.count for each in ahead), default=0) or 1
    return [_bar(each, most) for each in ahead]


def _bar(each: DayAhead, most: int) -> DayBar:
    height = round(36 * each.count / most, 1)
    weekday = WEEKDAYS[each.day.weekday()]
    return DayBar(
        weekday=weekday[:3],
        date=f"{each.day:%d/%m}",
        words=f"{weekday}, {format_date(each.day)}",
        off="" if each.is_business_day else holiday_name(each.day) or "não é dia útil",
        count=each.count,
        url=list_address(each.parameters) if each.count else "",
        top=40 - height,
        height=height,
    )


def team_lines(team: Team) -> list[TeamLine]:
    """The address of each column is written once, and each line's consultant added to it."""
    addresses = {name: list_address({**asked, "consultant": [""]}) for name, asked in team.parameters.items()}
    return [_team_line(row, addresses) for row in team.rows]


def _team_line(row: TeamRow, addresses: Mapping[str, str]) -> TeamLine:
    consultant = NOBODY if row.consultant_id is None else str(row.consultant_id)
    return TeamLine(
        row.name,
        f"ausente até {format_date(row.absent_until)}" if row.absent_until else "",
        [
            TeamCell(
                heading=TEAM_HEADINGS[name],
                count=format_count(count),
                url=addresses[name] + consultant if count else "",
                is_urgent=name == "overdue" and count > 0,
            )
            for name, count in row.counts.items()
        ],
    )


def unassigned_words(team: Team) -> str:
    """What is said of open cases that nobody has; empty where there are none."""
    number = next((row.load for row in team.rows if row.consultant_id is None), 0)
    if not number:
        return ""
    return "1 processo sem consultor" if number == 1 else f"{format_count(number)} processos sem consultor"


def divergences_words(count: int) -> str:
    """What is said of the registry and the cases; empty where they agree."""
    if not count:
        return ""
    return (
        "1 divergência com o cadastro" if count == 1 else f"{format_count(count)} divergências com o cadastro"
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
    (
        Permission.REGISTRY_SYNC,
        "Sincronização",
        "Ler o cadastro do sistema da operadora",
        "sync-list",
    ),
    (
        Permission.USERS_EDIT,
        "Administração",
        "Usuários, operadoras, edições do formulário, prazos, setores e feriados",
        "administration",
    ),
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
