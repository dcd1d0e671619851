"""The technical manager (RT) of a provider changes, or is asked to."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vinculo.network.actions.change_technical_manager import (
    UnableToChangeTechnicalManager,
    change_technical_manager,
    request_technical_manager_change,
)
from vinculo.network.actions.settle_technical_manager_change import (
    confirm_technical_manager_change,
    withdraw_technical_manager_change,
)
from vinculo.network.models import Provider
from vinculo.network.queries import dentists
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal

from .access import edited_affiliation, edited_provider
from .form_pages import FormPage, done, show_form
from .people_forms import ConfirmChangeForm, TechnicalManagerForm

SECTION = "rt"


@require_http_methods(["GET", "POST"])
def technical_manager_change(request: Request, pk: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    candidates = dentists(request.actor).filter(affiliations__provider=provider).distinct()
    form = TechnicalManagerForm(request.POST or None, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        try:
            sentence = _change(request, provider, form)
        except UnableToChangeTechnicalManager as refusal:
            show_refusal(form, refusal)
        else:
            return done(request, provider, SECTION, sentence)
    note = "Só aparecem os dentistas deste prestador. Falta alguém? Inclua o dentista antes."
    return show_form(request, FormPage("Trocar o RT", form, provider, SECTION, note=note))


def _change(request: Request, provider: Provider, form: TechnicalManagerForm) -> str:
    write = change_technical_manager if form.settled else request_technical_manager_change
    tie = write(
        provider=provider,
        dentist=form.cleaned_data["dentist"],
        starts_on=form.cleaned_data["starts_on"],
        protocol_number=form.cleaned_data["protocol_number"],
        actor=request.actor,
        now=timezone.now(),
    )
    if form.settled:
        return f"Troca de RT gravada: {tie.dentist.name}."
    return "Troca de RT registrada como pendente. Confirme quando estiver resolvida."


@require_http_methods(["GET", "POST"])
def technical_manager_confirm(request: Request, pk: int, affiliation_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    tie = edited_affiliation(request, provider, affiliation_id)
    form = ConfirmChangeForm(
        request.POST or None, initial={"starts_on": tie.starts_on or today_in_sao_paulo()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            confirm_technical_manager_change(
                affiliation=tie,
                starts_on=form.cleaned_data["starts_on"],
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToChangeTechnicalManager as refusal:
            show_refusal(form, refusal)
        else:
            return done(request, provider, SECTION, f"O RT agora é {tie.dentist.name}.")
    title = f"Confirmar {tie.dentist.name} como RT"
    return show_form(request, FormPage(title, form, provider, SECTION, "Confirmar troca"))


@require_POST
def technical_manager_withdraw(request: Request, pk: int, affiliation_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    tie = edited_affiliation(request, provider, affiliation_id)
    withdraw_technical_manager_change(affiliation=tie, actor=request.actor, now=timezone.now())
    return done(request, provider, SECTION, "Desistência da troca de RT registrada.")
