"""A provider as a row of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.network.models import Provider
from vinculo.network.queries import Found, people_of


@dataclass(frozen=True)
class ProviderRow:
    """`number` is a CNPJ, or a CPF that is masked for everybody: a list is no place to read it."""

    url: str
    name: str
    legal_name: str
    number: str
    kind: str
    kind_label: str
    city: str
    person: str
    cro: str
    more: str
    status: str
    status_label: str
    operator: str


def provider_rows(providers: Sequence[Provider], today: dt.date) -> list[ProviderRow]:
    return [_row(provider, today) for provider in providers]


def summary_of(found: Found, is_search: bool) -> str:
    shown = len(found.providers)
    if found.is_a_guess:
        return "Nada com exatamente estas palavras. Nomes parecidos:"
    if found.has_more:
        advice = "digite mais para chegar aos demais" if is_search else "procure para chegar aos demais"
        return f"Os {shown} primeiros; {advice}"
    return "1 prestador" if shown == 1 else f"{shown} prestadores"


def _row(provider: Provider, today: dt.date) -> ProviderRow:
    people = people_of(provider, today).dentists()
    first = people[0] if people else None
    further = len(people) - 1
    return ProviderRow(
        url=reverse("provider", args=[provider.pk]),
        name=provider.display_name,
        legal_name=provider.name if provider.trade_name else "",
        number=_number(provider),
        kind=provider.kind,
        kind_label=provider.get_kind_display(),
        city=str(provider.municipality or ""),
        person=first.name if first and first.name != provider.name else "",
        cro=first.cro if first else "",
        more=f"mais {further} CRO{'s' if further > 1 else ''}" if further > 0 else "",
        status=provider.status,
        status_label=provider.get_status_display(),
        operator=provider.operator.name,
    )


def _number(provider: Provider) -> str:
    if provider.cnpj:
        return cnpj.formatted(provider.cnpj)
    return cpf.masked(provider.cpf) if provider.cpf else ""
