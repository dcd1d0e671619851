"""The list by state, as its template draws it: a column for each state, a card for each case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case
from vinculo.cases.queries.board import BoardColumn, board
from vinculo.cases.queries.filters import FilterContext
from vinculo.cases.queries.listing import COUNTED_UP_TO
from vinculo.cases.states import CASE_TRANSITIONS, DONE_BY_OTHER_ACTIONS, CaseAction, State
from vinculo.kernel.dates import format_date
from vinculo.kernel.numbers import format_count

from ..site.addresses import address_of
from .list_addresses import Addresses
from .list_asked import Asked
from .list_rows import case_name, case_number, lateness
from .next_step import label_of


@dataclass(frozen=True)
class Move:
    """A transition that the card's person may ask for; the guards answer when it is asked."""

    action: str
    label: str
    needs_reason: bool
    whom: Sequence[tuple[str, str]] = ()
    """Whom the case may wait for."""


@dataclass(frozen=True)
class Card:
    case_id: int
    url: str
    move_url: str
    number: str
    name: str
    place: str
    consultant: str
    next_contact: str
    lateness: str
    tone: str
    moves: Sequence[Move]


@dataclass(frozen=True)
class StateColumn:
    state: str
    label: str
    total: str
    cards: Sequence[Card]
    more_url: str
    """The list of this state, where the board shows only the first."""


@dataclass(frozen=True)
class BoardView:
    columns: Sequence[StateColumn]
    total: int | None


def present_board(actor: Actor, asked: Asked, addresses: Addresses) -> BoardView:
    columns = board(actor, asked.listing)
    asked_states = set(asked.listing.parameters.get("state", ()))
    shown = [column for column in columns if not asked_states or column.state in asked_states]
    totals = [column.total for column in columns]
    return BoardView(
        [_column(column, actor, asked.context, addresses.with_state) for column in shown],
        None if None in totals else sum(total for total in totals if total is not None),
    )


def _column(
    column: BoardColumn, actor: Actor, context: FilterContext, with_state: Callable[[str], str]
) -> StateColumn:
    total = f"mais de {format_count(COUNTED_UP_TO)}" if column.total is None else format_count(column.total)
    has_more = column.total is None or column.total > len(column.rows)
    return StateColumn(
        state=column.state.value,
        label=column.state.label,
        total=total,
        cards=[_card(case, actor, context) for case in column.rows],
        more_url=with_state(column.state.value) if has_more else "",
    )


def _card(case: Case, actor: Actor, context: FilterContext) -> Card:
    late, tone = lateness(case, context.today)
    is_due = case.next_contact_on is not None and case.is_open
    return Card(
        case_id=case.pk,
        url=address_of("case-page", case.pk),
        move_url=address_of("board-move", case.pk),
        number=case_number(case),
        name=case_name(case),
        place="/".join(part for part in (case.city, case.city_state) if part),
        consultant=case.consultant.short_name if case.consultant else "Sem consultor",
        next_contact=format_date(case.next_contact_on) if is_due and case.next_contact_on else "",
        lateness=late,
        tone=tone,
        moves=_moves(case, actor, context),
    )


def _moves(case: Case, actor: Actor, context: FilterContext) -> list[Move]:
    whom = [
        (choice.value, choice.label)
        for choice in context.choices.get("waiting_on", ())
        if choice.value != case.waiting_on
    ]
    return [
        Move(
            row.action,
            label_of(case, CaseAction(row.action)),
            row.needs_reason,
            whom if row.action == CaseAction.WAIT else (),
        )
        for row in CASE_TRANSITIONS.leaving(State(case.state))
        if row.action not in DONE_BY_OTHER_ACTIONS and actor.may(row.permission, case.operator_id)
    ]
