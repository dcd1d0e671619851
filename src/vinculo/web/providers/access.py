"""Which record a request is about, and whether this person may edit it."""

from __future__ import annotations

from django.http import Http404

from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Affiliation, ContactPerson, Dentist, Provider
from vinculo.network.queries import affiliations, contact_persons, dentists, provider_with_people
from vinculo.network.queries.providers import providers
from vinculo.web.site.http import Request


def require_registry(request: Request) -> None:
    """
    Raises:
        NotPermitted: this person sees no operator's registry.
    """
    if not request.actor.may_anywhere(Permission.REGISTRY_SEE):
        raise NotPermitted("Seu perfil não dá acesso ao cadastro de prestadores.")


def seen_provider(request: Request, pk: int) -> Provider:
    """The provider with its people.

    Raises:
        Http404: there is none for this person.
    """
    provider = provider_with_people(request.actor, pk)
    if provider is None:
        raise Http404
    return provider


def seen_provider_alone(request: Request, pk: int) -> Provider:
    """The provider without its people.

    Raises:
        Http404: there is none for this person.
    """
    provider = providers(request.actor).filter(pk=pk).first()
    if provider is None:
        raise Http404
    return provider


def edited_provider(request: Request, pk: int) -> Provider:
    """
    Raises:
        Http404: there is none for this person.
        NotPermitted: this person sees it, but does not edit it.
    """
    provider = seen_provider(request, pk)
    request.actor.require(Permission.REGISTRY_EDIT, provider.operator_id)
    return provider


def edited_affiliation(request: Request, provider: Provider, pk: int) -> Affiliation:
    found = affiliations(request.actor).filter(provider=provider, pk=pk).first()
    if found is None:
        raise Http404
    return found


def edited_dentist(request: Request, provider: Provider, pk: int) -> Dentist:
    """One who is or was at the provider, with who looked the CRO up.

    Raises:
        Http404: there is none.
    """
    found = dentists(request.actor).filter(pk=pk, affiliations__provider=provider)
    dentist = found.select_related("council_checked_by").first()
    if dentist is None:
        raise Http404
    return dentist


def edited_contact_person(request: Request, provider: Provider, pk: int) -> ContactPerson:
    found = contact_persons(request.actor).filter(provider=provider, pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_see_personal_data(request: Request, provider: Provider) -> bool:
    return request.actor.may(Permission.PERSONAL_DATA_SEE, provider.operator_id)
