"""Refused rows: their reasons on a page, all that they say in a file for whoever mends the core system."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vinculo.network.actions.note_rejects_download import note_rejects_download
from vinculo.network.models import SyncRun
from vinculo.web.administration.sections import tabs_for
from vinculo.web.site.http import Request

from .access import run_or_404
from .run_presenters import total_of

READ = 5_000
SHOWN = 50
REASONS = 20


@dataclass(frozen=True, slots=True)
class RejectedLine:
    entity: str
    place: str
    reason: str


@require_GET
def rejected(request: Request, pk: int) -> HttpResponse:
    """Where each refused row stands and why; what stands in it is in the file alone."""
    run = run_or_404(request, pk)
    lines = list(islice(_lines(run), READ))
    context = {
        "tabs": tabs_for(request.actor, "sync-list"),
        "run": run,
        "total": total_of(run, "rejected"),
        "reasons": Counter((line.entity, line.reason) for line in lines).most_common(REASONS),
        "lines": lines[:SHOWN],
        "is_cut": len(lines) == READ,
    }
    return render(request, "registry_sync/rejected.html", context)


@require_GET
def rejected_file(request: Request, pk: int) -> FileResponse:
    run = run_or_404(request, pk)
    if not run.rejects or not run.rejects.storage.exists(run.rejects.name or ""):
        raise Http404
    note_rejects_download(run=run, actor=request.actor, now=timezone.now())
    answer = FileResponse(
        run.rejects.open("rb"),
        as_attachment=True,
        filename=f"linhas-recusadas-{run.pk}.csv",
        content_type="text/csv; charset=utf-8",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _lines(run: SyncRun) -> Iterator[RejectedLine]:
    if not run.rejects or not run.rejects.storage.exists(run.rejects.name or ""):
        return
    with run.rejects.open("rb") as kept, io.TextIOWrapper(kept, encoding="utf-8-sig", newline="") as text:
        for cells in csv.reader(text, delimiter=";"):
            # Each kind of rows has its own head.
            if len(cells) > 2 and cells[:2] != ["Cadastro", "Onde"]:
                yield RejectedLine(*cells[:3])
