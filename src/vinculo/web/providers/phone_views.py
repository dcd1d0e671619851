"""Telephones of a provider that notes of cases named: taking out one that is somebody else's, and back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.network.actions.note_provider_phones import dismiss_provider_phone, restore_provider_phone
from vinculo.network.models import Provider, ProviderPhone
from vinculo.network.queries.phones import find_provider_phone
from vinculo.web.site.http import Request
from vinculo.web.site.undo import tell_with_undo

from .access import edited_provider


@require_POST
def provider_phone_dismiss(request: Request, pk: int, phone_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    phone = _phone(request, provider, phone_id)
    dismiss_provider_phone(phone=phone, actor=request.actor, now=timezone.now())
    undo = reverse("provider-phone-restore", args=[provider.pk, phone_id])
    tell_with_undo(request, "O telefone não aparece mais entre os do prestador.", undo)
    return _back(provider)


@require_POST
def provider_phone_restore(request: Request, pk: int, phone_id: int) -> HttpResponse:
    provider = edited_provider(request, pk)
    phone = _phone(request, provider, phone_id)
    restore_provider_phone(phone=phone, actor=request.actor, now=timezone.now())
    messages.success(request, "O telefone voltou a ser do prestador.")
    return _back(provider)


def _phone(request: Request, provider: Provider, phone_id: int) -> ProviderPhone:
    found = find_provider_phone(request.actor, provider.pk, phone_id)
    if found is None:
        raise Http404
    return found


def _back(provider: Provider) -> HttpResponse:
    return redirect(reverse("provider", args=[provider.pk]) + "#contatos")
