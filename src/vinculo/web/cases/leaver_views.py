"""Choosing who leaves on a case that is open already: the provider's dentists of today, ticked."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.choose_leavers import choose_leavers, undo_leavers
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import records_of_dentists
from vinculo.network.queries.people import People, people_of
from vinculo.network.queries.providers import provider_with_people
from vinculo.web.site.http import Request, number_of, today_in_sao_paulo
from vinculo.web.site.undo import tell_with_undo

from .opening_presenters import leaver_choices
from .page_views import case_or_404


@require_http_methods(["GET", "POST"])
def leavers(request: HttpRequest, pk: int) -> HttpResponse:
    """The dentists to tick, those of the case ticked; sent, they are the ones who leave."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    if request.method == "GET":
        provider = provider_with_people(request.actor, case.provider_id or 0)
        if provider is None:
            raise Http404
        people = people_of(provider, today_in_sao_paulo())
        whole = case.scope != Case.Scope.DENTISTS
        context = {"case": case, "whole": whole, "choices": leaver_choices(people, _leaving(case, people))}
        return render(request, "cases/choose_leavers.html", context)
    ticked = {number_of(text) for text in request.POST.getlist("dentist")}
    chosen = choose_leavers(
        case=case,
        whole=not ticked,
        dentist_ids=ticked,
        actor=request.actor,
        now=timezone.now(),
    )
    if chosen is None:
        messages.info(request, "Quem sai já estava assim. Nada mudou.")
    else:
        undo = reverse("case-leavers-undo", args=[case.pk, chosen.pk])
        tell_with_undo(request, "Cabeçalho e folha de continuação acompanham quem sai.", undo)
    return redirect(reverse("case-page", args=[case.pk]) + "#dentists")


def _leaving(case: Case, people: People) -> set[int]:
    """Those of them whom the case names; nobody where the whole provider leaves."""
    if case.scope != Case.Scope.DENTISTS:
        return set()
    named = {(case.cro, case.cro_state), *((row.cro, row.cro_state) for row in records_of_dentists(case))}
    return {one.pk for one in people.dentists() if (one.cro_number, one.cro_uf) in named}


@require_POST
def leavers_undo(request: HttpRequest, pk: int, event_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    undo_leavers(case=case, event_id=event_id, actor=request.actor, now=timezone.now())
    messages.success(request, "Quem sai voltou a ser como era.")
    return redirect(reverse("case-page", args=[case.pk]) + "#dentists")
