"""The contact persons of a provider."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vinculo.network.actions.add_contact_person import UnableToAddContactPerson, add_contact_person
from vinculo.network.actions.edit_contact_person import UnableToEditContactPerson, edit_contact_person
from vinculo.network.actions.note_provider_view import note_provider_view
from vinculo.network.actions.retire_contact_person import restore_contact_person, retire_contact_person
from vinculo.web.site.http import Request
from vinculo.web.site.refused_form import show_refusal

from .access import edited_contact_person, edited_provider, may_see_personal_data
from .form_pages import FormPage, done, show_form
from .people_forms import ContactPersonForm

SECTION = "contatos"


@require_http_methods(["GET", "POST"])
@never_cache
def contact_person_add(request: Request, pk: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    form = ContactPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_contact_person(
                provider=provider, data=form.data_given(), actor=request.actor, now=timezone.now()
            )
        except UnableToAddContactPerson as refusal:
            show_refusal(form, refusal)
        else:
            return done(request, provider, SECTION, "Contato incluído.")
    return show_form(request, FormPage("Incluir contato", form, provider, SECTION, "Incluir contato"))


@require_http_methods(["GET", "POST"])
@never_cache
def contact_person_edit(request: Request, pk: int, person_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    person = edited_contact_person(request, provider, person_id)
    may_see = may_see_personal_data(request, provider)
    form = ContactPersonForm(
        request.POST or None, initial=ContactPersonForm.initial_of(person), may_see=may_see
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_contact_person(
                person=person, data=form.data_given(), actor=request.actor, now=timezone.now()
            )
        except UnableToEditContactPerson as refusal:
            show_refusal(form, refusal)
        else:
            return done(request, provider, SECTION, "Contato salvo.")
    else:
        note_provider_view(provider=provider, actor=request.actor, now=timezone.now())
    note = "" if may_see else "Telefones e e-mail só são alterados por quem pode vê-los."
    return show_form(request, FormPage(f"Editar {person.name}", form, provider, SECTION, note=note))


@require_POST
def contact_person_retire(request: Request, pk: int, person_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    person = edited_contact_person(request, provider, person_id)
    retire_contact_person(person=person, actor=request.actor, now=timezone.now())
    return done(request, provider, SECTION, f"{person.name} não é mais contato deste prestador.")


@require_POST
def contact_person_restore(request: Request, pk: int, person_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    person = edited_contact_person(request, provider, person_id)
    restore_contact_person(person=person, actor=request.actor, now=timezone.now())
    return done(request, provider, SECTION, f"{person.name} voltou a ser contato deste prestador.")
