"""Where the registry says something else today: used, left, or either taken back, field by field."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinculo.cases.actions.compare_registry import (
    fill_from_registry,
    keep_against_registry,
    take_from_registry,
    undo_registry_choice,
)
from vinculo.cases.models import Case
from vinculo.cases.queries.registry_today import find_case_with_registry
from vinculo.cases.snapshot_difference import REGISTRY_FIELDS
from vinculo.web.site.http import Request, number_of
from vinculo.web.templatetags.case_controls import difference_line

from .field_views import answer_context, what_became
from .page_controls import controls_by_key
from .page_views import case_to_write_or_404


@require_http_methods(["GET", "POST"])
def registry(request: HttpRequest, pk: int) -> HttpResponse:
    """One press. Answers like a save, with what differs still; asked by GET, with that alone."""
    request = cast(Request, request)
    became: dict[str, Any] = {}
    if request.method == "POST":
        became = _act(request, case_to_write_or_404(request, pk))
    found = find_case_with_registry(request.actor, pk)
    if found is None:
        raise Http404
    page = answer_context(request, pk, became, registry=found[1])["page"]
    controls = controls_by_key(page)
    became["derived"] |= {
        field: {"raw": controls[field].value, "version": controls[field].version}
        for field in became.get("written", ())
    }
    fields = [item.anchor.removeprefix("f-") for item in page.differing]
    became["differences"] = {field: difference_line(controls[field]) for field in fields}
    became["pieces"]["case-registry"] = render_to_string("cases/registry_line.html", {"page": page})
    return JsonResponse(became)


def _act(request: Request, case: Case) -> dict[str, Any]:
    """`written` are the fields that another text stands in, where there may be several.

    Raises:
        Http404: there is no such act.
    """
    field, seen = request.POST.get("field", ""), request.POST.get("seen", "")
    now = timezone.now()
    match request.POST.get("act"):
        case "use":
            base = number_of(request.POST.get("base_version"))
            saved = take_from_registry(
                case=case, field=field, seen=seen, base_version=base, actor=request.actor, now=now
            )
            return what_became(saved)
        case "fill":
            filled = fill_from_registry(case=case, actor=request.actor, now=now)
            return {"fate": "applied", "written": filled}
        case "keep":
            keep_against_registry(case=case, field=field, seen=seen, actor=request.actor, now=now)
            return {"fate": "applied"}
        case "undo":
            fields = [name for name in request.POST.getlist("field") if name in REGISTRY_FIELDS]
            with transaction.atomic():
                for name in fields:
                    undo_registry_choice(case=case, field=name, actor=request.actor, now=now)
            return {"fate": "applied", "written": fields}
        case _:
            raise Http404
