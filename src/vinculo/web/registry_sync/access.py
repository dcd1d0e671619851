"""Which operators and runs the person who asks may sync: anything else is not found."""

from __future__ import annotations

from django.http import Http404

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import SyncRun
from vinculo.network.queries.sync_runs import sync_runs_visible_to
from vinculo.network.sync_jobs.connections import connections_visible_to
from vinculo.web.site.http import Request, number_of


def require_syncer(request: Request) -> None:
    """
    Raises:
        NotPermitted: the person may sync the registry of no operator.
    """
    if not request.actor.may_anywhere(Permission.REGISTRY_SYNC):
        raise NotPermitted


def chosen_operator(request: Request) -> Operator:
    """The operator that a form names.

    Raises:
        NotPermitted: the person may not sync its registry.
    """
    chosen = number_of(request.POST.get("operator"))
    for one in connections_visible_to(request.actor):
        if one.operator.pk == chosen:
            return one.operator
    raise NotPermitted


def run_or_404(request: Request, pk: int) -> SyncRun:
    """
    Raises:
        Http404: there is no such run for this person.
    """
    rows = sync_runs_visible_to(request.actor).select_related(
        "operator", "started_by", "applied_by", "ended_by"
    )
    run = rows.filter(pk=pk).first()
    if run is None:
        raise Http404
    return run
