"""Rows among the requests that cannot be read: put aside, and back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.accounts.permissions import Permission
from vinculo.consequences.actions.refused_rows import dismiss_refused, restore_refused
from vinculo.consequences.models import RefusedRow
from vinculo.consequences.queries.refused_rows import find_refused
from vinculo.kernel.numbers import format_count
from vinculo.kernel.refusal import NotPermitted

from ..site.http import Request, number_of
from ..site.undo import tell_with_undo


@require_POST
def refused_dismiss(request: Request, pk: int) -> HttpResponse:
    row = _row_or_404(request, pk)
    dismiss_refused(ids=[row.pk], actor=request.actor, now=timezone.now())
    tell_with_undo(request, "A linha foi dispensada.", reverse("refused-restore", args=[pk]))
    return redirect("incoming-list")


@require_POST
def refused_dismiss_shown(request: Request) -> HttpResponse:
    """The rows that stood on the page."""
    if not request.actor.may_anywhere(Permission.CASES_WORK):
        raise NotPermitted
    ids = [number_of(text) for text in request.POST.getlist("row")]
    count = dismiss_refused(ids=ids, actor=request.actor, now=timezone.now())
    told = "1 linha foi dispensada" if count == 1 else f"{format_count(count)} linhas foram dispensadas"
    messages.success(request, f"{told}.")
    return redirect("incoming-list")


@require_POST
def refused_restore(request: Request, pk: int) -> HttpResponse:
    row = _row_or_404(request, pk, standing=False)
    restore_refused(ids=[row.pk], actor=request.actor, now=timezone.now())
    return redirect("incoming-list")


def _row_or_404(request: Request, pk: int, *, standing: bool = True) -> RefusedRow:
    found = find_refused(request.actor, pk, standing=standing)
    if found is None:
        raise Http404
    return found
