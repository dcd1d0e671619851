"""What the exit that a case is about does to its city."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from vinculo.accounts.actor import Actor
from vinculo.kernel.identifiers import cro as cros
from vinculo.network.models import Dentist
from vinculo.network.queries.city_impact import (
    CityImpact,
    Exit,
    dentists_of_cros,
    exit_of_provider,
    impact_of_exit,
)
from vinculo.network.values import tidy_cro

from ..models import Case, CaseDentist
from .case_records import records_of_dentists

ONE_DAY = dt.timedelta(days=1)


def impact_of_case(actor: Actor, case: Case, today: dt.date) -> CityImpact:
    """As of today; of a case that has ended, as of the day before its end. One that the actor may see."""
    day = min(today, case.ended_on - ONE_DAY) if case.ended_on else today
    return impact_of_exit(actor, exit_of_case(actor, case, day), day)


def exit_of_case(actor: Actor, case: Case, day: dt.date) -> Exit:
    """Where the whole provider leaves, all who are there, and whom the case names beside."""
    rows = records_of_dentists(case)
    named = _registrations(case, rows)
    known = dentists_of_cros(actor, case.operator_id, named)
    found = {(one.cro_number, one.cro_uf) for one in known}
    leaving = exit_of_provider(case.provider, day) if case.provider else None
    people: dict[int, Dentist] = {one.pk: one for one in known}
    if leaving is None:
        leaving = Exit(case.operator_id, case.municipality_id, ())
    elif case.scope != case.Scope.DENTISTS:
        people |= {one.pk: one for one in leaving.dentists}
    return replace(
        leaving,
        ibge_code=case.municipality_id or leaving.ibge_code,
        dentists=tuple(people.values()),
        not_registered=tuple(cros.formatted(*one) for one in named if one not in found),
    )


def _registrations(case: Case, rows: tuple[CaseDentist, ...]) -> list[tuple[str, str]]:
    """The CROs that the case names, as the registry writes them; those without a UF name nobody."""
    told = [(case.cro, case.cro_state), *((row.cro, row.cro_state) for row in rows)]
    tidied = [tidy_cro(number, uf) for number, uf in told if number and uf]
    return list(dict.fromkeys(one for one in tidied if all(one)))
