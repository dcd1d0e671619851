"""“Pedir ao setor” from a case, and the tasks beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Attachment, Case
from vinculo.cases.queries.page_extras import attachments_of
from vinculo.cases.states import OPEN_STATES, WORKED_STATES, State
from vinculo.consequences.actions.ask_sector import MOST_DAYS, SectorRequest, ask_sector
from vinculo.consequences.needed_facts import NEEDED_FACTS, provider_name, values_of_gaps
from vinculo.consequences.queries.sector_tasks import tasks_of_case
from vinculo.consequences.queries.sectors import members_of, terms_of
from vinculo.consequences.rules import due_on
from vinculo.consequences.terms import Terms
from vinculo.kernel.dates import format_date
from vinculo.kernel.refusal import NotPermitted, Refusal
from vinculo.kernel.text_gaps import filled
from vinculo.network.queries.calendar import calendar_of
from vinculo.paper.catalogue import OptionList

from ..cases.event_views import token_of
from ..cases.page_views import case_or_404
from ..site.http import Request, number_of, today_in_sao_paulo
from .presenters import task_lines
from .words import WEEKDAYS

REFUSED = 422
ASKING_STATES = (*OPEN_STATES, State.DECIDED)


@dataclass(frozen=True)
class SectorTab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class FactBox:
    code: str
    label: str
    value: str
    is_ticked: bool


@dataclass(frozen=True)
class AskForm:
    """The request as it stands on the page: as the terms have it, or as it was typed."""

    sector: str
    sector_label: str
    text: str
    days: str
    owner_id: int
    holds_case: bool
    facts: Sequence[FactBox]
    attachments: Sequence[tuple[Attachment, bool]]
    members: Sequence[User]
    usual_due: str


@require_http_methods(["GET", "POST"])
@never_cache
def case_ask(request: Request, pk: int) -> HttpResponse:
    case = case_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    return _send(request, case) if request.method == "POST" else _page(request, case)


@require_GET
@never_cache
def case_tasks(request: Request, pk: int) -> HttpResponse:
    """The block beside the case."""
    case = case_or_404(request, pk)
    may_ask = request.actor.may(Permission.CASES_WORK, case.operator_id) and case.state in ASKING_STATES
    lines = task_lines(tasks_of_case(case, request.actor), request.actor, today_in_sao_paulo())
    return render(request, "tasks/of_case.html", {"case": case, "lines": lines, "may_ask": may_ask})


def _send(request: Request, case: Case) -> HttpResponse:
    posted = request.POST
    try:
        task = ask_sector(
            case=case,
            request=SectorRequest(
                sector=posted.get("sector", "")[:40],
                text=posted.get("text", ""),
                facts=posted.getlist("fact"),
                attachment_ids=[number_of(each) for each in posted.getlist("attachment")],
                holds_case="holds_case" in posted,
                owner_id=number_of(posted.get("owner")) or None,
                days=number_of(posted.get("days")) if posted.get("days", "").strip() else None,
            ),
            actor=request.actor,
            now=timezone.now(),
            token=token_of(request),
        )
    except NotPermitted:
        raise
    except Refusal as refused:
        return _page(request, case, refusal=str(refused))
    waits = " O processo espera a resposta, e o prazo do consultor está parado." if task.holds_case else ""
    due = format_date(task.due_on)
    messages.success(request, f"Pedido enviado: {task.sector_label}, resposta até {due}.{waits}")
    return redirect(reverse("case-page", args=[case.pk]) + "#tasks")


def _page(request: Request, case: Case, refusal: str = "") -> HttpResponse:
    form = _form(request, case)
    context = {
        "case": case,
        "name": provider_name(case),
        "form": form,
        "tabs": _tabs(case, form.sector) if form else [],
        "may_wait": case.state in WORKED_STATES,
        "may_ask": case.state in ASKING_STATES,
        "most_days": MOST_DAYS,
        "refusal": refusal,
        "token": request.POST.get("token", "")[:40] or uuid.uuid4(),
    }
    return render(request, "tasks/ask.html", context, status=REFUSED if refusal else 200)


def _offered(case: Case) -> dict[str, str]:
    """The sectors of the form, those that are ticked first."""
    options = case.edition.edition.options[OptionList.SECTOR]
    ticked = [option for option in options if option.code in case.sectors]
    rest = [option for option in options if option not in ticked and not option.hidden]
    return {option.code: option.label for option in (*ticked, *rest)}


def _tabs(case: Case, current: str) -> list[SectorTab]:
    page = reverse("case-ask", args=[case.pk])
    return [
        SectorTab(label, f"{page}?setor={code}", code == current) for code, label in _offered(case).items()
    ]


def _form(request: Request, case: Case) -> AskForm | None:
    """None where the edition has no sector at all."""
    offered = _offered(case)
    wanted = request.POST.get("sector", "") or request.GET.get("setor", "")
    sector = wanted if wanted in offered else next(iter(offered), "")
    if not sector:
        return None
    today = today_in_sao_paulo()
    terms = terms_of(case.operator_id, sector, today)
    typed = request.POST if request.method == "POST" else None
    chosen = set(typed.getlist("attachment")) if typed else set()
    standing = [item for item in attachments_of(case) if item.voided_at is None]
    return AskForm(
        sector=sector,
        sector_label=offered[sector],
        text=typed.get("text", "") if typed else _usual_text(case, terms),
        days=typed.get("days", "")[:4] if typed else str(terms.answer_days),
        owner_id=number_of(typed.get("owner")) if typed else 0,
        holds_case=bool(typed and "holds_case" in typed),
        facts=_facts(case, typed.getlist("fact") if typed else terms.facts),
        attachments=[(item, str(item.pk) in chosen) for item in standing],
        members=list(members_of(case.operator_id, sector)),
        usual_due=_usual_due(case, terms, today),
    )


def _usual_text(case: Case, terms: Terms) -> str:
    """A gap without a value yet is left to who writes."""
    return filled(terms.request_text, values_of_gaps(case)).text


def _usual_due(case: Case, terms: Terms, today: dt.date) -> str:
    place = calendar_of(case.operator_id, case.municipality_id, case.city_state)
    day = due_on(today, terms.answer_days, place)
    days = "1 dia útil" if terms.answer_days == 1 else f"{terms.answer_days} dias úteis"
    return f"O prazo do setor é de {days}: até {format_date(day)}, {WEEKDAYS[day.weekday()]}."


def _facts(case: Case, ticked: Sequence[str]) -> list[FactBox]:
    """Those that the case has something to say of."""
    read: list[tuple[str, str, Any]] = [
        (code, fact.label, fact.read(case)) for code, fact in NEEDED_FACTS.items()
    ]
    return [FactBox(code, label, value, code in ticked) for code, label, value in read if value]
