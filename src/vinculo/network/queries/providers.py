"""Scoped beginnings of every read, and a provider with all its people."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from vinculo.accounts.actor import Actor

from ..models import Affiliation, ContactPerson, Dentist, Provider


def providers(actor: Actor) -> QuerySet[Provider]:
    return Provider.objects.visible_to(actor)


def dentists(actor: Actor) -> QuerySet[Dentist]:
    return Dentist.objects.visible_to(actor)


def affiliations(actor: Actor) -> QuerySet[Affiliation]:
    return Affiliation.objects.visible_to(actor).select_related("provider", "dentist")


def contact_persons(actor: Actor) -> QuerySet[ContactPerson]:
    return ContactPerson.objects.visible_to(actor).select_related("provider")


def provider_with_people(actor: Actor, provider_id: int) -> Provider | None:
    """The provider, its dentists over time and its contact persons: three queries, however many they are."""
    ties = Affiliation.objects.select_related("dentist")
    whole = providers(actor).select_related("operator", "municipality")
    return (
        whole.prefetch_related(Prefetch("affiliations", queryset=ties), "contact_persons")
        .filter(pk=provider_id)
        .first()
    )
