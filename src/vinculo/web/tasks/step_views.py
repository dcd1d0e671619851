"""What is done with a task: taken up, answered, accepted, reopened, cancelled."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Attachment
from vinculo.consequences.actions.edit_task import edit_task
from vinculo.consequences.actions.move_task import (
    accept_answer,
    answer_task,
    cancel_task,
    claim_task,
    record_answer,
    release_task,
    reopen_task,
)
from vinculo.consequences.actions.task_files import add_task_file
from vinculo.consequences.models import SectorTask
from vinculo.kernel.dates import parse_date
from vinculo.kernel.refusal import NotPermitted, Refusal

from ..cases.uploads import content_of
from ..site.http import Request, number_of
from .access import task_or_404
from .views import show_task

REFUSED = 422


@require_POST
def task_claim(request: Request, pk: int) -> HttpResponse:
    task = task_or_404(request, pk)
    seen = number_of(request.POST.get("owner")) or None
    claim_task(task=task, seen_owner_id=seen, actor=request.actor, now=timezone.now())
    messages.success(request, "A tarefa está com você.")
    return redirect("task-page", pk)


@require_POST
def task_release(request: Request, pk: int) -> HttpResponse:
    task = release_task(task=task_or_404(request, pk), actor=request.actor, now=timezone.now())
    messages.success(request, f"A tarefa voltou à fila: {task.sector_label}.")
    return redirect("task-page", pk)


@require_POST
def task_answer(request: Request, pk: int) -> HttpResponse:
    """The text and the files with it. What is refused is told, and the text stands in its field again.

    A script that sends files one by one asks for JSON, and draws each as it is kept.
    """
    task, text = task_or_404(request, pk), request.POST.get("text", "")
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"files": [_told(request, task, one) for one in request.FILES.getlist("file")]})
    try:
        for upload in request.FILES.getlist("file"):
            _keep(request, task, upload)
        if "only-files" not in request.POST:
            answer_task(task=task, text=text, actor=request.actor, now=timezone.now())
    except NotPermitted:
        raise
    except Refusal as refused:
        return show_task(request, task_or_404(request, pk), text=text, refusal=str(refused), status=REFUSED)
    if "only-files" in request.POST:
        return show_task(request, task_or_404(request, pk), text=text)
    messages.success(request, "Resposta enviada. O consultor do processo foi avisado.")
    return redirect("task-page", pk)


def _told(request: Request, task: SectorTask, upload: UploadedFile[bytes]) -> dict[str, str]:
    """What became of one file, and how it is drawn."""
    try:
        kept = _keep(request, task, upload)
    except NotPermitted:
        raise
    except Refusal as refused:
        return {"tone": "error", "message": refused.message}
    drawn = render_to_string("tasks/answer_file.html", {"task": task, "file": kept, "may_see": True}, request)
    return {"tone": "success", "message": f"“{kept.name}” anexado.", "html": drawn}


def _keep(request: Request, task: SectorTask, upload: UploadedFile[bytes]) -> Attachment:
    name, content = content_of(upload)
    return add_task_file(
        task=task,
        name=name,
        content=content,
        largest=settings.MAX_ATTACHMENT_BYTES,
        actor=request.actor,
        now=timezone.now(),
    )


@require_POST
def task_edit(request: Request, pk: int) -> HttpResponse:
    """What is asked, and by when; what is refused stands in its field again."""
    task = task_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, task.operator_id)
    typed = {name: request.POST.get(name, "") for name in ("text", "due_on")}
    before = (task.text, task.due_on)
    try:
        edited = edit_task(
            task=task,
            text=typed["text"],
            due_on=parse_date(typed["due_on"]),
            actor=request.actor,
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Refusal as refused:
        again = task_or_404(request, pk)
        return show_task(request, again, edited=typed, refusal=str(refused), status=REFUSED)
    if (edited.text, edited.due_on) != before:
        messages.success(request, "Pedido alterado. O setor foi avisado.")
    return redirect("task-page", pk)


@require_POST
def task_accept(request: Request, pk: int) -> HttpResponse:
    accept_answer(task=task_or_404(request, pk), actor=request.actor, now=timezone.now())
    messages.success(request, "Resposta aceita. A tarefa está concluída.")
    return redirect("task-page", pk)


@require_POST
def task_record(request: Request, pk: int) -> HttpResponse:
    return _with_text(request, pk, record_answer, "text", "Resposta registrada. A tarefa está concluída.")


@require_POST
def task_reopen(request: Request, pk: int) -> HttpResponse:
    return _with_text(request, pk, reopen_task, "reason", "Tarefa reaberta. O prazo do setor recomeça hoje.")


@require_POST
def task_cancel(request: Request, pk: int) -> HttpResponse:
    return _with_text(request, pk, cancel_task, "reason", "Tarefa cancelada.")


def _with_text(request: Request, pk: int, action: Any, name: str, done: str) -> HttpResponse:
    """An action of who works on the case, with what was typed under a name."""
    task = task_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, task.operator_id)
    typed = {name: request.POST.get(name, "")}
    try:
        action(task=task, actor=request.actor, now=timezone.now(), **typed)
    except NotPermitted:
        raise
    except Refusal as refused:
        return show_task(request, task_or_404(request, pk), refusal=str(refused), status=REFUSED)
    messages.success(request, done)
    return redirect("task-page", pk)
