"""Holding a batch, going on with it, stopping it, reading files again, and taking all of it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.intake.actions.steer_batch import (
    pause_batch,
    resume_batch,
    retry_failed,
    retry_file,
    stop_batch,
)
from vinculo.intake.actions.undo_import import undo_import
from vinculo.kernel.numbers import format_count
from vinculo.web.site.http import Request

from .access import batch_or_404, file_or_404


@require_POST
def pause(request: Request, pk: int) -> HttpResponse:
    pause_batch(batch=batch_or_404(request, pk).batch, actor=request.actor, now=timezone.now())
    messages.success(request, "Leitura pausada. O que já estava sendo lido termina.")
    return redirect("import-batch", pk)


@require_POST
def resume(request: Request, pk: int) -> HttpResponse:
    resume_batch(batch=batch_or_404(request, pk).batch, actor=request.actor, now=timezone.now())
    messages.success(request, "A leitura continua.")
    return redirect("import-batch", pk)


@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    stopped = stop_batch(batch=batch_or_404(request, pk).batch, actor=request.actor, now=timezone.now())
    left = "1 arquivo ficou" if stopped == 1 else f"{format_count(stopped)} arquivos ficaram"
    messages.success(request, f"Leitura interrompida: {left} por ler. Dá para tentar de novo depois.")
    return redirect("import-batch", pk)


@require_POST
def retry_all(request: Request, pk: int) -> HttpResponse:
    again = retry_failed(batch=batch_or_404(request, pk).batch, actor=request.actor, now=timezone.now())
    what = "1 arquivo voltou" if again == 1 else f"{format_count(again)} arquivos voltaram"
    messages.success(request, f"{what} para a fila de leitura.")
    return redirect("import-batch", pk)


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    file = file_or_404(request, pk)
    retry_file(file=file, actor=request.actor, now=timezone.now())
    messages.success(request, f"“{file.name}” voltou para a fila de leitura.")
    return redirect("import-batch", file.batch_id)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    undo_import(batch=batch_or_404(request, pk).batch, actor=request.actor, now=timezone.now())
    messages.success(request, "Importação desfeita. Os processos que ela criou estão sendo cancelados.")
    return redirect("import-batch", pk)
