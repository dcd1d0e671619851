"""What is done with divergences, one or many: each the action of its room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vinculo.accounts.models import User
from vinculo.cases.queries.case_records import find_case
from vinculo.kernel.refusal import Refusal
from vinculo.reconciliation.actions.many import MOST_AT_ONCE, Done, assign_many, dismiss_many, restore_many
from vinculo.reconciliation.actions.open_case import link_case_of_divergence, open_case_of_divergence
from vinculo.reconciliation.models import Divergence
from vinculo.reconciliation.queries.divergences import (
    divergences_by_id,
    find_divergence,
    people_who_mend,
)

from ..cases.event_views import token_of
from ..site.http import Request, number_of
from ..site.undo import tell_with_undo
from .before_opening import known_of
from .presenters import refused_words
from .views import require_divergences

ME, NOBODY = "me", "nobody"
LAST = "divergences_dismissed"
"""What was dismissed last and where, in the session, to be taken back."""


@require_POST
def open_case(request: Request, pk: int) -> HttpResponse:
    """What somebody should know before is shown first, and forbids nothing."""
    divergence, token = _found(request, pk), token_of(request)
    known = [] if "known" in request.POST else known_of(divergence, request.actor, token)
    if known:
        context = {
            "divergence": divergence,
            "known": known,
            "token": token,
            "address": _address(request),
        }
        return render(request, "divergences/open_case.html", context)
    case = open_case_of_divergence(
        divergence=divergence, actor=request.actor, now=timezone.now(), token=token
    )
    messages.success(
        request, "Rascunho aberto com o que o cadastro sabe. Confira, marque o próximo contato e abra."
    )
    return redirect("case-page", case.pk)


@require_POST
def link(request: Request, pk: int) -> HttpResponse:
    divergence = _found(request, pk)
    case = find_case(request.actor, number_of(request.POST.get("case")))
    if case is None:
        raise Http404
    link_case_of_divergence(divergence=divergence, case=case, actor=request.actor, now=timezone.now())
    messages.success(request, f"{case} vinculado a este prestador.")
    return _back(request)


@require_POST
def many(request: Request) -> HttpResponse:
    """One row's buttons and the bar over the marked rows send the same."""
    require_divergences(request.actor)
    what = _ACTS.get(request.POST.get("act", ""))
    chosen = _chosen(request)
    if what is None or not chosen:
        messages.warning(request, "Nenhuma divergência foi marcada. Nada foi alterado.")
        return _back(request)
    try:
        what(request, chosen)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return _back(request, chosen)


@require_POST
def restore(request: Request) -> HttpResponse:
    """Takes back what was dismissed last."""
    require_divergences(request.actor)
    last = request.session.pop(LAST, {"ids": [], "address": ""})
    rows = divergences_by_id(request.actor, last["ids"])
    _restore(request, rows)
    return redirect(f"{last['address'] or reverse('divergence-list')}{_place_of(rows)}")


def _assign(request: Request, rows: Sequence[Divergence]) -> None:
    owner = _owner(request, rows)
    done = assign_many(divergences=rows, owner=owner, actor=request.actor, now=timezone.now())

    def told(count: int) -> str:
        if owner is None:
            return f"{_divergences(count)} de volta à fila."
        return f"{_divergences(count)} {'passada' if count == 1 else 'passadas'} para {owner.name}."

    _tell(request, done, told)


def _dismiss(request: Request, rows: Sequence[Divergence]) -> None:
    done = dismiss_many(
        divergences=rows,
        digests={row.pk: request.POST.get(f"digest-{row.pk}", "")[:32] for row in rows},
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=timezone.now(),
    )
    if done.done:
        request.session[LAST] = {"ids": list(done.done), "address": _address(request)}
        count = len(done.done)
        words = (
            "Divergência dispensada. Volta se os fatos mudarem."
            if count == 1
            else f"{count} divergências dispensadas. Cada uma volta se os fatos dela mudarem."
        )
        tell_with_undo(request, words, reverse("divergence-restore"))
    if done.refused:
        messages.warning(request, refused_words(done.refused))


def _restore(request: Request, rows: Sequence[Divergence]) -> None:
    done = restore_many(divergences=rows, actor=request.actor, now=timezone.now())
    _tell(request, done, lambda count: f"{_divergences(count)} de volta à fila.")


_ACTS: dict[str, Callable[[Request, Sequence[Divergence]], None]] = {
    "assign": _assign,
    "dismiss": _dismiss,
    "restore": _restore,
}


def _tell(request: Request, done: Done, words: Callable[[int], str]) -> None:
    if done.done:
        messages.success(request, words(len(done.done)))
    if done.refused:
        messages.warning(request, refused_words(done.refused))


def _divergences(count: int) -> str:
    return "Divergência" if count == 1 else f"{count} divergências"


def _owner(request: Request, rows: Sequence[Divergence]) -> User | None:
    """Nobody, oneself, or somebody who works with the divergences of these operators."""
    wanted = request.POST.get("owner", "")
    if wanted == NOBODY:
        return None
    if wanted == ME:
        return request.actor.user
    person = people_who_mend({row.operator_id for row in rows}).filter(pk=number_of(wanted)).first()
    if person is None:
        raise Refusal("Escolha uma pessoa da lista. Nada foi alterado.")
    return person


def _chosen(request: Request) -> list[Divergence]:
    ids = [number_of(text) for text in request.POST.getlist("divergence")[:MOST_AT_ONCE]]
    return divergences_by_id(request.actor, ids)


def _found(request: Request, pk: int) -> Divergence:
    require_divergences(request.actor)
    found = find_divergence(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _back(request: Request, rows: Sequence[Divergence] = ()) -> HttpResponse:
    """To the list as it was narrowed, and there to the first of these rows."""
    return redirect(f"{_address(request)}{_place_of(rows)}")


def _place_of(rows: Sequence[Divergence]) -> str:
    return f"#divergence-{rows[0].pk}" if rows else ""


def _address(request: Request) -> str:
    address = request.POST.get("address", "")
    listed = reverse("divergence-list")
    is_ours = url_has_allowed_host_and_scheme(address, None) and address.partition("?")[0] == listed
    return address if is_ours else listed
