"""A form whose pages came in several files: its sheets and theirs are put together."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinculo.intake import sheet_queries
from vinculo.intake.actions.join_sheets import join_sheets
from vinculo.intake.actions.note_reading_view import note_reading_view
from vinculo.intake.joining import SheetsToJoin
from vinculo.intake.models import FormReading, Sheet
from vinculo.web.site.http import Request

from .access import reading_or_404

MOST = 24
"""Of the sheets of other files that are offered: those that came nearest."""
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class OfferedSheets:
    """`key` names them in what the page sends."""

    part: SheetsToJoin
    sheets: list[Sheet]

    @property
    def key(self) -> str:
        return f"r{self.part.reading.pk}" if self.part.reading else f"f{self.part.file.pk}"

    @property
    def who(self) -> str:
        if self.part.reading is None:
            return "nenhum formulário lido"
        return str(self.part.reading.form["dentist_name"] or "sem nome")


@require_http_methods(["GET", "POST"])
def join(request: Request, pk: int) -> HttpResponse:
    """Offers what else came as sheets in the same import; what is chosen stands before or after these."""
    reading = reading_or_404(request, pk)
    offered = [
        OfferedSheets(part, sheet_queries.sheets_to_join(part))
        for part in sheet_queries.joinable_sheets(request.actor, reading, MOST)
    ]
    if request.method == "POST":
        return _join(request, reading, offered)
    note_reading_view(reading=reading, actor=request.actor, now=timezone.now())
    own = sheet_queries.sheets_of(reading)
    return render(request, "imports/join.html", {"reading": reading, "own": own, "offered": offered})


def _join(request: Request, reading: FormReading, offered: list[OfferedSheets]) -> HttpResponse:
    placed: dict[str, list[SheetsToJoin]] = {BEFORE: [], AFTER: []}
    for item in offered:
        placed.get(request.POST.get(item.key, ""), []).append(item.part)
    own = SheetsToJoin(reading.file, reading)
    parts = [*placed[BEFORE], own, *placed[AFTER]]
    join_sheets(batch=reading.file.batch, parts=parts, actor=request.actor, now=timezone.now())
    messages.success(request, "Folhas juntadas: elas são lidas de novo, como um só formulário.")
    return redirect("import-batch", reading.file.batch_id)
