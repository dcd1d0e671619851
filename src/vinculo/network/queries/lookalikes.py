"""Providers that may be the one somebody is about to enter, or to open a case for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.kernel.identifiers import cnpj as cnpjs

from ..lookalikes import Identity, SameThing, shared, telling_name, weight
from ..models import Affiliation, ContactPerson, Provider, ProviderPhone
from .providers import providers

MOST = 5
MOST_LOOKED_AT = 40


@dataclass(frozen=True)
class Lookalike:
    """`shares` says why; the CPF and phones of the provider may be shown to who sees personal data only."""

    provider: Provider
    shares: tuple[SameThing, ...]
    same_city: bool | None
    weight: int


def lookalikes(
    actor: Actor, operator_id: int, told: Identity, *, but: Sequence[int] = ()
) -> tuple[Lookalike, ...]:
    """The providers of an operator that share something telling with what is told, the likeliest first."""
    if told.is_empty:
        return ()
    seen = providers(actor).filter(operator_id=operator_id).exclude(pk__in=but)
    found: dict[int, Lookalike] = {}
    for provider in _candidates(seen, operator_id, told):
        identity = identity_of(provider)
        shares = shared(told, identity)
        same_city = _same(told.municipality_id, identity.municipality_id)
        if score := weight(shares, same_city=same_city):
            found[provider.pk] = Lookalike(provider, shares, same_city, score)
    ordered = sorted(found.values(), key=lambda item: (-item.weight, item.provider.folded_name))
    return tuple(ordered[:MOST])


def identity_of(provider: Provider) -> Identity:
    """All that a provider of the registry is known by; no query for those of `lookalikes`."""
    dentists = [tie.dentist for tie in provider.affiliations.all() if tie.withdrawn_at is None]
    persons = provider.contact_persons.all()
    noted = (row.digits for row in provider.noted_phones.all() if row.dismissed_at is None)
    cpfs = {provider.cpf, *(dentist.cpf for dentist in dentists)}
    return Identity(
        names=frozenset(name for name in (provider.name, provider.trade_name) if name),
        cnpj=provider.cnpj,
        cpfs=frozenset(number for number in cpfs if number),
        cros=frozenset((dentist.cro_uf, dentist.cro_number) for dentist in dentists),
        phones=frozenset([*(digits for person in persons for digits in person.phones), *noted]),
        municipality_id=provider.municipality_id,
    )


def _same(one: str | None, other: str | None) -> bool | None:
    return one == other if one and other else None


def _candidates(seen: QuerySet[Provider], operator_id: int, told: Identity) -> Iterable[Provider]:
    """Each thing told is looked up through its own index; a name through its rarest words."""
    ids = set[int]()
    for condition in _conditions(operator_id, told):
        ids.update(seen.filter(condition).order_by().values_list("pk", flat=True)[:MOST_LOOKED_AT])
    ties = Affiliation.objects.filter(withdrawn_at__isnull=True).select_related("dentist")
    return (
        seen.filter(pk__in=ids)
        .select_related("municipality", "operator")
        .prefetch_related(Prefetch("affiliations", queryset=ties), "contact_persons", "noted_phones")
    )


def _conditions(operator_id: int, told: Identity) -> Iterable[Q]:
    if told.cnpj:
        yield Q(search_text__contains=f"\n{cnpjs.root(told.cnpj).lower()}")
    ties = Affiliation.objects.filter(dentist__operator_id=operator_id, withdrawn_at__isnull=True)
    if told.cpfs:
        at = ties.filter(dentist__cpf__in=told.cpfs).values("provider_id")
        yield Q(cpf__in=told.cpfs) | Q(pk__in=at)
    for uf, number in told.cros:
        at = ties.filter(dentist__cro_uf=uf, dentist__cro_number=number).values("provider_id")
        yield Q(pk__in=at)
    if told.phones:
        digits = sorted(told.phones)
        yield Q(pk__in=ContactPerson.objects.filter(phones__overlap=digits).values("provider_id"))
        noted = ProviderPhone.objects.filter(digits__in=digits, dismissed_at=None)
        yield Q(pk__in=noted.values("provider_id"))
    for name in told.names:
        if len(telling := telling_name(name)) >= 5:
            longest = max(telling.split(), key=len)
            yield Q(search_text__contains=longest, search_text__trigram_word_similar=telling)
