"""Absences: noted, covered by substitutes, ended with the cases given back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vinculo.accounts.models import User
from vinculo.desk.actions.absences import cover_absence, end_absence, moved_cases, note_absence
from vinculo.desk.models import Absence
from vinculo.desk.queries.absences import find_absence, kept_absences
from vinculo.desk.queries.team import candidates_at, consultants_of, distributed_operators, open_cases_of
from vinculo.desk.refusals import UnableToNoteAbsence
from vinculo.kernel.dates import parse_date

from ..site.http import Request, number_of, today_in_sao_paulo
from .plans import chosen, plan_evenly, sent_plan
from .presenters import cases_words, done_words, person_line, present_plan
from .views import require_distributor, tell_refused


@require_http_methods(["GET", "POST"])
def absences(request: Request) -> HttpResponse:
    require_distributor(request.actor)
    problem = ""
    if request.method == "POST":
        try:
            return redirect("team-absence", pk=_note(request).pk)
        except UnableToNoteAbsence as refusal:
            problem = refusal.message
    operators = distributed_operators(request.actor)
    today = today_in_sao_paulo()
    context = {
        "absences": [
            {
                "absence": each,
                "moved": cases_words(len(moved_cases(each))) if each.moved else "",
                "is_over": each.ends_on < today,
                "is_now": each.starts_on <= today <= each.ends_on,
            }
            for each in kept_absences(request.actor, today)
        ],
        "people": consultants_of([operator.pk for operator in operators]),
        "operators": operators,
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "team/absences.html", context, status=422 if problem else 200)


def _note(request: Request) -> Absence:
    """
    Raises:
        UnableToNoteAbsence: a day cannot be read, or the action refuses.
    """
    operators = distributed_operators(request.actor)
    operator = next((each for each in operators if each.pk == number_of(request.POST.get("operator"))), None)
    person = _person(request, operator.pk) if operator else None
    starts_on = parse_date(request.POST.get("starts_on", "")[:40])
    ends_on = parse_date(request.POST.get("ends_on", "")[:40])
    if operator is None or person is None or starts_on is None or ends_on is None:
        raise UnableToNoteAbsence(
            "Escolha a pessoa e escreva o primeiro e o último dia, como 31/12/2026. Nada foi anotado."
        )
    return note_absence(
        user=person,
        operator=operator,
        starts_on=starts_on,
        ends_on=ends_on,
        actor=request.actor,
        now=timezone.now(),
    )


def _person(request: Request, operator_id: int) -> User | None:
    wanted = number_of(request.POST.get("person"))
    return next((each for each in consultants_of([operator_id]) if each.pk == wanted), None)


@require_GET
def absence(request: Request, pk: int) -> HttpResponse:
    return render(request, "team/absence.html", _context(request, _absence(request, pk)))


def _absence(request: Request, pk: int) -> Absence:
    found = find_absence(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _context(request: Request, absence: Absence) -> dict[str, Any]:
    today = today_in_sao_paulo()
    candidates = candidates_at(request.actor, absence.operator_id, today)
    names = {each.user_id: each.name for each in candidates}
    cases = open_cases_of(request.actor, absence.user_id, absence.operator_id)
    return {
        "absence": absence,
        "is_over": absence.ends_on < today,
        "open_words": cases_words(len(cases)) if cases else "",
        "people": [person_line(each) for each in candidates if each.user_id != absence.user_id],
        "moved": [
            (names.get(int(person), "outra pessoa"), cases_words(len(ids)))
            for person, ids in absence.moved.items()
        ],
    }


@require_POST
def cover_preview(request: Request, pk: int) -> HttpResponse:
    absence = _absence(request, pk)
    cases = open_cases_of(request.actor, absence.user_id, absence.operator_id)
    people = [person for person in chosen(request, "person") if person != absence.user_id]
    plan, candidates = plan_evenly(request.actor, cases, people, today_in_sao_paulo())
    if not plan:
        problem = "Escolha ao menos uma pessoa que fique com os processos. Nada foi alterado."
        context = {**_context(request, absence), "problem": problem}
        return render(request, "team/absence.html", context, status=422)
    return render(
        request, "team/preview.html", {"plan": present_plan(cases, plan, candidates), "absence": absence}
    )


@require_POST
def cover(request: Request, pk: int) -> HttpResponse:
    absence = _absence(request, pk)
    candidates = candidates_at(request.actor, absence.operator_id, today_in_sao_paulo())
    names = {each.user_id: each.name for each in candidates}
    own = {case.pk for case in open_cases_of(request.actor, absence.user_id, absence.operator_id)}
    plan = {case: person for case, person in sent_plan(request).items() if case in own and person in names}
    done = cover_absence(absence=absence, plan=plan, actor=request.actor, now=timezone.now())
    messages.success(request, done_words(done, names))
    tell_refused(request, done.refused)
    return redirect("team-absence", pk=absence.pk)


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    absence = _absence(request, pk)
    gives_back = request.POST.get("give_back") == "yes"
    done = end_absence(absence=absence, gives_back=gives_back, actor=request.actor, now=timezone.now())
    told = f" {cases_words(len(done.given))} de volta com {absence.user.name}." if gives_back else ""
    messages.success(request, f"Ausência de {absence.user.name} encerrada.{told}")
    tell_refused(request, done.refused)
    return redirect("team-absences")
