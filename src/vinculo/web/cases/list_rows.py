"""The rows of the list: a cell for each column that somebody chose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.cases.queries.columns import (
    COLUMN_OF_KEY,
    DEFAULT_KEYS,
    ColumnKind,
    ListColumn,
    chosen_columns,
    text_of,
)
from vinculo.cases.queries.filters import FilterContext
from vinculo.cases.queries.needs import last_business_day_before
from vinculo.cases.queries.note_excerpts import Excerpt
from vinculo.cases.states import OPEN_STATES, State
from vinculo.kernel.identifiers import cpf, cro
from vinculo.kernel.numbers import format_count
from vinculo.web.site.addresses import address_of

LONGEST_NOTE = 140
NUMBER = "number"


@dataclass(frozen=True)
class Cell:
    """`second` is a softer line below; `tone` colours it. An empty cell is left out of a phone's card."""

    key: str
    label: str
    text: str
    second: str = ""
    tone: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Row:
    case_id: int
    url: str
    number: str
    cells: Sequence[Cell]
    state: str
    is_history: bool
    excerpt: Excerpt | None
    """Where the searched words stand in the notes, when nothing else in the row shows them."""


def shown_columns(keys: Sequence[str], actor: Actor) -> tuple[ListColumn, ...]:
    """The columns of these keys, led by the number, which opens the case."""
    sees = actor.may_anywhere(Permission.PERSONAL_DATA_SEE)
    chosen = chosen_columns(keys or DEFAULT_KEYS, sees_personal_data=sees)
    return (COLUMN_OF_KEY[NUMBER], *(column for column in chosen if column.key != NUMBER))


def case_row(
    case: Case,
    columns: Sequence[ListColumn],
    actor: Actor,
    context: FilterContext,
    excerpt: Excerpt | None = None,
) -> Row:
    return Row(
        case_id=case.pk,
        url=address_of("case-page", case.pk),
        number=case_number(case),
        cells=[_cell(column, case, actor, context) for column in columns if column.key != NUMBER],
        state=case.state,
        is_history=case.is_history,
        excerpt=excerpt,
    )


def case_number(case: Case) -> str:
    return case.number or f"Rascunho {case.pk}"


def case_name(case: Case) -> str:
    return case.dentist_name or "Sem nome"


def _cell(column: ListColumn, case: Case, actor: Actor, context: FilterContext) -> Cell:
    drawn = _DRAWN.get(column.key)
    if drawn is not None:
        return drawn(column, case, context)
    text = text_of(column, case, context.choices)
    if text and column.personal and not actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
        text = cpf.masked(text)
    if column.kind is ColumnKind.NOTE and len(text) > LONGEST_NOTE:
        text = text[:LONGEST_NOTE].rsplit(" ", 1)[0] + "…"
    return Cell(column.key, column.label, text, kind=str(column.kind))


def _name(column: ListColumn, case: Case, context: FilterContext) -> Cell:
    registration = cro.formatted(case.cro, case.cro_state) if case.cro else ""
    return Cell(column.key, column.label, case_name(case), registration)


def _city(column: ListColumn, case: Case, context: FilterContext) -> Cell:
    place = "/".join(part for part in (case.city, case.city_state) if part)
    return Cell(column.key, column.label, place)


def _state(column: ListColumn, case: Case, context: FilterContext) -> Cell:
    return Cell(column.key, column.label, case.get_state_display(), kind="state")


def _started(column: ListColumn, case: Case, context: FilterContext) -> Cell:
    return Cell(column.key, column.label, text_of(column, case, {}), _days(case, context.today), kind="day")


def _next_contact(column: ListColumn, case: Case, context: FilterContext) -> Cell:
    return Cell(
        column.key, column.label, text_of(column, case, {}), *lateness(case, context.today), kind="day"
    )


def _consultant(column: ListColumn, case: Case, context: FilterContext) -> Cell:
    return Cell(column.key, column.label, case.consultant.short_name if case.consultant else "")


_DRAWN: Mapping[str, Callable[[ListColumn, Case, FilterContext], Cell]] = {
    "name": _name,
    "city": _city,
    "state": _state,
    "started_on": _started,
    "next_contact_on": _next_contact,
    "consultant": _consultant,
}


def _days(case: Case, today: dt.date) -> str:
    """How long it took, or has been taking."""
    if case.state == State.CANCELLED:
        return ""
    days = case.duration_days() if case.ended_on else case.days_open(today)
    return "" if days is None else _counted_days(days)


def lateness(case: Case, today: dt.date) -> tuple[str, str]:
    """What is to be said of the next contact, and in which tone. Late on the days on which Hoje says so."""
    agreed = case.next_contact_on
    if agreed is None or case.state not in OPEN_STATES:
        return "", ""
    if agreed <= last_business_day_before(today):
        return f"atrasado {_counted_days((today - agreed).days)}", "late"
    return ("hoje", "due") if agreed <= today else ("", "")


def _counted_days(days: int) -> str:
    return f"{format_count(days)} {'dia' if days == 1 else 'dias'}"
