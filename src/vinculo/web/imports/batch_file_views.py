"""All files of a batch that could not be read, or that came before: pages of lists that may be long."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vinculo.intake.batch_queries import failed_files, repeated_files
from vinculo.web.administration.pages import page_links
from vinculo.web.site.http import Request

from .access import batch_or_404

FILES = 100


@require_GET
def failed(request: Request, pk: int) -> HttpResponse:
    return _list(request, pk, is_failed=True)


@require_GET
def repeated(request: Request, pk: int) -> HttpResponse:
    return _list(request, pk, is_failed=False)


def _list(request: Request, pk: int, *, is_failed: bool) -> HttpResponse:
    counted = batch_or_404(request, pk)
    rows = (failed_files if is_failed else repeated_files)(request.actor, counted.batch)
    page = Paginator(rows, FILES).get_page(request.GET.get("page"))
    context = {
        "batch": counted.batch,
        "counts": counted.counts,
        "is_failed": is_failed,
        "files": page.object_list,
        "pager": page_links(page, request.GET),
    }
    return render(request, "imports/batch_files.html", context)
