"""“Agenda”: the secret address under which a person's calendar shows the legal deadlines."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.consequences.actions.calendar_address import make_calendar_address, revoke_calendar_address
from vinculo.consequences.queries.calendar_dates import calendar_address_of
from vinculo.kernel.refusal import NotPermitted

from ..site.http import Request


@require_http_methods(["GET", "POST"])
@never_cache
def deadline_calendar(request: Request) -> HttpResponse:
    """The address is shown once, in the answer that made it."""
    if not request.actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("Os prazos legais não fazem parte do seu perfil.")
    address = ""
    if request.method == "POST":
        secret = make_calendar_address(actor=request.actor, now=timezone.now())
        address = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    context = {"address": address, "row": calendar_address_of(request.actor)}
    return render(request, "deadlines/calendar.html", context)


@require_POST
def deadline_calendar_revoke(request: Request) -> HttpResponse:
    if revoke_calendar_address(actor=request.actor, now=timezone.now()):
        messages.success(request, "Endereço revogado: a agenda não recebe mais nada.")
    return redirect("deadline-calendar")
