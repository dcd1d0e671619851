"""One run: how far it is, what it would change, and what is done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.network.actions.sync_end import dismiss_sync, stop_sync
from vinculo.network.actions.sync_request import request_apply, request_undo
from vinculo.network.feed.entities import Entity
from vinculo.network.models import Provider, SyncRun
from vinculo.network.queries.sync_runs import PlannedChange, planned_changes
from vinculo.network.sync_jobs.queue import APPLY_TASK, UNDO_TASK, is_under_way
from vinculo.web.administration.sections import tabs_for
from vinculo.web.site.http import Request, number_of

from .access import run_or_404
from .progress import progress_of
from .run_presenters import KINDS, RunView, State, present_run, rows_heading

ROWS = 50
FIRST_GONE = 10
LOOKED_THROUGH = 300
_NOT_OF_PROVIDERS = (Entity.DENTISTS, Entity.COVERAGE)
_HAS_ROWS = (State.READY, State.ASKS, State.APPLIED)


@require_GET
def run_page(request: Request, pk: int) -> HttpResponse:
    """While a process works on it, the page asks for itself again."""
    run = run_or_404(request, pk)
    entity, kind = _asked(run, request.GET.get("parte", ""), request.GET.get("tipo", ""))
    view = present_run(run, waits=_waits(run), entity=entity, kind=kind)
    asks = view.question is not None and not view.is_busy
    gone, more_gone = _first_deactivated(request, run) if asks else ([], False)
    context = {
        "tabs": tabs_for(request.actor, "sync-list"),
        "view": view,
        "run": run,
        "progress": progress_of(run, timezone.now(), request.GET.get("visto", "")) if view.is_busy else None,
        "gone": gone,
        "more_gone": more_gone,
        **_rows_context(request, view, entity, kind),
    }
    template = "registry_sync/run.html#run" if request.htmx else "registry_sync/run.html"
    return render(request, template, context)


@require_POST
def more_rows(request: Request, pk: int) -> HttpResponse:
    """The rows after a key, which stands in no address: it may be somebody's name."""
    run = run_or_404(request, pk)
    entity, kind = _asked(run, request.POST.get("parte", ""), request.POST.get("tipo", ""))
    view = present_run(run, waits=_waits(run), entity=entity, kind=kind)
    context = {
        "run": run,
        "view": view,
        "tabs": tabs_for(request.actor, "sync-list"),
        **_rows_context(request, view, entity, kind, str(number_of(request.POST.get("depois")))),
    }
    template = "registry_sync/rows.html#rows" if request.htmx else "registry_sync/run.html"
    return render(request, template, context)


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    run = run_or_404(request, pk)
    accepts = "accept" in request.POST
    request_apply(run=run, actor=request.actor, now=timezone.now(), accept_deactivations=accepts)
    return redirect("sync-run", pk)


@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    dismiss_sync(run=run_or_404(request, pk), actor=request.actor, now=timezone.now())
    messages.success(request, "Descartada. O cadastro não mudou.")
    return redirect("sync-run", pk)


@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    stop_sync(run=run_or_404(request, pk), actor=request.actor, now=timezone.now())
    return redirect("sync-run", pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    request_undo(run=run_or_404(request, pk), actor=request.actor, now=timezone.now())
    return redirect("sync-run", pk)


def _waits(run: SyncRun) -> bool:
    """Whether a worker was asked to apply or undo it, and has not done so yet."""
    if run.state in (State.READY, State.ASKS):
        return is_under_way(APPLY_TASK, run, timezone.now())
    return run.state == State.APPLIED and is_under_way(UNDO_TASK, run, timezone.now())


def _asked(run: SyncRun, entity: str, kind: str) -> tuple[str, str]:
    """The rows that were asked for, where there are any; else the first that there are."""
    there = [
        (str(each), of_kind) for each in Entity for of_kind in KINDS if run.counts.get(each, {}).get(of_kind)
    ]
    return (entity, kind) if (entity, kind) in there else next(iter(there), ("", ""))


def _rows_context(request: Request, view: RunView, entity: str, kind: str, after: str = "") -> dict[str, Any]:
    run = view.run
    is_kept = run.state in _HAS_ROWS and (run.state != State.APPLIED or run.keeps_undo)
    # Who applies may hold the plan for a while: nobody looks into it meanwhile.
    if view.is_busy or not entity or not is_kept:
        return {"rows": []}
    rows = _rows(request, run, Entity(entity), kind, after=after, limit=ROWS + 1)
    return {
        "rows": rows[:ROWS],
        "entity": entity,
        "kind": kind,
        "heading": rows_heading(run, Entity(entity), kind),
        "after": rows[ROWS - 1].key if len(rows) > ROWS else "",
        "links_providers": entity not in _NOT_OF_PROVIDERS
        and request.actor.may_anywhere(Permission.REGISTRY_SEE),
    }


def _first_deactivated(request: Request, run: SyncRun) -> tuple[list[PlannedChange], bool]:
    """Who is told no more, then who is told to be inactive; and whether there may be more."""
    found = _rows(request, run, Entity.PROVIDERS, "gone", limit=FIRST_GONE + 1)
    changed = _rows(request, run, Entity.PROVIDERS, "changed", limit=LOOKED_THROUGH)
    inactive = str(Provider.Status.INACTIVE.label)
    found += [row for row in changed if any(field.after == inactive for field in row.fields)]
    return found[:FIRST_GONE], len(found) > FIRST_GONE or len(changed) == LOOKED_THROUGH


def _rows(
    request: Request, run: SyncRun, entity: Entity, kind: str, *, after: str = "", limit: int
) -> list[PlannedChange]:
    may_see = request.actor.may(Permission.PERSONAL_DATA_SEE, run.operator_id)
    return planned_changes(run, entity, kind, after, limit, shows_personal=may_see)
