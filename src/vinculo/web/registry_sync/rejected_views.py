"""Refused rows: their reasons on a page, all that they say in a file for whoever mends the core system."""

from __future__ import annotations

import codecs
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vinculo.accounts.permissions import Permission
from vinculo.network.actions.note_rejects_download import note_rejects_download
from vinculo.network.feed.entities import Entity
from vinculo.network.feed.masked_rejects import masked_rejects
from vinculo.network.feed.rejects import ENTITY_WORDS
from vinculo.network.models import SyncRun
from vinculo.network.sync_jobs.connections import connection_for
from vinculo.web.administration.sections import tabs_for
from vinculo.web.site.http import Request

from .access import run_or_404
from .rejected_lines import READ, read_rejected
from .run_presenters import total_of


@dataclass(frozen=True, slots=True)
class TableLink:
    label: str
    count: int
    url: str
    is_current: bool


@require_GET
def rejected(request: Request, pk: int) -> HttpResponse:
    """Where each refused row stands and why; what else stands in it is in the file alone."""
    run = run_or_404(request, pk)
    asked = request.GET.get("parte", "")
    entity = Entity(asked) if asked in set(Entity) else None
    is_kept = run.rejects and run.rejects.storage.exists(run.rejects.name or "")
    context = {
        "tabs": tabs_for(request.actor, "sync-list"),
        "run": run,
        "total": total_of(run, "rejected"),
        "tables": _tables(run, entity),
        "entity": entity,
        "found": read_rejected(_text(run), connection_for(run.operator).mapping, entity) if is_kept else None,
        "looked_at": READ,
        "sees_all": _sees_all(request, run),
        "kept_days": settings.REJECTS_DAYS,
    }
    return render(request, "registry_sync/rejected.html", context)


def _tables(run: SyncRun, chosen: Entity | None) -> list[TableLink]:
    """All together, and each that has some; none where there is nothing to choose from."""
    counts = [(each, int(run.counts.get(each, {}).get("rejected", 0))) for each in Entity]
    refused = [(each, count) for each, count in counts if count]
    if len(refused) < 2:
        return []
    return [
        TableLink("Todas", total_of(run, "rejected"), "?", chosen is None),
        *(TableLink(ENTITY_WORDS[each], count, f"?parte={each}", each is chosen) for each, count in refused),
    ]


@require_GET
def rejected_file(request: Request, pk: int) -> HttpResponseBase:
    """As the core system told them; numbers of people hidden from who may not see them."""
    run = run_or_404(request, pk)
    if not run.rejects or not run.rejects.storage.exists(run.rejects.name or ""):
        raise Http404
    note_rejects_download(run=run, actor=request.actor, now=timezone.now())
    name, kind = f"linhas-recusadas-{run.pk}.csv", "text/csv; charset=utf-8"
    answer: FileResponse | StreamingHttpResponse
    if _sees_all(request, run):
        answer = FileResponse(run.rejects.open("rb"), as_attachment=True, filename=name, content_type=kind)
    else:
        answer = StreamingHttpResponse(_masked(run), content_type=kind)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _sees_all(request: Request, run: SyncRun) -> bool:
    return request.actor.may(Permission.PERSONAL_DATA_SEE, run.operator_id)


def _masked(run: SyncRun) -> Iterator[bytes]:
    yield codecs.BOM_UTF8
    for line in masked_rejects(_text(run)):
        yield line.encode()


def _text(run: SyncRun) -> Generator[str, None, None]:
    with run.rejects.open("rb") as kept, io.TextIOWrapper(kept, encoding="utf-8-sig", newline="") as text:
        yield from text
