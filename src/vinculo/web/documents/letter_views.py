"""Writing a letter about the decision of a case: which one, what is missing, how it looks, issuing it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Case
from vinculo.consequences.queries.legal_clocks import clock_of_case
from vinculo.documents.actions.issue_letter import (
    DraftLetter,
    LetterRequest,
    draft_letter,
    issue_letter,
    preview_letter,
    preview_sheet,
)
from vinculo.documents.letter_gaps import GAPS, TYPED
from vinculo.documents.queries.letter_templates import OfferedLetter, offered_letters
from vinculo.documents.refusals import UnableToIssueLetter
from vinculo.documents.standing import standing_signature
from vinculo.kernel.dates import format_date
from vinculo.kernel.refusal import NotPermitted

from ..cases.event_views import token_of
from ..cases.page_views import case_or_404
from ..site.http import Request
from .views import pdf_response

REFUSED = 422
LAST_DAY = "ultimo_dia"
_TYPED = "gap-"


@dataclass(frozen=True, slots=True)
class LetterTab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class GapField:
    """What somebody may say for a gap of the letter."""

    name: str
    gap: str
    label: str
    value: str
    is_missing: bool


@require_http_methods(["GET", "POST"])
@never_cache
def case_letter(request: Request, pk: int) -> HttpResponse:
    case = _letter_case(request, pk)
    if request.method == "GET":
        record_case_view(case=case, actor=request.actor, now=timezone.now(), what="letter")
        return _page(request, case)
    try:
        made = issue_letter(
            case=case,
            request=_asked(request.POST),
            actor=request.actor,
            now=timezone.now(),
            token=token_of(request),
        )
    except UnableToIssueLetter as refused:
        return _page(request, case, refusal=refused.message)
    messages.success(request, f"Carta emitida: documento {made.number}.")
    return redirect("document-page", case.pk, made.pk)


@require_POST
@never_cache
def letter_preview(request: Request, pk: int) -> HttpResponse:
    """The letter as it would be, while somebody fills its gaps; or as a PDF, on request."""
    case = _letter_case(request, pk)
    draft = draft_letter(case, _asked(request.POST), request.actor)
    if draft is None:
        raise UnableToIssueLetter("Esta carta não está mais em uso. Escolha outra; nada foi emitido.")
    if "pdf" in request.POST:
        pdf = preview_letter(case=case, draft=draft, now=timezone.now())
        return pdf_response(pdf, f"previa-{case.number}.pdf")
    return render(request, "documents/letter_preview.html", _drawn(case, draft))


def _letter_case(request: Request, pk: int) -> Case:
    case = case_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    request.actor.require(Permission.PERSONAL_DATA_SEE, case.operator_id)
    return case


def _asked(posted: QueryDict) -> LetterRequest:
    typed = {gap: posted.get(f"{_TYPED}{gap}", "") for gap in GAPS if f"{_TYPED}{gap}" in posted}
    return LetterRequest(posted.get("letter", "")[:20], typed)


def _page(request: Request, case: Case, refusal: str = "") -> HttpResponse:
    offered = offered_letters(request.actor, case)
    wanted = request.POST.get("letter", "") or request.GET.get("carta", "")
    current = next((one for one in offered if one.key == wanted), offered[0] if offered else None)
    typed = _asked(request.POST).typed if request.method == "POST" else _known(request, case)
    draft = draft_letter(case, LetterRequest(current.key, typed), request.actor) if current else None
    context: dict[str, Any] = {
        "case": case,
        "is_signed": standing_signature(case) is not None,
        "tabs": _tabs(case, offered, current),
        "letter": current,
        "fields": _fields(case, current, request, typed) if current else [],
        "refusal": refusal,
        "token": request.POST.get("token", "")[:40] or uuid.uuid4(),
        "edits_letters": request.actor.may(Permission.DESK_EDIT, case.operator_id),
    }
    if draft is not None:
        context |= _drawn(case, draft)
    return render(request, "documents/letter.html", context, status=REFUSED if refusal else 200)


def _known(request: Request, case: Case) -> dict[str, str]:
    """What others than the case say of its gaps: the legal clock, when the provider is out."""
    clock = clock_of_case(request.actor, case)
    if clock is None or clock.ended_at is not None:
        return {}
    return {LAST_DAY: format_date(clock.effective_on - dt.timedelta(days=1))}


def _drawn(case: Case, draft: DraftLetter) -> dict[str, Any]:
    return {
        "sheet": preview_sheet(case=case, draft=draft, now=timezone.now()),
        "message": draft.letter.message,
        "missing": [(gap, GAPS[gap]) for gap in draft.missing],
        "lost": draft.letter.lost,
        "case": case,
    }


def _tabs(case: Case, offered: list[OfferedLetter], current: OfferedLetter | None) -> list[LetterTab]:
    page = reverse("case-letter", args=[case.pk])
    return [LetterTab(one.name, f"{page}?carta={one.key}", one == current) for one in offered]


def _fields(case: Case, current: OfferedLetter, request: Request, typed: Mapping[str, str]) -> list[GapField]:
    """What the case only has a guess for, and what it says nothing of."""
    bare = draft_letter(case, LetterRequest(current.key), request.actor)
    if bare is None:
        raise NotPermitted
    used = " ".join((current.wording.title, current.wording.body, current.wording.message))
    gaps = [gap for gap in TYPED if f"{{{gap}}}" in used]
    gaps += [gap for gap in bare.missing if gap not in TYPED]
    return [
        GapField(
            name=f"{_TYPED}{gap}",
            gap=gap,
            label=GAPS[gap].capitalize(),
            value=typed.get(gap, "") or bare.values.get(gap, ""),
            is_missing=gap in bare.missing and not typed.get(gap),
        )
        for gap in gaps
    ]
