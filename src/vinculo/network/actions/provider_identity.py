"""A provider's columns, and who already has its CNPJ or CPF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from vinculo.kernel.finding import Finding, Severity

from ..models import Provider
from ..values import ProviderData


def column_values(data: ProviderData) -> dict[str, Any]:
    """The columns of a tidied provider that kept the rules."""
    place = data.municipality
    return {
        "kind": data.kind,
        "name": data.name,
        "trade_name": data.trade_name,
        "cnpj": data.cnpj,
        "cpf": data.cpf,
        "cnes": data.cnes,
        "joined_on": data.joined_on,
        "municipality_id": place.ibge_code if place else None,
        "us_value": data.us_value,
        "last_production_on": data.last_production_on,
        "last_production_value": data.last_production_value,
        "other_plans": data.other_plans,
    }


def twin_of(operator_id: int, data: ProviderData, but: int = 0) -> Provider | None:
    """The provider of that operator which already has this CNPJ, or as PF this CPF."""
    same = Q()
    if data.cnpj:
        same |= Q(cnpj=data.cnpj)
    if data.cpf and data.kind == Provider.Kind.PF:
        same |= Q(cpf=data.cpf, kind=Provider.Kind.PF)
    if not same:
        return None
    return Provider.objects.filter(same, operator_id=operator_id).exclude(pk=but).order_by("pk").first()


def twin_finding(twin: Provider, data: ProviderData) -> Finding:
    field = "cnpj" if twin.cnpj and twin.cnpj == data.cnpj else "cpf"
    return Finding(
        f"{field}-taken",
        Severity.BLOCKING,
        field,
        f"Já há prestador com este {field.upper()} nesta operadora: {twin.display_name}.",
    )


def same_as(provider: Provider, data: ProviderData) -> bool:
    """Whether the provider stands exactly as asked for."""
    values: Mapping[str, Any] = column_values(data)
    return all(getattr(provider, name) == value for name, value in values.items())
