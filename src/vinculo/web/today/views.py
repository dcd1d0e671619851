"""Hoje: what the signed-in person does next, and marking the next contact from there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.cases.actions.set_next_contact import set_next_contact
from vinculo.cases.actions.undo_next_contact import undo_next_contact
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import find_case
from vinculo.consequences.queries.duties import duties_owed
from vinculo.consequences.queries.legal_clocks import deadlines_owed
from vinculo.consequences.queries.not_followed import rows_not_followed
from vinculo.consequences.queries.protocol_requests import owed_to_systems
from vinculo.consequences.queries.tasks_owed import tasks_owed
from vinculo.desk.queries.team import team_of
from vinculo.desk.queries.today import day_of, has_own_cases, sectors_waited_for
from vinculo.desk.queries.week import days_ahead
from vinculo.kernel.dates import format_date, parse_date
from vinculo.kernel.refusal import NotPermitted, Refusal
from vinculo.network.queries.calendar import calendar_of
from vinculo.reconciliation.queries.divergences import standing_count

from ..deadlines.words import owed_deadline_words
from ..protocols.filing_lines import owed_filing_words
from ..protocols.words import owed_words
from ..registry_sync.waiting import waiting_runs
from ..site.http import Request, number_of, today_in_sao_paulo
from .presenters import (
    TEAM_HEADINGS,
    WEEKDAYS,
    TodayPage,
    divergences_words,
    present_today,
    team_lines,
    unassigned_words,
)

TASKS_SHOWN = 5
QUICK_PICKS = (1, 2, 5, 10)
"""Business days after which somebody is asked again."""


@require_GET
@never_cache
def today(request: Request) -> HttpResponse:
    owed = owed_to_systems(request.actor)
    context = {
        "page": _page(request),
        "quick_picks": QUICK_PICKS,
        "syncs": waiting_runs(request.actor, timezone.now()),
        "not_followed": rows_not_followed(request.actor).items(),
        "protocols": owed_words(owed.failing, owed.by_hand),
        "filings": owed_filing_words(owed.filings),
        "deadlines": owed_deadline_words(*deadlines_owed(request.actor, today_in_sao_paulo())),
    }
    return render(request, "today/today.html", context)


def _page(request: Request) -> TodayPage:
    actor, on = request.actor, today_in_sao_paulo()
    day = day_of(actor, on)
    ahead = days_ahead(actor, on)
    is_quiet = not (day.owed_count or any(each.count for each in ahead))
    return present_today(
        actor=actor,
        today=on,
        day=day,
        ahead=ahead,
        sectors=sectors_waited_for(day),
        has_cases=not is_quiet or has_own_cases(actor),
        tasks=tasks_owed(actor, on, shown=TASKS_SHOWN),
        duties=duties_owed(actor, on, shown=TASKS_SHOWN),
    )


@require_GET
@never_cache
def team(request: Request) -> HttpResponse:
    """The team's numbers: a part of Hoje that does not keep the day waiting, and a page of its own."""
    found = team_of(request.actor, today_in_sao_paulo())
    if found is None:
        raise NotPermitted
    context = {
        "headings": list(TEAM_HEADINGS.values()),
        "lines": team_lines(found),
        "unassigned": unassigned_words(found),
        "divergences": divergences_words(standing_count(request.actor)),
    }
    return render(request, "today/team.html#team" if request.htmx else "today/team.html", context)


@require_POST
def next_contact(request: Request) -> HttpResponse:
    """Marks the next contact: in so many business days of the case's city, or on a day that was typed."""
    case = _case(request)
    day = _chosen_day(request, case)
    if day is None:
        return _refused(request, "Escolha um dos prazos ou escreva o dia como 31/12/2026.")
    try:
        set_next_contact(case=case, on=day, actor=request.actor, now=timezone.now())
    except NotPermitted:
        raise
    except Refusal as refusal:
        return _refused(request, str(refusal))
    words = f"{case}: próximo contato em {format_date(day)}, {WEEKDAYS[day.weekday()]}."
    return _answer(request, {"done": words, "undo": case.pk})


@require_POST
def next_contact_undo(request: Request) -> HttpResponse:
    case = undo_next_contact(case=_case(request), actor=request.actor, now=timezone.now())
    when = format_date(case.next_contact_on) if case.next_contact_on else "sem data"
    return _answer(request, {"done": f"{case}: o próximo contato voltou ao que era, {when}."})


def _case(request: Request) -> Case:
    case = find_case(request.actor, number_of(request.POST.get("case")))
    if case is None:
        raise Http404
    return case


def _chosen_day(request: Request, case: Case) -> dt.date | None:
    pick = number_of(request.POST.get("pick"))
    if pick in QUICK_PICKS:
        place = calendar_of(case.operator_id, case.municipality_id, case.city_state)
        return place.add(today_in_sao_paulo(), pick)
    return parse_date(request.POST.get("on", "")[:40])


def _answer(request: Request, told: dict[str, Any]) -> HttpResponse:
    if not request.htmx:
        return redirect("today")
    context = {"page": _page(request), "quick_picks": QUICK_PICKS, **told}
    return render(request, "today/today.html#day", context)


def _refused(request: Request, sentence: str) -> HttpResponse:
    """Said where the day is chosen, which stays open."""
    answer = render(request, "today/next_contact_refused.html", {"sentence": sentence}, status=422)
    answer.headers["HX-Retarget"] = "#next-contact-refused"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer
