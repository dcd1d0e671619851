"""Bringing files in, and the batches that they came in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from vinculo.accounts.models import Operator
from vinculo.intake import queries
from vinculo.intake.actions.accept_certain import AcceptedBatch, accept_certain
from vinculo.intake.actions.note_reading_view import note_file_view
from vinculo.intake.actions.receive_files import open_batch, receive_file, receive_files
from vinculo.intake.batch_queries import (
    CountedBatch,
    counted_batches,
    failed_files,
    filled_batches,
    is_being_undone,
    kept_cases,
    kept_paper,
    readings_to_look_at,
    repeated_files,
    seconds_left,
)
from vinculo.intake.models import FileState, ImportBatch
from vinculo.intake.picture_reading import reads_pictures
from vinculo.intake.refusals import UnableToReceiveFiles
from vinculo.intake.returned_queries import returned_in_batch
from vinculo.kernel.refusal import NotPermitted
from vinculo.web.administration.pages import page_links
from vinculo.web.site.http import Request, number_of

from .access import batch_or_404, file_or_404, require_importer
from .batch_presenters import batch_progress, batch_summary, present_kept, present_paper, present_reading
from .originals import original_file

BATCHES = 30
READINGS = 50
FILES = 20
"""Of those that could not be read, or came before; all of them stand on a page of their own."""
JUST_SENT = "enviada"
"""In the address to which sending leads: from there a form that is alone in its batch is opened."""
UNREAD = (FileState.WAITING, FileState.READING)
PASTED_NAME = "texto colado.txt"


@require_http_methods(["GET", "POST"])
def import_list(request: Request) -> HttpResponse:
    """Where files are dropped, and the batches that came before. Works without a script, too."""
    require_importer(request)
    problem = ""
    if request.method == "POST":
        try:
            batch = _receive(request)
        except UnableToReceiveFiles as refusal:
            problem = refusal.message
        else:
            return redirect(_where_to_go(request, batch))
    page = Paginator(filled_batches(request.actor), BATCHES).get_page(request.GET.get("page"))
    shown = [batch.pk for batch in page.object_list]
    context = {
        "operators": queries.operators_to_import(request.actor),
        "token": uuid.uuid4(),
        "problem": problem,
        "largest": settings.MAX_FORM_FILE_BYTES,
        "largest_archive": settings.MAX_ARCHIVE_BYTES,
        "reads_pictures": reads_pictures(),
        "batches": counted_batches(request.actor, shown),
        "pager": page_links(page, request.GET),
    }
    return render(request, "imports/list.html", context, status=422 if problem else 200)


def _receive(request: Request) -> ImportBatch:
    """The files of a form that was sent as a whole, and the text pasted in it."""
    files = [(upload.name or "", _content(upload)) for upload in _uploads(request)]
    pasted = request.POST.get("text", "")
    if pasted.strip():
        files.append((PASTED_NAME, pasted.encode("utf-8", "replace")))
    return receive_files(
        operator=_operator(request),
        files=files,
        as_history="as_history" in request.POST,
        actor=request.actor,
        now=timezone.now(),
        token=_token(request),
    )


def _uploads(request: Request) -> Iterable[UploadedFile[bytes]]:
    return cast("Iterable[UploadedFile[bytes]]", request.FILES.getlist("files"))


def _content(upload: UploadedFile[bytes]) -> bytes:
    """One byte beyond the limit at most: enough to refuse it."""
    content: bytes = upload.read(settings.MAX_ARCHIVE_BYTES + 1)
    return content


def _operator(request: Request) -> Operator:
    """The operator that was chosen; the only one where there is no choice.

    Raises:
        NotPermitted: the person may not import forms of that operator.
    """
    allowed = {operator.pk: operator for operator in queries.operators_to_import(request.actor)}
    chosen = request.POST.get("operator")
    if chosen is None and len(allowed) == 1:
        return next(iter(allowed.values()))
    try:
        return allowed[number_of(chosen)]
    except KeyError:
        raise NotPermitted from None


def _token(request: Request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def _where_to_go(request: Request, batch: ImportBatch) -> str:
    """Straight to the form where there is just one to look at and nothing else to tell."""
    files = list(queries.files_of(request.actor, batch)[:2])
    readings = list(queries.readings_of(request.actor, batch)[:2])
    if len(files) == len(readings) == 1 and files[0].state == FileState.READ and not files[0].problem:
        return reverse("import-review", args=[readings[0].pk])
    arrived = f"?{JUST_SENT}=1" if any(file.state in UNREAD for file in files) else ""
    return reverse("import-batch", args=[batch.pk]) + arrived


@require_POST
def import_open(request: Request) -> HttpResponse:
    """A batch into which the page sends its files one by one."""
    require_importer(request)
    batch = open_batch(
        operator=_operator(request),
        as_history="as_history" in request.POST,
        actor=request.actor,
        now=timezone.now(),
        token=_token(request),
    )
    return JsonResponse(
        {
            "files": reverse("import-file-add", args=[batch.pk]),
            "done": reverse("import-done", args=[batch.pk]),
            "batch": reverse("import-batch", args=[batch.pk]),
        }
    )


@require_POST
def import_file_add(request: Request, pk: int) -> HttpResponse:
    """One file of a batch; `name` tells the folders that it came from."""
    batch = batch_or_404(request, pk).batch
    upload = next(iter(_uploads(request)), None)
    if upload is None:
        raise UnableToReceiveFiles("O arquivo não chegou inteiro. Envie-o de novo.")
    receive_file(
        batch=batch,
        name=request.POST.get("name") or upload.name or "",
        content=_content(upload),
        actor=request.actor,
        now=timezone.now(),
    )
    return HttpResponse(status=204)


@require_GET
def import_done(request: Request, pk: int) -> HttpResponse:
    """Where to go when all files of a batch have been sent."""
    return redirect(_where_to_go(request, batch_or_404(request, pk).batch))


@require_GET
def import_batch(request: Request, pk: int) -> HttpResponse:
    """The page of a batch; while it is being read, its progress asks for itself again."""
    counted = batch_or_404(request, pk)
    progress = batch_progress(counted, seconds_left(counted, timezone.now()))
    is_over = progress is None and not is_being_undone(counted.batch)
    if is_over and request.htmx:
        return _all_read(request, counted)
    if is_over and JUST_SENT in request.GET:
        return redirect(_where_to_go(request, counted.batch))
    context = _batch_context(request, counted) | {"progress": progress}
    template = "imports/batch.html#batch" if request.htmx else "imports/batch.html"
    return render(request, template, context)


def _all_read(request: Request, counted: CountedBatch) -> HttpResponse:
    """Reading has just ended: the whole page anew, or the one form that there was."""
    address = _where_to_go(request, counted.batch)
    if address == reverse("import-batch", args=[counted.batch.pk]):
        messages.success(request, f"Leitura terminada. {batch_summary(counted.counts)}")
    return HttpResponseClientRedirect(address)


def _batch_context(request: Request, counted: CountedBatch) -> dict[str, Any]:
    batch, actor = counted.batch, request.actor
    page = Paginator(readings_to_look_at(actor, batch), READINGS).get_page(request.GET.get("page"))
    shared = queries.files_with_several_forms(actor, batch)
    is_undone = batch.undone_at is not None
    return {
        "address": request.get_full_path(),
        "batch": batch,
        "counts": counted.counts,
        "summary": batch_summary(counted.counts),
        "rows": [present_reading(row, alone=row.file_id not in shared) for row in page.object_list],
        "failed": failed_files(actor, batch)[:FILES],
        "repeated": repeated_files(actor, batch)[:FILES],
        "more_failed": max(counted.counts.failed - FILES, 0),
        "more_repeated": max(counted.counts.repeated - FILES, 0),
        "is_being_undone": is_being_undone(batch),
        "paper": list(map(present_paper, returned_in_batch(actor, batch)[:READINGS]))
        if not is_undone
        else [],
        "kept_paper": [present_paper(*kept) for kept in kept_paper(actor, batch, FILES)] if is_undone else [],
        "kept": present_kept(kept_cases(actor, batch, FILES)) if is_undone else [],
        "pager": page_links(page, request.GET),
    }


@require_POST
def import_accept_certain(request: Request, pk: int) -> HttpResponse:
    batch = batch_or_404(request, pk).batch
    done = accept_certain(batch=batch, actor=request.actor, now=timezone.now())
    if done.created:
        messages.success(request, _accepted_sentence(done))
    if done.left:
        messages.warning(
            request, f"{done.left} parecem processos que já existem e esperam que alguém diga se são."
        )
    return redirect("import-batch", pk)


def _accepted_sentence(done: AcceptedBatch) -> str:
    created = "1 processo criado" if done.created == 1 else f"{done.created} processos criados"
    return f"{created}. Ainda há outros sem dúvidas: aceite de novo." if done.more else f"{created}."


@require_GET
def import_next(request: Request, pk: int) -> HttpResponse:
    """The next form to look at, doubtful ones first."""
    batch = batch_or_404(request, pk).batch
    reading = queries.next_to_review(request.actor, batch)
    if reading is None:
        messages.success(request, "Não há mais formulários a conferir nesta importação.")
        return redirect("import-batch", pk)
    return redirect("import-review", reading.pk)


@require_GET
def import_original(request: Request, pk: int) -> HttpResponse | FileResponse:
    """The file as it came. Only a PDF is shown: of nothing else may a browser make a page."""
    file = file_or_404(request, pk)
    answer = original_file(file)
    note_file_view(file=file, actor=request.actor, now=timezone.now())
    return answer
