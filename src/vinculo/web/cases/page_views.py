"""The page of one case, and the way to a new one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with, users_who_may
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.form import contact_numbers
from vinculo.cases.models import Attachment, Case
from vinculo.cases.next_contact_picks import next_contact_picks
from vinculo.cases.queries.case_records import find_case, find_case_alone
from vinculo.cases.queries.page_extras import attachments_of, protocols_of
from vinculo.cases.queries.surroundings import Surroundings, find_case_with_surroundings
from vinculo.cases.queries.timeline import timeline_of
from vinculo.cases.summary import case_summary
from vinculo.desk.queries.absences import with_absence
from vinculo.network.queries.head_today import RegistryRow
from vinculo.paper.requesters import REQUESTERS
from vinculo.web.site.http import Request, today_in_sao_paulo

from .contact_corrections import with_corrections
from .council_line import council_lines
from .known_phones import phone_suggestions, shown_phones
from .page_presenters import CasePage, read_case_page
from .timeline_presenters import timeline_items
from .typed_controls import UF_SUGGESTIONS


def case_or_404(request: Request, pk: int) -> Case:
    """
    Raises:
        Http404: there is no such case for this person.
    """
    case = find_case(request.actor, pk)
    if case is None:
        raise Http404
    return case


def case_to_write_or_404(request: Request, pk: int) -> Case:
    """The case alone: the action that writes it reads it again, locked.

    Raises:
        Http404: there is no such case for this person.
    """
    case = find_case_alone(request.actor, pk)
    if case is None:
        raise Http404
    return case


def whole_case_or_404(request: Request, pk: int) -> tuple[Case, Surroundings]:
    """The case with what the registry and the calendar know around it.

    Raises:
        Http404: there is no such case for this person.
    """
    found = find_case_with_surroundings(request.actor, pk)
    if found is None:
        raise Http404
    return found


def page_context(
    request: Request,
    case: Case,
    attachments: Sequence[Attachment] = (),
    registry: RegistryRow | None = None,
) -> dict[str, Any]:
    """What every piece of the page's template may need."""
    page = read_case_page(case, request.actor, today_in_sao_paulo(), attachments, registry)
    return {
        "page": page,
        "case": case,
        "edition": page.edition,
        "requesters": REQUESTERS.values(),
    }


@require_GET
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    case, around = whole_case_or_404(request, pk)
    record_case_view(case=case, actor=request.actor, now=timezone.now())
    return render(request, "cases/page.html", full_context(request, case, around))


def full_context(request: Request, case: Case, around: Surroundings) -> dict[str, Any]:
    """The whole page: the form, and all that stands beside it."""
    kept = attachments_of(case)
    attachments = [item for item in kept if item.voided_at is None]
    context = page_context(request, case, attachments, around.registry)
    page: CasePage = context["page"]
    rows = timeline_of(case)
    page = replace(page, contacts=with_corrections(page.contacts, rows, page.may_see_personal_data))
    may_open_sibling = len(request.actor.operators_with(Permission.CASES_WORK)) > 1
    may_reassign = request.actor.may(Permission.CASES_REASSIGN, case.operator_id)
    return context | {
        "page": page,
        "picks": next_contact_picks(page.facts.today, around.place) if page.editable else (),
        "known_phones": shown_phones(around.phones, case) if page.may_see_personal_data else (),
        "phone_suggestions": phone_suggestions(around.phones, page.records.contacts)
        if page.may_see_personal_data
        else (),
        "attachments": [item for item in attachments if item.contact_id is None],
        "voided_attachments": [item for item in kept if item.voided_at is not None],
        "protocols": protocols_of(case),
        "timeline": timeline_items(
            rows,
            page.edition,
            contact_numbers(page.records.contacts),
            may_see_personal_data=page.may_see_personal_data,
        ),
        "council": council_lines(case, around, request.actor),
        "uf_suggestions": UF_SUGGESTIONS,
        "summary": case_summary(page.facts.form, page.edition, number=case.number),
        "sees_registry": request.actor.may(Permission.REGISTRY_SEE, case.operator_id),
        "may_do_more": page.editable and (may_reassign or may_open_sibling),
        "token": uuid.uuid4(),
    }


@require_GET
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """What is seldom done with a case, read when it is asked for: passing it on, opening a sibling."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    may_reassign = request.actor.may(Permission.CASES_REASSIGN, case.operator_id)
    context = {
        "case": case,
        "token": uuid.uuid4(),
        "colleagues": _colleagues(case) if may_reassign else (),
        "sibling_operators": operators_with(request.actor, Permission.CASES_WORK).exclude(
            pk=case.operator_id
        ),
    }
    return render(request, "cases/more.html", context)


def _colleagues(case: Case) -> QuerySet[User]:
    """To whom the case can be passed, each with the end of an absence."""
    people = users_who_may(Permission.CASES_WORK, case.operator_id)
    return with_absence(people, case.operator_id, today_in_sao_paulo())
