"""The lists that everybody opens, before anybody has saved one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.cases.queries.filters import FilterContext, Parameters
from vinculo.cases.queries.listing import MAY_SIGN, ME
from vinculo.cases.states import OPEN_STATES, WORKED_STATES, State


@dataclass(frozen=True, slots=True)
class EverydayView:
    key: str
    name: str
    parameters: Parameters


def everyday_views(actor: Actor, context: FilterContext) -> tuple[EverydayView, ...]:
    """Those that make sense for what the actor does: one's own work, what waits, what is to be signed."""
    found = [EverydayView("all", "Todos", {})]
    if actor.may_anywhere(Permission.CASES_WORK):
        found += _of_work(context)
    if actor.may_anywhere(Permission.CASES_SIGN):
        signing = {"state": [str(State.DECIDED)], "signature": [MAY_SIGN]}
        found.append(EverydayView("to-sign", "Para assinar", signing))
    return tuple(found)


def _of_work(context: FilterContext) -> list[EverydayView]:
    mine: dict[str, Sequence[str]] = {"consultant": [ME]}
    opened = {"state": [str(state) for state in OPEN_STATES], **mine}
    worked = {"state": [str(state) for state in WORKED_STATES], **mine}
    views = [
        EverydayView("mine", "Meus abertos", opened),
        EverydayView("undated", "Sem próximo contato", {**worked, "no_next_contact": ["yes"]}),
        EverydayView("silent", "Em silêncio", {**worked, "silent": ["yes"]}),
    ]
    sectors = _sectors(context)
    if sectors:
        views.append(EverydayView("at-sector", "Aguardando setor", {**worked, "waiting_on": sectors}))
    return views


def _sectors(context: FilterContext) -> Sequence[str]:
    waited_on = (choice.value for choice in context.choices.get("waiting_on", ()))
    return [value for value in waited_on if value != Case.PROVIDER]
