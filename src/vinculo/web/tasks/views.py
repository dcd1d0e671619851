"""The queue of tasks, one task, and the files that it shows."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.view_case import record_case_view
from vinculo.consequences.models import SectorTask
from vinculo.consequences.queries.sector_tasks import (
    Shelf,
    files_of,
    find_task_file,
    may_see_files,
    queue,
    sectors_with_tasks,
    shelf_counts,
    steps_of,
)

from ..cases.uploads import attachment_response
from ..site.http import Request, number_of, today_in_sao_paulo
from .access import require_tasks, task_or_404
from .presenters import TaskView, present_task, queue_address, shelf_tabs, task_lines

FARTHEST_PAGE = 200


@require_GET
@never_cache
def task_list(request: Request) -> HttpResponse:
    require_tasks(request.actor)
    today, sector = today_in_sao_paulo(), request.GET.get("setor", "")[:40]
    shelf = _shelf(request)
    number = min(max(number_of(request.GET.get("pagina")), 1), FARTHEST_PAGE)
    found = queue(request.actor, shelf, today, sector=sector, page=number)
    sectors = sectors_with_tasks(request.actor)
    context = {
        "tabs": shelf_tabs(
            shelf,
            shelf_counts(request.actor, today, sector=sector),
            sector,
            answers_for_sector=bool(request.actor.sectors),
        ),
        "lines": task_lines(found.rows, request.actor, today),
        "sees_duties": request.actor.may_anywhere(Permission.CASES_SEE),
        "shelf": shelf,
        "sector": sector,
        "sectors": [(label, queue_address(shelf, code), code == sector) for code, label in sectors],
        "every_sector": queue_address(shelf),
        "previous_url": queue_address(shelf, sector, number - 1) if number > 1 else "",
        "next_url": queue_address(shelf, sector, number + 1) if found.has_more else "",
    }
    return render(request, "tasks/list.html", context)


def _shelf(request: Request) -> Shelf:
    """Who works on cases begins with what was asked for them, a sector with what is open."""
    asked = request.GET.get("mostrar", "")
    if asked in list(Shelf):
        return Shelf(asked)
    only_cases = not request.actor.sectors and request.actor.may_anywhere(Permission.CASES_WORK)
    return Shelf.MINE if only_cases else Shelf.OPEN


@require_GET
@never_cache
def task_page(request: Request, pk: int) -> HttpResponse:
    task = task_or_404(request, pk)
    record_case_view(case=task.case, actor=request.actor, now=timezone.now(), what="task")
    return show_task(request, task)


def show_task(
    request: Request,
    task: SectorTask,
    *,
    text: str = "",
    edited: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """`text` is an answer that was not taken, `edited` a change; both stand in their fields again."""
    context = {
        "view": view_of(request, task),
        "task": task,
        "text": text,
        "edited": edited,
        "refusal": refusal,
        "largest": settings.MAX_ATTACHMENT_BYTES,
    }
    return render(request, "tasks/page.html", context, status=status)


def view_of(request: Request, task: SectorTask) -> TaskView:
    sees_files = may_see_files(task, request.actor)
    files, today = files_of(task), today_in_sao_paulo()
    return present_task(task, steps_of(task), files, request.actor, today, may_see_files=sees_files)


@require_GET
def task_file(request: Request, pk: int, attachment_id: int) -> FileResponse:
    task = task_or_404(request, pk)
    found = find_task_file(task, attachment_id)
    if found is None or not may_see_files(task, request.actor):
        raise Http404
    record_case_view(case=task.case, actor=request.actor, now=timezone.now(), what="attachment")
    return attachment_response(found)
