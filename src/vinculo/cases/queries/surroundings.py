"""A case with what its page says of the provider's telephones and the place's holidays: one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from vinculo.accounts.actor import Actor
from vinculo.network.models import ContactPerson, ProviderPhone
from vinculo.network.queries.calendar import calendar_from, holidays_that_hold
from vinculo.network.queries.phones import KnownPhone, phones_in_order

from ..models import Case
from ..next_contact_picks import NamedCalendar
from .case_records import cases_with_people
from .clock import with_clock


@dataclass(frozen=True)
class Surroundings:
    """What the registry knows around a case. Without a linked provider there are no telephones."""

    phones: tuple[KnownPhone, ...]
    place: NamedCalendar


def find_case_with_surroundings(actor: Actor, case_id: int) -> tuple[Case, Surroundings] | None:
    persons = ContactPerson.objects.visible_to(actor).filter(
        provider_id=OuterRef("provider_id"), is_active=True
    )
    noted = ProviderPhone.objects.visible_to(actor).filter(
        provider_id=OuterRef("provider_id"), dismissed_at=None
    )
    holidays: Any = holidays_that_hold(
        OuterRef("operator_id"),  # type: ignore[arg-type]
        OuterRef("municipality_id"),  # type: ignore[arg-type]
        OuterRef("city_state"),  # type: ignore[arg-type]
    )
    rows = with_clock(cases_with_people(actor)).annotate(
        persons_json=ArraySubquery(persons.values(each=JSONObject(n="name", f="function", p="phones"))),
        noted_json=ArraySubquery(
            noted.values(each=JSONObject(i="pk", p="digits", c="found_in", on="last_answered_on"))
        ),
        holidays_json=ArraySubquery(holidays.values(each=JSONObject(m="month", d="day", y="year", n="name"))),
    )
    case = rows.filter(pk=case_id).first()
    if case is None:
        return None
    read: Mapping[str, Any] = vars(case)
    return case, Surroundings(
        phones=tuple(phones_in_order(_told(read["persons_json"], read["noted_json"]))),
        place=_place(case, read["holidays_json"]),
    )


def _told(persons: list[dict[str, Any]], noted: list[dict[str, Any]]) -> list[KnownPhone]:
    of_persons = [
        KnownPhone(digits, f"{person['n']} ({person['f']})" if person["f"] else person["n"])
        for person in persons
        for digits in person["p"]
    ]
    return [
        *of_persons,
        *(
            KnownPhone(
                row["p"], "", row["i"], row["c"], dt.date.fromisoformat(row["on"]) if row["on"] else None
            )
            for row in noted
        ),
    ]


def _place(case: Case, holidays: list[dict[str, Any]]) -> NamedCalendar:
    uf = case.municipality.uf if case.municipality else case.city_state
    calendar = calendar_from(uf or None, ((row["m"], row["d"], row["y"]) for row in holidays))
    names: dict[dt.date | tuple[int, int], str] = {
        (dt.date(row["y"], row["m"], row["d"]) if row["y"] else (row["m"], row["d"])): row["n"]
        for row in holidays
    }
    return NamedCalendar(calendar, names)
