"""Where the registry is synced from: connections, files that are sent, and the runs so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.network.actions.sync_request import request_sync
from vinculo.network.actions.sync_start import UnableToStartSync
from vinculo.network.feed.mapping_file import sample_mapping
from vinculo.network.queries.sync_runs import sync_runs_visible_to
from vinculo.network.sync_jobs.connections import connections_visible_to
from vinculo.web.administration.pages import page_links
from vinculo.web.administration.sections import tabs_for
from vinculo.web.site.http import Request

from .access import chosen_operator, require_syncer
from .connection_presenters import present_connection
from .run_presenters import present_line

RUNS = 30
NO_FILES = "Nenhum arquivo foi escolhido. Escolha os arquivos e envie de novo."


@require_GET
def sync_list(request: Request) -> HttpResponse:
    require_syncer(request)
    rows = sync_runs_visible_to(request.actor).select_related("operator", "started_by").order_by("-pk")
    page = Paginator(rows, RUNS).get_page(request.GET.get("page"))
    connections = connections_visible_to(request.actor)
    open_runs = {run.operator_id: run for run in rows.filter(state__in=rows.model.OPEN_STATES)}
    now = timezone.now()
    context = {
        "tabs": tabs_for(request.actor, "sync-list"),
        "connections": [present_connection(one, open_runs.get(one.operator.pk), now) for one in connections],
        "lines": [present_line(run) for run in page.object_list],
        "shows_operator": len(connections) > 1,
        "largest": settings.MAX_REQUEST_BYTES,
        "pager": page_links(page, request.GET),
    }
    return render(request, "registry_sync/list.html", context)


@require_POST
def start(request: Request) -> HttpResponse:
    """From the operator's connection, now."""
    operator = chosen_operator(request)
    try:
        run = request_sync(operator=operator, actor=request.actor, now=timezone.now())
    except UnableToStartSync as refusal:
        return _refused(request, refusal)
    return redirect("sync-run", run.pk)


@require_POST
def upload(request: Request) -> HttpResponse:
    """From files: several tables, workbooks, ZIPs."""
    operator = chosen_operator(request)
    sent = cast("Iterable[UploadedFile[bytes]]", request.FILES.getlist("files"))
    files = [(one.name or "arquivo", one) for one in sent]
    if not files:
        messages.error(request, NO_FILES)
        return redirect("sync-list")
    try:
        run = request_sync(operator=operator, actor=request.actor, now=timezone.now(), files=files)  # type: ignore[arg-type]
    except UnableToStartSync as refusal:
        return _refused(request, refusal)
    return redirect("sync-run", run.pk)


def _refused(request: Request, refusal: UnableToStartSync) -> HttpResponse:
    messages.error(request, refusal.message)
    return redirect("sync-run", refusal.run.pk) if refusal.run else redirect("sync-list")


@require_GET
def sample(request: Request) -> HttpResponse:
    """The connection's file to begin with."""
    require_syncer(request)
    answer = HttpResponse(sample_mapping(), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sio-modelo.toml"'
    return answer
