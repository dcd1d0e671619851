"""Avisos: what happened to one's cases while one was elsewhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.desk.actions.notices import mark_notices_seen
from vinculo.desk.queries.notices import notices_of, unseen_count

from ..site.http import Request, number_of
from .presenters import notice_lines


@require_GET
@never_cache
def notices(request: Request) -> HttpResponse:
    found = notices_of(request.actor, number_of(request.GET.get("before")) or None)
    context = {"lines": notice_lines(found.rows), "newest": found.newest, "before": found.before}
    return render(request, "notices/notices.html", context)


@require_GET
@never_cache
def bell(request: Request) -> HttpResponse:
    """The bell of the frame, with how many notices are new."""
    return render(request, "notices/bell.html", {"unseen": unseen_count(request.actor)})


@require_POST
def seen(request: Request) -> HttpResponse:
    """The page says which was the newest it showed: one that came meanwhile stays new."""
    mark_notices_seen(up_to=number_of(request.POST.get("up_to")), actor=request.actor)
    if not request.htmx:
        return redirect("notices")
    return render(request, "notices/bell.html", {"is_swapped": True, "unseen": unseen_count(request.actor)})
