"""Divergências: the queues and one page of one of them."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.kernel.numbers import format_count
from vinculo.kernel.places import UFS
from vinculo.kernel.refusal import NotPermitted
from vinculo.reconciliation.permissions import hands_out, mends, sees
from vinculo.reconciliation.queries.divergences import (
    NOBODY,
    Asked,
    page_of,
    people_who_mend,
    queues,
    sides_of,
)
from vinculo.reconciliation.queries.terms import comparisons

from ..site.http import Request
from .addresses import address_of_queue, read_address
from .presenters import Screen, comparison_words, next_address, present_queues, present_rows, uncompared_words
from .words import QUEUE_WORDS


@require_GET
@never_cache
def divergence_list(request: Request) -> HttpResponse:
    operators = require_divergences(request.actor)
    asked = _settled(read_address(request.GET, request.actor), operators)
    context = {
        "page": _screen(request.actor, asked, operators),
        "operators": operators if len(operators) > 1 else [],
        "ufs": list(UFS),
        "owners": {"mine": str(request.actor.user.pk) if request.actor.user else "", "nobody": NOBODY},
        "may_adjust": request.actor.may_anywhere(Permission.DESK_EDIT),
        "address": request.get_full_path(),
    }
    return render(request, "divergences/list.html", context)


def require_divergences(actor: Actor) -> list[Operator]:
    """The operators whose divergences the actor sees.

    Raises:
        NotPermitted: there is none.
    """
    found = [one for one in operators_with(actor, Permission.CASES_SEE) if sees(actor, one.pk)]
    if not found:
        raise NotPermitted
    return found


def _settled(asked: Asked, operators: list[Operator]) -> Asked:
    known = any(one.pk == asked.operator_id for one in operators)
    return asked if known else replace(asked, operator_id=0)


def _screen(actor: Actor, asked: Asked, operators: list[Operator]) -> Screen:
    now = timezone.now()
    found = queues(actor, asked)
    # The first queue with something in it, where none is asked for.
    kind = asked.kind or next((each.kind for each in found if each.count), found[0].kind)
    asked = replace(asked, kind=kind)
    page = page_of(actor, asked)
    views = present_queues(found, asked, actor, now)
    current = next(each for each in views if each.is_current)
    shown, compared = len(page.rows), list(comparisons(actor))
    return Screen(
        queues=views,
        words=QUEUE_WORDS[kind],
        current=current,
        rows=present_rows(page.rows, sides_of(actor, page.rows), actor, now),
        shown_words=f"{shown} de {format_count(current.count)}, as mais antigas primeiro",
        next_url=next_address(page, asked, actor),
        first_url=address_of_queue(asked, actor) if asked.after else "",
        cleared_url=address_of_queue(Asked(kind=kind), actor),
        asked=asked,
        people=list(people_who_mend([one.pk for one in operators])),
        uncompared=uncompared_words(compared, [one for one in operators if asked.operator_id in (0, one.pk)]),
        comparisons=comparison_words(compared, now),
        may_mend=any(mends(actor, one.pk) for one in operators),
        may_hand_out=any(hands_out(actor, one.pk) for one in operators),
    )
