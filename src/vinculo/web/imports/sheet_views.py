"""Pictures of paper: sheets, small ones, crops around fields. Never public, and kept by no browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.intake import crops, sheet_queries
from vinculo.intake.actions.note_reading_view import note_sheet_view
from vinculo.intake.actions.regroup_sheets import Regrouped, regroup_sheets
from vinculo.intake.models import FormReading, Sheet
from vinculo.intake.sheet_groups import PlacedSheet, SheetGroup
from vinculo.web.site.http import Request, number_of

from .access import file_or_404, reading_or_404
from .sheet_presenters import grouped_sheets


def private_picture(response: HttpResponse | FileResponse) -> HttpResponse | FileResponse:
    """As personal as a page, and kept as little: whoever sits down at a shared desk next finds none of them.
    It runs nothing.
    """
    response["Content-Type"] = "image/jpeg"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def sheet_picture(sheet: Sheet) -> HttpResponse | FileResponse:
    """
    Raises:
        Http404: the picture is not kept any more.
    """
    if not sheet.picture or not sheet.picture.storage.exists(sheet.picture.name or ""):
        raise Http404
    return private_picture(FileResponse(sheet.picture.open("rb")))


def crop_picture(reading: FormReading, field: str) -> HttpResponse | FileResponse:
    """
    Raises:
        Http404: it is not known where the field stands, or no picture of that sheet is kept.
    """
    sheets, places = sheet_queries.find_place(reading, field)
    cut = crops.crop(sheets, places)
    if cut is None:
        raise Http404
    return private_picture(HttpResponse(cut))


def _sheet_or_404(request: Request, pk: int, number: int) -> Sheet:
    sheet = sheet_queries.find_sheet(request.actor, pk, number)
    if sheet is None:
        raise Http404
    return sheet


@require_GET
def sheet(request: Request, pk: int, number: int) -> HttpResponse | FileResponse:
    """A whole sheet of a file."""
    found = _sheet_or_404(request, pk, number)
    note_sheet_view(sheet=found, actor=request.actor, now=timezone.now())
    return sheet_picture(found)


@require_GET
def sheet_small(request: Request, pk: int, number: int) -> HttpResponse | FileResponse:
    """Too small to be read: part of the page that shows the sheets of a file."""
    small = crops.small_picture(_sheet_or_404(request, pk, number))
    if small is None:
        raise Http404
    return private_picture(HttpResponse(small))


@require_GET
def crop(request: Request, pk: int, field: str) -> HttpResponse | FileResponse:
    """Part of the review page: seeing it is seeing the reading, which has been noted."""
    return crop_picture(reading_or_404(request, pk), field)


@require_GET
def sheets(request: Request, pk: int) -> HttpResponse:
    """The sheets of a file as they are parted into forms, to be parted otherwise."""
    file = file_or_404(request, pk)
    found = list(sheet_queries.sheets_of_file(request.actor, file))
    if not found:
        raise Http404
    readings = sheet_queries.standing_readings(request.actor, file)
    groups = grouped_sheets(found, readings)
    return render(request, "imports/sheets.html", {"file": file, "groups": groups, "count": len(found)})


@require_POST
def regroup(request: Request, pk: int) -> HttpResponse:
    """Parts the sheets as they were put together; a worker reads what changed."""
    file = file_or_404(request, pk)
    done = regroup_sheets(
        file=file, groups=_posted_groups(request.POST), actor=request.actor, now=timezone.now()
    )
    messages.success(request, _told(done))
    return redirect("import-batch", file.batch_id)


def _posted_groups(post: QueryDict) -> list[SheetGroup]:
    """Sheets in the order in which they came, each with the number of its form; of none it is 0."""
    groups: dict[int, list[PlacedSheet]] = {}
    for sent in post.getlist("sheet"):
        number = number_of(sent)
        form = number_of(post.get(f"form-{number}"))
        if form:
            placed = PlacedSheet(number, number_of(post.get(f"turn-{number}")))
            groups.setdefault(form, []).append(placed)
    return [tuple(groups[form]) for form in sorted(groups)]


def _told(done: Regrouped) -> str:
    if done.to_read == 1:
        return "Folhas reagrupadas: 1 formulário será lido de novo."
    if done.to_read:
        return f"Folhas reagrupadas: {done.to_read} formulários serão lidos de novo."
    if done.replaced:
        return "Folhas reagrupadas; não há nada a ler de novo."
    return "Nada mudou: as folhas já estavam agrupadas assim."
