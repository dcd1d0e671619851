"""Who else has a case open, and what they saved meanwhile: each open page asks every twenty seconds."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.cases.models import Case
from vinculo.desk.actions.presence import leave_case, note_presence
from vinculo.desk.models import CasePresence
from vinculo.desk.queries.presence import (
    fields_written_by_others,
    newest_deed_of_others,
    others_on_case,
)
from vinculo.web.site.http import Request

from .field_views import BOXES, answer_context
from .page_controls import controls_by_key, key_of
from .page_views import case_or_404


@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """`since` is the moment of the last change that the page knows of; what others saved later comes back."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    now = timezone.now()
    if request.POST.get("leaving"):
        leave_case(case=case, actor=request.actor, now=now)
        return HttpResponse(status=204)
    note_presence(case=case, field=request.POST.get("field", ""), actor=request.actor, now=now)
    answer: dict[str, Any] = {
        "others": [_person(item) for item in others_on_case(request.actor, case, now)],
        "since": case.changed_at.isoformat(),
    }
    since = _moment(request.POST.get("since", ""))
    if since is not None and since != case.changed_at:
        answer |= _changes(request, case, since)
    return JsonResponse(answer)


def _person(item: CasePresence) -> dict[str, str]:
    name = item.user.short_name
    words = name.split()
    initials = f"{words[0][:1]}{words[-1][:1] if len(words) > 1 else ''}".upper() if words else "?"
    return {"name": name, "initials": initials, "field": item.field}


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    # The ends of the calendar cannot be reckoned with.
    return found if found.tzinfo is not None and 2000 <= found.year < 3000 else None


def _changes(request: Request, case: Case, since: dt.datetime) -> dict[str, Any]:
    """What others wrote, field by field, and a sentence for what the page cannot draw by itself."""
    changes: dict[str, Any] = {}
    written = fields_written_by_others(request.actor, case, since)
    if written:
        page = answer_context(request, case.pk, changes, boxes=BOXES)["page"]
        keys = {key_of(page, *place) for place in written}
        changes["fields"] = {
            key: {"raw": control.value, "version": control.version}
            for key, control in controls_by_key(page).items()
            if key in keys
        }
    deed = newest_deed_of_others(request.actor, case, since)
    if deed is not None:
        changes["news"] = f"{deed.actor_name or 'O sistema'}: {deed.get_kind_display().lower()}."
    return changes
