"""Records that may be one: shown while somebody types, compared side by side, made one, parted again."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.actions.merge_providers import merge_providers, part_providers
from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.actions.merge_records import COMPARED_FIELDS
from vinculo.network.actions.note_provider_view import note_provider_view
from vinculo.network.lookalikes import Identity
from vinculo.network.models import Provider
from vinculo.network.queries.lookalikes import identity_of, lookalikes
from vinculo.network.queries.providers import find_merge
from vinculo.network.values import ProviderData
from vinculo.web.site.http import Request, number_of

from .access import edited_provider, seen_provider
from .duplicate_presenters import present_lookalikes, side_by_side, values_of, values_typed
from .form_pages import provider_url


@require_POST
def lookalikes_typed(request: HttpRequest) -> HttpResponse:
    """The providers that share something with what is being typed; numbers come by POST."""
    request = cast(Request, request)
    operators = list(operators_with(request.actor, Permission.REGISTRY_EDIT))
    if not operators:
        raise NotPermitted
    asked = number_of(request.POST.get("operator"))
    operator = next((item for item in operators if item.pk == asked), operators[0])
    data = _typed(request)
    but = number_of(request.POST.get("provider"))
    found = lookalikes(request.actor, operator.pk, identity_typed(data), but=[but] if but else [])
    context = {
        "lookalikes": present_lookalikes(found, values_typed(data), "O que você digitou", request.actor)
    }
    return render(request, "providers/lookalikes.html", context)


def _typed(request: Request) -> ProviderData:
    def text(name: str) -> str:
        return request.POST.get(name, "")[:300]

    return ProviderData(
        kind=text("kind"),
        name=text("name"),
        trade_name=text("trade_name"),
        cnpj=text("cnpj"),
        cpf=text("cpf"),
        cnes=text("cnes"),
        city=text("city"),
        uf=text("uf"),
    ).tidied()


def identity_typed(data: ProviderData) -> Identity:
    """Only whole numbers tell who somebody is."""
    place = data.municipality
    number = cpf.clean(data.cpf)
    return Identity(
        names=frozenset(name for name in (data.name, data.trade_name) if name),
        cnpj=cnpj.clean(data.cnpj) or "",
        cpfs=frozenset([number] if number else []),
        municipality_id=place.ibge_code if place else None,
    )


@require_GET
@never_cache
def lookalikes_of_provider(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    provider = edited_provider(request, pk)
    found = lookalikes(request.actor, provider.operator_id, identity_of(provider), but=[provider.pk])
    told = values_of(provider, request.actor)
    views = present_lookalikes(found, told, "Este cadastro", request.actor, compared_with=provider.pk)
    return render(request, "providers/lookalikes.html", {"lookalikes": views, "of_provider": True})


@require_http_methods(["GET", "POST"])
@never_cache
def compare(request: HttpRequest, pk: int, other_id: int) -> HttpResponse:
    """Both records with all they say; posting makes them one, `pk` being the one that stays."""
    request = cast(Request, request)
    kept, merged = edited_provider(request, pk), edited_provider(request, other_id)
    if request.method == "POST":
        take = [name for name in COMPARED_FIELDS if request.POST.get(f"take-{name}") == name]
        merge = merge_providers(kept=kept, merged=merged, take=take, actor=request.actor, now=timezone.now())
        messages.success(
            request, f"Os dois cadastros são um só agora: {merge.kept.display_name}. Dá para desfazer abaixo."
        )
        return redirect(provider_url(kept, "unioes"))
    for provider in (kept, merged):
        note_provider_view(provider=provider, actor=request.actor, now=timezone.now())
    context = {
        "kept": kept,
        "merged": merged,
        "can_merge": kept.pk != merged.pk and kept.operator_id == merged.operator_id,
        "table": side_by_side(
            f"Fica: {kept.display_name}",
            values_of(kept, request.actor),
            f"Sai: {merged.display_name}",
            values_of(merged, request.actor),
        ),
    }
    return render(request, "providers/compare.html", context)


@require_POST
def part(request: HttpRequest, merge_id: int) -> HttpResponse:
    request = cast(Request, request)
    merge = find_merge(request.actor, merge_id)
    if merge is None:
        raise Http404
    part_providers(merge=merge, actor=request.actor, now=timezone.now())
    merged: Provider = seen_provider(request, merge.merged_id)
    messages.success(request, f"União desfeita: {merged.display_name} é de novo um cadastro à parte.")
    return redirect(provider_url(merge.kept))
