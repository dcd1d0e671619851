"""Whom a request that came in is from: the provider, and its open cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case
from vinculo.network.models import Affiliation, Provider
from vinculo.network.queries.providers import providers

from ..protocol_system.incoming import ToldRequest


def provider_of(operator_id: int, told: ToldRequest, today: dt.date) -> Provider | None:
    """By CNPJ, then CPF, then CRO; None where that names nobody, or several."""
    there = providers(Actor.system()).filter(operator_id=operator_id)
    if told.cnpj:
        return _only(there.filter(cnpj=told.cnpj)[:2])
    if told.cpf and (found := _only(there.filter(kind=Provider.Kind.PF, cpf=told.cpf)[:2])):
        return found
    if told.cro and told.cro_state:
        ties = Affiliation.objects.standing_on(today).filter(
            dentist__operator_id=operator_id, dentist__cro_number=told.cro, dentist__cro_uf=told.cro_state
        )
        return _only(there.filter(pk__in=ties.values("provider_id"))[:2])
    return None


def open_cases_of(actor: Actor, provider_ids: Sequence[int]) -> Mapping[int, list[Case]]:
    """By provider, those that the actor may see. One query."""
    found: dict[int, list[Case]] = {}
    rows = Case.objects.visible_to(actor).open().filter(provider_id__in=provider_ids).order_by("-pk")
    for case in rows:
        assert case.provider_id is not None
        found.setdefault(case.provider_id, []).append(case)
    return found


def _only(found: Iterable[Provider]) -> Provider | None:
    rows = list(found)
    return rows[0] if len(rows) == 1 else None
