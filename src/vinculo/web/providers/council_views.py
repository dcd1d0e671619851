"""A dentist's CRO was looked up at the council: noted with its day, and taken back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from vinculo.network.actions.confirm_cro import (
    UnableToConfirmCro,
    confirm_cro_with_council,
    undo_cro_confirmation,
)
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal
from vinculo.web.site.undo import tell_with_undo

from .access import edited_dentist, edited_provider
from .form_pages import FormPage, back_url_of, provider_url, show_form
from .people_forms import CouncilForm

SECTION = "dentistas"


@require_http_methods(["GET", "POST"])
@never_cache
def dentist_council(request: Request, pk: int, dentist_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    dentist = edited_dentist(request, provider, dentist_id)
    back_url = back_url_of(request)
    form = CouncilForm(
        request.POST or None,
        initial={"checked_on": today_in_sao_paulo(), "seen": dentist.cro},
        cro=dentist.cro,
    )
    if request.method == "POST" and form.is_valid():
        try:
            confirm_cro_with_council(
                dentist=dentist,
                checked_on=form.cleaned_data["checked_on"],
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToConfirmCro as refusal:
            show_refusal(form, refusal)
        else:
            undo = reverse("provider-dentist-council-undo", args=[provider.pk, dentist.pk])
            if back_url:
                undo += "?" + urlencode({"voltar": back_url})
            tell_with_undo(request, f"{dentist.cro} de {dentist.name}: conferido no conselho.", undo)
            if request.htmx:
                return HttpResponseClientRefresh()
            return redirect(back_url or provider_url(provider, SECTION))
    page = FormPage(
        f"Conferir {dentist.cro} no conselho",
        form,
        provider,
        SECTION,
        "Registrar conferência",
        note=f"Registre só depois de ver no conselho que este CRO é de {dentist.name}, com inscrição ativa.",
        council_url=settings.COUNCIL_SEARCH_URL,
        back_url=back_url,
    )
    return show_form(request, page)


@require_POST
def dentist_council_undo(request: Request, pk: int, dentist_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    dentist = edited_dentist(request, provider, dentist_id)
    undo_cro_confirmation(dentist=dentist, actor=request.actor, now=timezone.now())
    messages.success(request, f"{dentist.cro} voltou a não conferido.")
    return redirect(back_url_of(request) or provider_url(provider, SECTION))
