"""A case with what its page says of the provider, its telephones and the place's holidays: one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from vinculo.accounts.actor import Actor
from vinculo.accounts.prepared_for import prepared_for
from vinculo.network.models import ContactPerson, ProviderPhone
from vinculo.network.queries.calendar import calendar_from, holidays_that_hold
from vinculo.network.queries.council import CouncilCheck, council_json, read_council
from vinculo.network.queries.head_today import RegistryRow, read_registry_row, registry_json
from vinculo.network.queries.phones import KnownPhone, phones_in_order

from ..models import Case, CaseDentist
from ..next_contact_picks import NamedCalendar
from .case_records import cases_with_people
from .clock import with_clock


@dataclass(frozen=True, slots=True)
class FurtherCro:
    number: str
    uf: str
    council: CouncilCheck | None


@dataclass(frozen=True)
class Surroundings:
    """What the registry knows around a case. Without a linked provider there are no telephones, and no
    `registry`, the row of today. `council`: somebody has looked up the CRO of the head; `further_cros`, those
    of the continuation sheet, each with who did.
    """

    phones: tuple[KnownPhone, ...]
    place: NamedCalendar
    registry: RegistryRow | None = None
    council: CouncilCheck | None = None
    further_cros: tuple[FurtherCro, ...] = ()


def find_case_with_surroundings(actor: Actor, case_id: int) -> tuple[Case, Surroundings] | None:
    case = next(iter(_whole_case(actor, case_id)), None)
    if case is None:
        return None
    read: Mapping[str, Any] = vars(case)
    return case, Surroundings(
        phones=tuple(phones_in_order(_told(read["persons_json"], read["noted_json"]))),
        place=_place(case, read["holidays_json"]),
        registry=read_registry_row(read["registry_json"]),
        council=read_council(read["council_json"]),
        further_cros=tuple(
            FurtherCro(number, uf or "", read_council(check))
            for number, uf, check in read["further_cros_json"]
        ),
    )


@prepared_for
def _whole_case(actor: Actor, case_id: int) -> QuerySet[Case]:
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
        persons_json=ArraySubquery(persons.values(each=_row("name", "function", "phones"))),
        noted_json=ArraySubquery(noted.values(each=_row("id", "digits", "found_in", "last_answered_on"))),
        council_json=council_json(
            actor, operator=OuterRef("operator_id"), number=OuterRef("cro"), uf=OuterRef("cro_state")
        ),
        further_cros_json=ArraySubquery(_further_cros(actor)),
        registry_json=registry_json(actor, OuterRef("provider_id")),
        holidays_json=ArraySubquery(holidays.values(each=_row("month", "day", "year", "name"))),
    )
    return rows.filter(pk=case_id).order_by()


def _further_cros(actor: Actor) -> QuerySet[CaseDentist, Any]:
    """Those of the continuation sheet in its order, each with who looked it up at the council."""
    rows = CaseDentist.objects.filter(case_id=OuterRef("pk"), removed_at=None, cro__gt="")
    check = council_json(
        actor, operator=OuterRef("case__operator_id"), number=OuterRef("cro"), uf=OuterRef("cro_state")
    )
    return rows.order_by("position").values(each=_row("cro", "cro_state", check))


def _row(*columns: str | Combinable) -> Func:
    """A row as one value. Objects with keys would take longer to be said than to be read."""
    return Func(*columns, function="JSONB_BUILD_ARRAY", output_field=JSONField())


def _told(persons: list[list[Any]], noted: list[list[Any]]) -> list[KnownPhone]:
    of_persons = [
        KnownPhone(digits, f"{name} ({function})" if function else name)
        for name, function, phones in persons
        for digits in phones
    ]
    return [
        *of_persons,
        *(
            KnownPhone(digits, "", noted_id, found_in, dt.date.fromisoformat(answered) if answered else None)
            for noted_id, digits, found_in, answered in noted
        ),
    ]


def _place(case: Case, holidays: list[list[Any]]) -> NamedCalendar:
    uf = case.municipality.uf if case.municipality else case.city_state
    calendar = calendar_from(uf or None, ((month, day, year) for month, day, year, _ in holidays))
    names: dict[dt.date | tuple[int, int], str] = {
        (dt.date(year, month, day) if year else (month, day)): name for month, day, year, name in holidays
    }
    return NamedCalendar(calendar, names)
