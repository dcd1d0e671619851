"""Contacts of a case: a new one, voiding and taking that back, messages for WhatsApp, wrong numbers."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.add_contact import add_contact, restore_contact, void_contact
from vinculo.cases.models import Case
from vinculo.desk.message_gaps import GAPS, filled
from vinculo.desk.queries.message_templates import offered_messages
from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import phone
from vinculo.network.actions.note_provider_phones import dismiss_provider_phone, restore_provider_phone
from vinculo.network.models import ProviderPhone
from vinculo.network.queries.phones import find_provider_phone
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.undo import tell_with_undo

from .event_views import token_of
from .noted_marks import Reach
from .page_views import case_or_404, page_context

GIVEN = ("channel", "address", "spoken_to", "note")
"""What a new contact may bring along: a message that has just been sent."""
LONGEST_GIVEN = 20_000


def _back(case: Case, anchor: str) -> HttpResponse:
    return redirect(reverse("case-page", args=[case.pk]) + anchor)


@require_POST
def contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new contact, with today and the person's own name filled in, ready to be typed."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    given = {name: request.POST[name][:LONGEST_GIVEN] for name in GIVEN if request.POST.get(name)}
    values = {
        "on": format_date(today_in_sao_paulo()),
        "made_by": request.actor.name,
        "direction": "outgoing",
        **given,
    }
    contact = add_contact(
        case=case, values=values, actor=request.actor, now=timezone.now(), token=token_of(request)
    )
    if not request.htmx:
        return _back(case, f"#contact-{contact.pk}")
    context = page_context(request, case_or_404(request, pk))
    block = next(item for item in context["page"].contacts if item.contact.pk == contact.pk)
    context["block"] = block
    return render(request, "cases/contact.html", context)


@require_POST
def contact_void(request: HttpRequest, pk: int, contact_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    reason = request.POST.get("reason", "")
    void_contact(case=case, contact_id=contact_id, reason=reason, actor=request.actor, now=timezone.now())
    undo = reverse("case-contact-restore", args=[case.pk, contact_id])
    tell_with_undo(request, "Contato anulado. Ele continua visível no processo, fora do formulário.", undo)
    return _back(case, f"#contact-{contact_id}")


@require_POST
def contact_restore(request: HttpRequest, pk: int, contact_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    restore_contact(case=case, contact_id=contact_id, actor=request.actor, now=timezone.now())
    messages.success(request, "O contato voltou ao formulário.")
    return _back(case, f"#contact-{contact_id}")


@require_POST
def message_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The operator's messages, filled in for one number. By POST: a number is never part of an address."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    request.actor.require(Permission.PERSONAL_DATA_SEE, case.operator_id)
    digits = phone.clean(request.POST.get("phone", ""))
    if digits is None:
        raise Http404
    person = request.POST.get("person", "")[:150]
    values = {
        "pessoa": person.partition(" (")[0],
        "prestador": case.provider.display_name if case.provider else case.dentist_name or "",
        "consultor": request.actor.name,
        "operadora": case.operator.name,
        "processo": case.number or "",
    }
    offered = offered_messages(request.actor, case.operator_id)
    context = {
        "case": case,
        "reach": Reach(digits, person),
        "person": values["pessoa"],
        "offered": [(message.name, filled(message.text, values)) for message in offered],
        "gaps": GAPS,
        "may_write": request.actor.may(Permission.CASES_WORK, case.operator_id),
        "token": uuid.uuid4(),
    }
    return render(request, "cases/message_panel.html", context)


def _noted_phone(request: Request, case: Case, phone_id: int) -> ProviderPhone:
    """
    Raises:
        NotPermitted: this person does not work on the case.
        Http404: it is no number of the case's provider.
    """
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    found = find_provider_phone(request.actor, case.provider_id or 0, phone_id)
    if found is None:
        raise Http404
    return found


@require_POST
def phone_dismiss(request: HttpRequest, pk: int, phone_id: int) -> HttpResponse:
    """A number that notes named is not the provider's."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    found = _noted_phone(request, case, phone_id)
    dismiss_provider_phone(phone=found, actor=request.actor, now=timezone.now())
    undo = reverse("case-phone-restore", args=[case.pk, phone_id])
    tell_with_undo(request, "O telefone não aparece mais entre os do prestador.", undo)
    return _back(case, "#contacts")


@require_POST
def phone_restore(request: HttpRequest, pk: int, phone_id: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_or_404(request, pk)
    found = _noted_phone(request, case, phone_id)
    restore_provider_phone(phone=found, actor=request.actor, now=timezone.now())
    messages.success(request, "O telefone voltou a ser do prestador.")
    return _back(case, "#contacts")
