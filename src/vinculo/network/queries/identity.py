"""Providers by the numbers that name them, as a form or a feed tells them."""

from __future__ import annotations

from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.kernel.identifiers import cnpj as cnpjs
from vinculo.kernel.identifiers import cpf as cpfs

from ..models import Affiliation, Provider
from ..values import tidy_cro
from .providers import providers

MOST = 20


def providers_by_identity(
    actor: Actor,
    operator_id: int,
    *,
    cnpj: str | None = None,
    cpf: str | None = None,
    cro: str | None = None,
    cro_uf: str | None = None,
) -> list[Provider]:
    """Those that the strongest of the numbers told finds: CNPJ, then CPF, then CRO with its UF.

    A CPF names the provider PF, or the dentist at any provider; a CRO, the providers where the dentist
    is or was. Active ones come first.
    """
    seen = providers(actor).filter(operator_id=operator_id).select_related("municipality")
    if cnpj and (number := cnpjs.clean(cnpj)) and (found := _listed(seen.filter(cnpj=number))):
        return found
    if cpf and (number := cpfs.clean(cpf)):
        if found := _listed(seen.filter(cpf=number)):
            return found
        if found := _listed(seen.filter(pk__in=_of_dentist(operator_id, cpf=number))):
            return found
    number, uf = tidy_cro(cro or "", cro_uf or "")
    if number and uf:
        return _listed(seen.filter(pk__in=_of_dentist(operator_id, cro_number=number, cro_uf=uf)))
    return []


def find_provider_by_identity(
    actor: Actor,
    operator_id: int,
    *,
    cnpj: str | None = None,
    cpf: str | None = None,
    cro: str | None = None,
    cro_uf: str | None = None,
) -> Provider | None:
    """The one provider that the strongest number finds; None where there is none, or several."""
    found = providers_by_identity(actor, operator_id, cnpj=cnpj, cpf=cpf, cro=cro, cro_uf=cro_uf)
    return found[0] if len(found) == 1 else None


def _of_dentist(operator_id: int, **numbers: str) -> QuerySet[Affiliation, int]:
    named = {f"dentist__{field}": value for field, value in numbers.items()}
    ties = Affiliation.objects.filter(dentist__operator_id=operator_id, withdrawn_at__isnull=True, **named)
    return ties.values_list("provider_id", flat=True)


def _listed(found: QuerySet[Provider]) -> list[Provider]:
    return list(found.order_by("status", "folded_name", "pk")[:MOST])
