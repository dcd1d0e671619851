"""The dentists of a provider: one enters, one's data change, one leaves, one's days were noted wrongly."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vinculo.network.actions.add_dentist import UnableToAddDentist
from vinculo.network.actions.affiliate_dentist import UnableToAffiliateDentist
from vinculo.network.actions.correct_affiliation_days import (
    UnableToCorrectAffiliationDays,
    correct_affiliation_days,
)
from vinculo.network.actions.edit_dentist import UnableToEditDentist, edit_dentist
from vinculo.network.actions.end_affiliation import UnableToEndAffiliation, end_affiliation
from vinculo.network.actions.note_provider_view import note_provider_view
from vinculo.network.actions.register_dentist_at import register_dentist_at
from vinculo.network.models import Affiliation
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal

from .access import edited_affiliation, edited_dentist, edited_provider, may_see_personal_data
from .council_words import council_words_of
from .form_pages import FormPage, done, show_form
from .people_forms import DaysForm, DentistForm, EndForm

SECTION = "dentistas"


@require_http_methods(["GET", "POST"])
@never_cache
def dentist_add(request: Request, pk: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    place = provider.municipality
    form = DentistForm(request.POST or None, is_new=True, default_uf=place.uf if place else "")
    if request.method == "POST" and form.is_valid():
        try:
            tie = register_dentist_at(
                provider=provider,
                data=form.data_given(),
                starts_on=form.cleaned_data["starts_on"],
                actor=request.actor,
                now=timezone.now(),
            )
        except (UnableToAddDentist, UnableToAffiliateDentist) as refusal:
            show_refusal(form, refusal)
        else:
            return done(request, provider, SECTION, f"{tie.dentist.name} atende neste prestador.")
    return show_form(request, FormPage("Incluir dentista", form, provider, SECTION, "Incluir dentista"))


@require_http_methods(["GET", "POST"])
@never_cache
def dentist_edit(request: Request, pk: int, dentist_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    dentist = edited_dentist(request, provider, dentist_id)
    form = DentistForm(
        request.POST or None,
        initial=DentistForm.initial_of(dentist),
        is_new=False,
        may_see=may_see_personal_data(request, provider),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_dentist(
                dentist=dentist,
                data=form.data_given(),
                seen_version=form.seen_version,
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToEditDentist as refusal:
            show_refusal(form, refusal)
        else:
            return done(request, provider, SECTION, "Dados do dentista salvos.")
    else:
        note_provider_view(provider=provider, actor=request.actor, now=timezone.now())
    note = f"Vale para todos os prestadores em que este dentista atende. CRO {council_words_of(dentist)}."
    return show_form(request, FormPage(f"Editar {dentist.name}", form, provider, SECTION, note=note))


@require_http_methods(["GET", "POST"])
def affiliation_end(request: Request, pk: int, affiliation_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    tie = edited_affiliation(request, provider, affiliation_id)
    form = EndForm(request.POST or None, initial={"ends_on": today_in_sao_paulo()})
    if request.method == "POST" and form.is_valid():
        try:
            end_affiliation(
                affiliation=tie,
                ends_on=form.cleaned_data["ends_on"],
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToEndAffiliation as refusal:
            show_refusal(form, refusal)
        else:
            return done(request, provider, SECTION, f"Encerrado: {_what(tie)}.")
    return show_form(request, FormPage(f"Encerrar: {_what(tie)}", form, provider, SECTION, "Encerrar"))


@require_http_methods(["GET", "POST"])
def affiliation_days(request: Request, pk: int, affiliation_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    tie = edited_affiliation(request, provider, affiliation_id)
    form = DaysForm(request.POST or None, initial={"starts_on": tie.starts_on, "ends_on": tie.ends_on})
    if request.method == "POST" and form.is_valid():
        try:
            correct_affiliation_days(
                affiliation=tie, **form.cleaned_data, actor=request.actor, now=timezone.now()
            )
        except UnableToCorrectAffiliationDays as refusal:
            show_refusal(form, refusal)
        else:
            return done(request, provider, SECTION, "Datas corrigidas.")
    return show_form(request, FormPage(f"Corrigir datas: {_what(tie)}", form, provider, SECTION))


def _what(tie: Affiliation) -> str:
    return f"{tie.dentist.name}, RT" if tie.is_technical_manager else tie.dentist.name
