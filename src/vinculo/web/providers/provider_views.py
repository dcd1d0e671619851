"""A provider is entered, edited, or changes its status."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import find_case
from vinculo.kernel.dates import parse_date
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.actions.change_provider_status import (
    UnableToChangeProviderStatus,
    change_provider_status,
)
from vinculo.network.actions.create_provider import UnableToCreateProvider, create_provider
from vinculo.network.actions.edit_provider import UnableToEditProvider, edit_provider
from vinculo.network.actions.note_provider_view import note_provider_view
from vinculo.network.models import Provider
from vinculo.web.site.http import Request, number_of, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal

from .access import edited_provider, may_see_personal_data
from .form_pages import FormPage, back_url_of, done, provider_url, show_form
from .history_words import standing_street
from .provider_forms import ProviderForm, StatusForm

FED_AGAIN = "O que o SIO informa volta a valer na próxima sincronização."


@require_http_methods(["GET", "POST"])
@never_cache
def provider_new(request: Request) -> HttpResponse:
    operators = operators_with(request.actor, Permission.REGISTRY_EDIT)
    if not operators:
        raise NotPermitted
    form = ProviderForm(request.POST or None, operators=operators, today=today_in_sao_paulo())
    twin_url = ""
    if request.method == "POST" and form.is_valid():
        try:
            provider = create_provider(
                operator=form.chosen_operator,
                data=form.data_given(),
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToCreateProvider as refusal:
            show_refusal(form, refusal)
            twin_url = provider_url(refusal.twin) if refusal.twin else ""
        else:
            return done(request, provider, "", "Prestador cadastrado. Agora informe os dentistas e o RT.")
    return show_form(
        request, FormPage("Novo prestador", form, submit_label="Cadastrar prestador", twin_url=twin_url)
    )


@require_http_methods(["GET", "POST"])
@never_cache
def provider_edit(request: Request, pk: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    place, address = provider.municipality_id, standing_street(provider)
    form = ProviderForm(
        request.POST or None,
        address=address,
        initial=ProviderForm.initial_of(provider),
        today=today_in_sao_paulo(),
        may_see=may_see_personal_data(request, provider),
    )
    twin_url = ""
    if request.method == "POST" and form.is_valid():
        try:
            edited = edit_provider(
                provider=provider,
                data=form.data_given(),
                seen_version=form.seen_version,
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToEditProvider as refusal:
            show_refusal(form, refusal)
            twin_url = provider_url(refusal.twin) if refusal.twin else ""
        else:
            sentence = "Cadastro salvo."
            if address and edited.municipality_id != place:
                sentence += f" O endereço {address} era do município de antes e ficou só no histórico."
            return done(request, provider, "cadastro", sentence)
    else:
        note_provider_view(provider=provider, actor=request.actor, now=timezone.now())
    note = FED_AGAIN if provider.core_key else ""
    return show_form(
        request, FormPage("Editar cadastro", form, provider, "cadastro", twin_url=twin_url, note=note)
    )


@require_http_methods(["GET", "POST"])
def provider_status(request: Request, pk: int) -> HttpResponse:
    """A divergence suggests what its termination says, and is where one comes back to."""
    provider, back_url = edited_provider(request, pk), back_url_of(request)
    case = _because_of(request, provider)
    form = StatusForm(request.POST or None, initial=_suggested_status(request, provider))
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_provider_status(
                provider=provider, **form.cleaned_data, actor=request.actor, now=timezone.now()
            )
        except UnableToChangeProviderStatus as refusal:
            show_refusal(form, refusal)
        else:
            sentence = f"Situação: {changed.get_status_display().lower()}."
            if back_url:
                sentence = (
                    f"{changed.display_name} está {changed.get_status_display().lower()} no cadastro."
                    " A comparação com os processos é refeita em poucos minutos."
                )
            return done(request, provider, "cadastro", sentence, back_url)
    note = FED_AGAIN if provider.core_key else ""
    return show_form(
        request,
        FormPage("Mudar situação", form, provider, "cadastro", note=note, back_url=back_url, case=case),
    )


def _because_of(request: Request, provider: Provider) -> Case | None:
    """The termination that a divergence speaks of."""
    asked = number_of(request.POST.get("processo") or request.GET.get("processo"))
    case = find_case(request.actor, asked) if asked else None
    return case if case and case.operator_id == provider.operator_id else None


def _suggested_status(request: Request, provider: Provider) -> dict[str, object]:
    status, since = request.GET.get("situacao", ""), request.GET.get("desde", "")
    return {
        "status": status if status in Provider.Status.values else provider.status,
        "since": parse_date(since) or today_in_sao_paulo(),
    }
