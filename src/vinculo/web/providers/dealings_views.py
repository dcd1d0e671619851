"""All cases of a provider, the latest contacts and attachments in them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.dealings import (
    all_cases_of_provider,
    attachments_of_provider,
    contacts_of_provider,
)
from vinculo.network.actions.note_provider_view import note_provider_view
from vinculo.web.site.http import Request

from .access import may_see_personal_data, seen_provider_alone
from .dealings_presenters import case_rows, contact_rows, file_rows
from .page_tabs import provider_tabs

CASES_A_PAGE = 25
MOST_CONTACTS = 30
MOST_FILES = 24


@require_GET
@never_cache
def provider_dealings(request: Request, pk: int) -> HttpResponse:
    actor, provider = request.actor, seen_provider_alone(request, pk)
    actor.require(Permission.CASES_SEE, provider.operator_id)
    note_provider_view(provider=provider, actor=actor, now=timezone.now())
    may_see = may_see_personal_data(request, provider)
    page = Paginator(all_cases_of_provider(actor, pk), CASES_A_PAGE).get_page(request.GET.get("pagina"))
    contacts = contacts_of_provider(actor, pk, MOST_CONTACTS + 1)
    files = attachments_of_provider(actor, pk, MOST_FILES + 1)
    context = {
        "provider": provider,
        "tabs": provider_tabs(provider, actor, "provider-dealings"),
        "cases": case_rows(page),
        "count": page.paginator.count,
        "summary": f"{page.start_index()}–{page.end_index()} de {page.paginator.count}",
        "previous_url": f"?pagina={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?pagina={page.next_page_number()}" if page.has_next() else "",
        "contacts": contact_rows(contacts[:MOST_CONTACTS], may_see=may_see),
        "has_more_contacts": len(contacts) > MOST_CONTACTS,
        "files": file_rows(files[:MOST_FILES], may_see=may_see),
        "has_more_files": len(files) > MOST_FILES,
    }
    return render(request, "providers/dealings.html", context)
