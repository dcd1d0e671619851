"""Holidays of a city, a state or an operator: added, removed and brought back.

A city's holiday is a public fact: who looks after the desk of any operator keeps it for all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from vinculo.accounts.actions.refusals import FieldRefusal
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.places import UFS
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.actions import plan

from ..models import LocalHoliday, Municipality

CALENDAR_CHANGED = "network.calendar_changed"
"""The outbox kind that tells what reckons with days: `operator`, `municipality` or `uf` in the payload."""

FIRST_YEAR, LAST_YEAR = 2000, 2099


class UnableToSaveHoliday(FieldRefusal):
    """The day does not exist, the name is missing, or the place is none or several."""


@dataclass(frozen=True, slots=True)
class HolidayPlace:
    """Exactly one of them: where the holiday holds."""

    municipality: Municipality | None = None
    uf: str = ""
    operator: Operator | None = None

    def columns(self) -> Mapping[str, Any]:
        return {"municipality": self.municipality, "uf": self.uf, "operator": self.operator}


@transaction.atomic
def add_local_holiday(
    *,
    place: HolidayPlace,
    month: int,
    day: int,
    year: int | None,
    name: str,
    actor: Actor,
    now: dt.datetime,
) -> LocalHoliday:
    """A day off every year, or in `year` alone. One that was removed is brought back, with the name given.

    Raises:
        NotPermitted: the actor does not look after that operator's desk (after any, for a city or state).
        UnableToSaveHoliday: see there, or the day is in the list already.
    """
    _require(actor, place.operator)
    told = " ".join(name.split())
    remarks = holiday_remarks(place, month, day, year, told)
    if remarks:
        raise UnableToSaveHoliday.beside(remarks)
    same_day = {**place.columns(), "month": month, "day": day, "year": year}
    holiday, is_new = LocalHoliday.objects.select_for_update(of=("self",)).get_or_create(
        **same_day, defaults={"name": told}
    )
    if not is_new and holiday.removed_at is None:
        raise UnableToSaveHoliday.beside({"on": f"Este dia já está na lista, como “{holiday.name}”."})
    if not is_new:
        holiday.name, holiday.removed_at = told, None
        holiday.save(update_fields=["name", "removed_at"])
    _tell(holiday, "holiday.added", actor, now)
    return holiday


def remove_local_holiday(*, holiday: LocalHoliday, actor: Actor, now: dt.datetime) -> LocalHoliday:
    """Takes a day out of the calendar; `restore_local_holiday` undoes it. Twice is once."""
    return _put_removed(holiday, now, "holiday.removed", actor, now)


def restore_local_holiday(*, holiday: LocalHoliday, actor: Actor, now: dt.datetime) -> LocalHoliday:
    """Brings a removed day back. Twice is once."""
    return _put_removed(holiday, None, "holiday.restored", actor, now)


@transaction.atomic
def _put_removed(
    holiday: LocalHoliday, removed_at: dt.datetime | None, action: str, actor: Actor, now: dt.datetime
) -> LocalHoliday:
    rows = LocalHoliday.objects.select_for_update(of=("self",)).select_related("operator")
    locked = rows.get(pk=holiday.pk)
    _require(actor, locked.operator)
    if (locked.removed_at is None) != (removed_at is None):
        locked.removed_at = removed_at
        locked.save(update_fields=["removed_at"])
        _tell(locked, action, actor, now)
    return locked


def holiday_remarks(
    place: HolidayPlace, month: int, day: int, year: int | None, name: str
) -> Mapping[str, str]:
    """All that keeps a day from the list, by field."""
    remarks: dict[str, str] = {}
    if [place.municipality is None, not place.uf, place.operator is None].count(False) != 1:
        remarks["place"] = "Diga onde o feriado vale: um município, uma UF ou a operadora."
    elif place.uf and place.uf not in UFS:
        remarks["place"] = f"“{place.uf[:4]}” não é uma UF. Use a sigla do estado, como SP."
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        remarks["on"] = f"O ano vai de {FIRST_YEAR} a {LAST_YEAR}."
    elif (month, day) == (2, 29) and year is None:
        remarks["on"] = "29/02 só existe em ano bissexto. Escreva também o ano."
    elif not _exists(year if year is not None else FIRST_YEAR, month, day):
        remarks["on"] = f"O dia {day:02}/{month:02}{f'/{year}' if year else ''} não existe."
    if not name:
        remarks["name"] = "Dê um nome ao feriado, como “Aniversário da cidade”."
    elif len(name) > 120:
        remarks["name"] = "O nome pode ter até 120 caracteres."
    return remarks


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _require(actor: Actor, operator: Operator | None) -> None:
    if operator is not None:
        actor.require(Permission.DESK_EDIT, operator.pk)
    elif not actor.may_anywhere(Permission.DESK_EDIT):
        raise NotPermitted


def _tell(holiday: LocalHoliday, action: str, actor: Actor, now: dt.datetime) -> None:
    """The log of each operator whose desk the actor looks after, and what reckons with days."""
    own = (holiday.operator_id,) if holiday.operator_id else actor.operators_with(Permission.DESK_EDIT)
    for operator_id in own:
        record_audit(
            actor=actor,
            operator_id=operator_id,
            action=action,
            subject_kind="holiday",
            subject_id=holiday.pk,
            now=now,
            detail={"month": holiday.month, "day": holiday.day, "year": holiday.year},
        )
    payload = {
        "operator": holiday.operator_id,
        "municipality": holiday.municipality_id,
        "uf": holiday.uf or None,
    }
    plan(kind=CALENDAR_CHANGED, payload=payload, now=now)
