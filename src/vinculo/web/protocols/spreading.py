"""To whom the cases go that requests become: who is at the screen, one person, in turn, or by city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import users_who_may
from vinculo.consequences.models import IncomingRequest
from vinculo.desk.distribution import spread_by_city, spread_evenly
from vinculo.desk.queries.city_consultants import consultants_by_city
from vinculo.desk.queries.team import candidates_at
from vinculo.kernel.folding import fold


class Spread(StrEnum):
    """The ways to distribute; the values are those of the form."""

    MINE = "mine"
    IN_TURN = "in-turn"
    BY_CITY = "by-city"


def consultants_for(
    requests: Sequence[IncomingRequest], way: str, actor: Actor, today: dt.date
) -> dict[int, User | None]:
    """By request; None is the actor. `way` is a `Spread` or the id of a person.

    Where the actor distributes no cases, they are the actor's own.
    """
    found: dict[int, User | None] = {}
    for operator_id in dict.fromkeys(request.operator_id for request in requests):
        there = [request for request in requests if request.operator_id == operator_id]
        plan = _plan(there, operator_id, way, actor, today)
        people = users_who_may(Permission.CASES_WORK, operator_id).in_bulk(set(plan.values()))
        found |= {request.pk: people.get(plan.get(request.pk, 0)) for request in there}
    return found


def _plan(
    requests: Sequence[IncomingRequest], operator_id: int, way: str, actor: Actor, today: dt.date
) -> dict[int, int]:
    candidates = candidates_at(actor, operator_id, today)
    if not candidates or way == Spread.MINE:
        return {}
    if way not in (Spread.IN_TURN, Spread.BY_CITY):
        return {request.pk: int(way) for request in requests if way.isdecimal()}
    loads = {
        each.user_id: each.load for each in candidates if each.absent_until is None and not each.distributes
    }
    if way == Spread.IN_TURN:
        return spread_evenly([request.pk for request in requests], loads)
    cities = {request.pk: city_of(request) for request in requests}
    return spread_by_city(cities, consultants_by_city(actor, operator_id, set(cities.values())), loads)


def city_of(request: IncomingRequest) -> str:
    """The folded name of the provider's city, or of the one that was told."""
    municipality = request.provider.municipality if request.provider else None
    return fold(municipality.name if municipality else request.city)
