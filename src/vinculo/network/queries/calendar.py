"""The calendar of a place at an operator, and the local holidays that people keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.business_calendar import BusinessCalendar, MonthAndDay, holidays_in
from vinculo.kernel.folding import fold
from vinculo.kernel.places import UFS, clean_uf, municipality_by_code

from ..models import LocalHoliday


def calendar_of(operator_id: int, ibge_code: str | None = None, uf: str | None = None) -> BusinessCalendar:
    """The calendar to work by with somebody in that city (or state) at that operator. One query."""
    where = _uf(ibge_code, uf)
    rows = holidays_that_hold(operator_id, ibge_code, where).values_list("month", "day", "year")
    return calendar_from(where, rows)


def holidays_of(
    operator_id: int, ibge_code: str | None, uf: str | None, years: Iterable[int]
) -> frozenset[dt.date]:
    """The local holidays in force there in these years: the city's, the state's and the operator's own."""
    calendar = calendar_of(operator_id, ibge_code, uf)
    wanted = set(years)
    once = {day for day in calendar.once if day.year in wanted}
    return holidays_in(calendar.yearly, wanted) | once


def holidays_that_hold(operator_id: int, ibge_code: str | None, uf: str | None) -> QuerySet[LocalHoliday]:
    holds = Q(operator_id=operator_id)
    if ibge_code:
        holds |= Q(municipality_id=ibge_code)
    if uf:
        holds |= Q(uf=uf)
    return LocalHoliday.objects.filter(holds, removed_at=None).order_by()


def calendar_from(uf: str | None, days: Iterable[tuple[int, int, int | None]]) -> BusinessCalendar:
    """`days` are month, day, and the year or None for every year."""
    yearly: set[MonthAndDay] = set()
    once: set[dt.date] = set()
    for month, day, year in days:
        if year is None:
            yearly.add((month, day))
        else:
            once.add(dt.date(year, month, day))
    return BusinessCalendar(uf, frozenset(yearly), frozenset(once))


@dataclass(frozen=True)
class Calendars:
    """The calendars of all places at one operator, read at once, for work on many cases."""

    operator_id: int
    _days: dict[str, list[tuple[int, int, int | None]]] = field(default_factory=dict)
    _made: dict[tuple[str | None, str | None], BusinessCalendar] = field(default_factory=dict)

    @classmethod
    def at(cls, operator_id: int) -> Calendars:
        read = cls(operator_id)
        rows = LocalHoliday.objects.filter(Q(operator_id=operator_id) | Q(operator=None), removed_at=None)
        for city, uf, month, day, year in rows.values_list("municipality_id", "uf", "month", "day", "year"):
            read._days.setdefault(city or uf, []).append((month, day, year))
        return read

    def of(self, ibge_code: str | None, uf: str | None) -> BusinessCalendar:
        where = _uf(ibge_code, uf)
        key = (ibge_code, where)
        if key not in self._made:
            places = {"", ibge_code or "", where or ""}
            days = (day for place in places for day in self._days.get(place, ()))
            self._made[key] = calendar_from(where, days)
        return self._made[key]


def _uf(ibge_code: str | None, uf: str | None) -> str | None:
    """The state of a city is the city's, whatever else was typed."""
    place = municipality_by_code(ibge_code) if ibge_code else None
    told = place.uf if place else uf
    return told if told in UFS else None


def kept_holidays(actor: Actor, operator_ids: Iterable[int], query: str = "") -> QuerySet[LocalHoliday]:
    """Those in force that this person may look after: of cities and states, and of these operators.

    `query` names a city, with or without its UF, or a UF.
    """
    own = set(operator_ids) & set(actor.operators_with(Permission.DESK_EDIT))
    rows = LocalHoliday.objects.filter(Q(operator=None) | Q(operator__in=own), removed_at=None)
    words = fold(query).split()
    if words and clean_uf(words[-1]):
        uf = clean_uf(words.pop())
        rows = rows.filter(Q(uf=uf) | Q(municipality__uf=uf))
    for word in words:
        rows = rows.filter(municipality__folded_name__contains=word)
    return rows.select_related("municipality", "operator")


def find_holiday(actor: Actor, holiday_id: int) -> LocalHoliday | None:
    """Also a removed one, so that it can be brought back."""
    own = actor.operators_with(Permission.DESK_EDIT)
    rows = LocalHoliday.objects.filter(Q(operator=None) | Q(operator__in=own), pk=holiday_id)
    return rows.select_related("municipality", "operator").first() if own else None
