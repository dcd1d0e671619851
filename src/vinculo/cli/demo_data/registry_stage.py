"""Performs what happens to the registry: by the actions of `network`, as the core system's feed would."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.network.actions.add_contact_person import add_contact_person
from vinculo.network.actions.add_dentist import add_dentist
from vinculo.network.actions.affiliate_dentist import affiliate_dentist
from vinculo.network.actions.change_provider_status import change_provider_status
from vinculo.network.actions.change_technical_manager import (
    change_technical_manager,
    request_technical_manager_change,
)
from vinculo.network.actions.create_provider import create_provider
from vinculo.network.actions.edit_provider import edit_provider
from vinculo.network.actions.end_affiliation import end_affiliation
from vinculo.network.actions.record_coverage import record_coverage
from vinculo.network.actions.retire_contact_person import retire_contact_person
from vinculo.network.models import Affiliation, Dentist, Municipality, Provider
from vinculo.network.queries.coverage import search_municipalities
from vinculo.network.values import ContactPersonData, DentistData, ProviderData

from .past_stage import Told
from .registry_plan import ProviderPlan
from .script import (
    AskTechnicalManagerChange,
    ChangeStatus,
    EndAffiliations,
    EnterProvider,
    Produce,
    RecordCoverage,
    RegistryDeed,
    RetirePerson,
)


class RegistryStage:
    """Providers and dentists as they stand in the database, by their plans."""

    def __init__(self, operators: dict[str, Operator], feed: Actor) -> None:
        self._operators = operators
        self._feed = feed
        self._providers: dict[int, Provider] = {}
        self._dentists: dict[tuple[int, int], Dentist] = {}
        self._people: dict[tuple[int, int], int] = {}
        self._places: dict[tuple[str, str], Municipality] = {}
        self._plans: list[ProviderPlan] = []

    def provider(self, plan: ProviderPlan) -> Provider:
        return self._providers[plan.key]

    def dentist(self, plan: ProviderPlan, place: int) -> Dentist:
        return self._dentists[plan.key, place]

    def told(self) -> list[Told]:
        """Everybody as they stand by now."""
        now = Provider.objects.in_bulk([provider.pk for provider in self._providers.values()])
        return [
            Told(
                plan,
                now[self.provider(plan).pk],
                {place: self.dentist(plan, place) for place in range(len(plan.dentists))},
            )
            for plan in self._plans
        ]

    def perform(self, deed: RegistryDeed, now: dt.datetime) -> None:
        match deed:
            case EnterProvider():
                self._enter(deed.provider, now)
            case Produce():
                self._produce(deed, now)
            case ChangeStatus():
                self._providers[deed.provider.key] = change_provider_status(
                    provider=self.provider(deed.provider),
                    status=deed.status,
                    since=deed.since,
                    actor=self._feed,
                    now=now,
                )
            case EndAffiliations():
                self._end(deed, now)
            case AskTechnicalManagerChange():
                self._change_technical_manager(deed, now)
            case RetirePerson():
                people = self.provider(deed.provider).contact_persons
                person = people.get(pk=self._people[deed.provider.key, deed.person])
                retire_contact_person(person=person, actor=self._feed, now=now)
            case RecordCoverage():
                record_coverage(
                    operator=self._operators[deed.operator],
                    municipality=self._municipality(deed.city, deed.uf),
                    on=deed.on,
                    lives=deed.lives,
                    published_cros=deed.published_cros,
                    actor=self._feed,
                    now=now,
                )

    def _enter(self, plan: ProviderPlan, now: dt.datetime) -> None:
        operator = self._operators[plan.operator]
        data = _provider_data(plan)
        provider = create_provider(operator=operator, data=data, actor=self._feed, now=now)
        self._providers[plan.key] = provider
        self._plans.append(plan)
        for place, one in enumerate(plan.dentists):
            dentist = add_dentist(
                operator=operator,
                data=DentistData(one.name, one.cro, plan.city.uf, cpf=one.cpf, is_published=one.published),
                actor=self._feed,
                now=now,
            )
            self._dentists[plan.key, place] = dentist
            if place == 0:
                change_technical_manager(
                    provider=provider,
                    dentist=dentist,
                    starts_on=plan.joined_on,
                    actor=self._feed,
                    now=now,
                )
                continue
            affiliate_dentist(
                provider=provider, dentist=dentist, starts_on=plan.joined_on, actor=self._feed, now=now
            )
        for place, person in enumerate(plan.people):
            added = add_contact_person(
                provider=provider,
                data=ContactPersonData(person.name, person.function, person.phones, person.email),
                actor=self._feed,
                now=now,
            )
            self._people[plan.key, place] = added.pk

    def _produce(self, deed: Produce, now: dt.datetime) -> None:
        provider = self.provider(deed.provider)
        data = _provider_data(deed.provider, deed.on, Decimal(deed.value))
        self._providers[deed.provider.key] = edit_provider(
            provider=provider, data=data, seen_version=provider.version, actor=self._feed, now=now
        )

    def _end(self, deed: EndAffiliations, now: dt.datetime) -> None:
        provider = self.provider(deed.provider)
        dentists = [self.dentist(deed.provider, place).pk for place in deed.dentists]
        standing = Affiliation.objects.filter(provider=provider, dentist_id__in=dentists, ends_on=None)
        for affiliation in standing.filter(is_pending=False).order_by("pk"):
            end_affiliation(affiliation=affiliation, ends_on=deed.on, actor=self._feed, now=now)

    def _change_technical_manager(self, deed: AskTechnicalManagerChange, now: dt.datetime) -> None:
        provider, dentist = self.provider(deed.provider), self.dentist(deed.provider, deed.dentist)
        if deed.on is None:
            request_technical_manager_change(
                provider=provider,
                dentist=dentist,
                protocol_number=deed.protocol,
                actor=self._feed,
                now=now,
            )
        else:
            change_technical_manager(
                provider=provider, dentist=dentist, starts_on=deed.on, actor=self._feed, now=now
            )

    def _municipality(self, city: str, uf: str) -> Municipality:
        if (city, uf) not in self._places:
            self._places[city, uf] = search_municipalities(city, uf, limit=1)[0]
        return self._places[city, uf]


def _provider_data(
    plan: ProviderPlan, produced_on: dt.date | None = None, value: Decimal | None = None
) -> ProviderData:
    return ProviderData(
        kind=plan.kind,
        name=plan.name,
        trade_name=plan.trade_name,
        cnpj=plan.cnpj,
        cpf=plan.cpf,
        cnes=plan.cnes,
        joined_on=plan.joined_on,
        city=plan.city.name,
        uf=plan.city.uf,
        us_value=plan.us_value,
        last_production_on=produced_on,
        last_production_value=value,
        other_plans=plan.other_plans,
    )
