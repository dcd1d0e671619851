"""Distribution of cases that nobody has: choose, look at what would happen, do it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.desk.actions.distribute import distribute_cases, undo_distribution
from vinculo.desk.queries.team import Candidate, candidates_at, cases_numbered, unassigned_cases
from vinculo.kernel.refusal import NotPermitted

from ..site.http import Request, today_in_sao_paulo
from .plans import chosen, forget, plan_evenly, remember, remembered, sent_plan
from .presenters import case_line, cases_words, done_words, person_line, present_plan

GONE = "Outra pessoa já o distribuiu. Continua como está."


def require_distributor(actor: Actor) -> None:
    """
    Raises:
        NotPermitted: the actor distributes cases nowhere.
    """
    if not actor.may_anywhere(Permission.CASES_REASSIGN):
        raise NotPermitted


def everybody(actor: Actor) -> list[Candidate]:
    """Whoever may get cases at any operator where the actor distributes them, each once."""
    today, found = today_in_sao_paulo(), dict[int, Candidate]()
    for operator_id in actor.operators_with(Permission.CASES_REASSIGN):
        for each in candidates_at(actor, operator_id, today):
            found.setdefault(each.user_id, each)
    return list(found.values())


@require_GET
def distribute(request: Request) -> HttpResponse:
    require_distributor(request.actor)
    return render(request, "team/distribute.html", _context(request))


def _context(request: Request) -> dict[str, Any]:
    cases = unassigned_cases(request.actor)
    return {
        "cases": [case_line(case) for case in cases],
        "people": [person_line(each) for each in everybody(request.actor)],
        "undoable": cases_words(len(remembered(request))) if remembered(request) else "",
        "shows_operator": len(request.actor.operators_with(Permission.CASES_REASSIGN)) > 1,
    }


@require_POST
def distribute_preview(request: Request) -> HttpResponse:
    require_distributor(request.actor)
    cases = [
        case for case in cases_numbered(request.actor, chosen(request, "case")) if case.consultant_id is None
    ]
    plan, people = plan_evenly(request.actor, cases, chosen(request, "person"), today_in_sao_paulo())
    if not plan:
        problem = "Marque ao menos um processo e uma pessoa que possa recebê-lo. Nada foi distribuído."
        return render(request, "team/distribute.html", {**_context(request), "problem": problem}, status=422)
    return render(request, "team/preview.html", {"plan": present_plan(cases, plan, people)})


@require_POST
def distribute_do(request: Request) -> HttpResponse:
    require_distributor(request.actor)
    people = everybody(request.actor)
    names = {each.user_id: each.name for each in people}
    plan = {case: person for case, person in sent_plan(request).items() if person in names}
    standing = cases_numbered(request.actor, list(plan))
    # The plan was looked at a while ago: what somebody else gave away since is not taken from anybody.
    free = {case.pk: plan[case.pk] for case in standing if case.consultant_id is None}
    gone = [(str(case), GONE) for case in standing if case.consultant_id not in (None, plan[case.pk])]
    done = distribute_cases(plan=free, actor=request.actor, now=timezone.now())
    if done.given:
        remember(request, done.given)
    messages.success(request, done_words(done, names))
    tell_refused(request, [*done.refused, *gone])
    return redirect("team-distribute")


@require_POST
def distribute_undo(request: Request) -> HttpResponse:
    require_distributor(request.actor)
    done = undo_distribution(given=remembered(request), actor=request.actor, now=timezone.now())
    forget(request)
    messages.success(request, f"Distribuição desfeita: {cases_words(len(done.given))}.")
    tell_refused(request, done.refused)
    return redirect("team-distribute")


def tell_refused(request: Request, refused: Sequence[tuple[str, str]]) -> None:
    """Line by line, the first ones; nobody reads a hundred messages."""
    for case, why in refused[:5]:
        messages.warning(request, f"{case}: {why}")
    if len(refused) > 5:
        messages.warning(request, f"E mais {cases_words(len(refused) - 5)} que não mudaram.")
