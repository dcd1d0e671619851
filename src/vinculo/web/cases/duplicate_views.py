"""What a case may be the same as: shown beside it, compared, made one, parted again."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.merge_cases import merge_cases, part_cases
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.queries.lookalikes import (
    case_lookalikes,
    find_case_merge,
    merges_into,
    provider_lookalikes,
)
from vinculo.cases.states import OPEN_STATES
from vinculo.intake.sheet_queries import came_from_paper
from vinculo.web.imports.evidence_presenters import evidence_of, peeks_of
from vinculo.web.imports.returned_presenters import returned_of
from vinculo.web.providers.duplicate_presenters import present_lookalikes, values_of_head
from vinculo.web.site.http import Request

from .duplicate_presenters import cases_side_by_side, head_texts, present_case_lookalikes
from .page_views import case_or_404


@require_GET
def lookalikes(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked for by the page once it stands, so that it is not kept waiting."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    is_open = case.state in OPEN_STATES
    may_work = is_open and request.actor.may(Permission.CASES_WORK, case.operator_id)
    may_merge = request.actor.may(Permission.CASES_REASSIGN, case.operator_id)
    told = values_of_head(head_texts(case, request.actor))
    sees_registry = request.actor.may(Permission.REGISTRY_SEE, case.operator_id)
    providers = provider_lookalikes(request.actor, case) if may_work and sees_registry else ()
    context = {
        "case": case,
        "providers": present_lookalikes(providers, told, "Neste processo", request.actor),
        "cases": present_case_lookalikes(
            case_lookalikes(request.actor, case), case, may_merge=may_merge and is_open
        ),
        "merges": merges_into(case),
        "may_merge": may_merge,
    }
    return render(request, "cases/lookalikes.html", context | _from_paper(request, case))


def _from_paper(request: Request, case: Case) -> dict[str, Any]:
    """Where the case came from goes along: the page itself is not kept waiting for that either."""
    if not request.actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
        return {"papers": ()}
    returned = returned_of(case, may_work=False)
    if not came_from_paper(case):
        return {"papers": (), "returned": returned}
    papers = evidence_of(case, timezone.now())
    return {"papers": papers, "peeks": peeks_of(case, papers), "returned": returned}


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, pk: int, other_id: int) -> HttpResponse:
    """Both cases with what they say; posting makes them one, `pk` being the one that stays."""
    request = cast(Request, request)
    kept, merged = case_or_404(request, pk), case_or_404(request, other_id)
    if request.method == "POST":
        merge_cases(kept=kept, merged=merged, actor=request.actor, now=timezone.now())
        messages.success(request, f"{merged} foi unido a {kept}. Dá para desfazer ao lado do formulário.")
        return redirect(reverse("case-page", args=[kept.pk]))
    for case in (kept, merged):
        record_case_view(case=case, actor=request.actor, now=timezone.now())
    context = {
        "kept": kept,
        "merged": merged,
        "table": cases_side_by_side(_with_records(kept), _with_records(merged), request.actor),
        "can_merge": _can_merge(request, kept, merged),
    }
    return render(request, "cases/compare.html", context)


def _with_records(case: Case) -> tuple[Case, int, int]:
    """A case with how many contacts and attachments stand in it."""
    standing = [contact for contact in records_of(case).contacts if contact.voided_at is None]
    return case, len(standing), case.attachments.filter(voided_at=None).count()


def _can_merge(request: Request, kept: Case, merged: Case) -> bool:
    both_open = kept.state in OPEN_STATES and merged.state in OPEN_STATES
    one_operator = kept.operator_id == merged.operator_id and kept.pk != merged.pk
    return both_open and one_operator and request.actor.may(Permission.CASES_REASSIGN, kept.operator_id)


@require_POST
def part(request: HttpRequest, merge_id: int) -> HttpResponse:
    request = cast(Request, request)
    merge = find_case_merge(request.actor, merge_id)
    if merge is None:
        raise Http404
    part_cases(merge=merge, actor=request.actor, now=timezone.now())
    messages.success(request, f"União desfeita: {merge.merged} está aberto de novo.")
    return redirect(reverse("case-page", args=[merge.kept_id]))
