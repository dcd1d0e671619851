"""Saved views and columns: each form carries the address of the list that it stands on."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.board import counts
from vinculo.cases.queries.columns import COLUMN_OF_KEY
from vinculo.cases.queries.listing import read_listing
from vinculo.desk.actions.list_columns import prefer_columns
from vinculo.desk.actions.saved_views import (
    delete_view,
    move_view,
    rename_view,
    restore_view,
    save_view,
    update_view,
)
from vinculo.desk.models import SavedView
from vinculo.desk.queries.everyday_views import everyday_views
from vinculo.desk.queries.saved_views import find_view, views_of
from vinculo.kernel.refusal import NotPermitted, Refusal

from ..cases.list_addresses import list_address
from ..cases.list_asked import Asked, parameters_of, read_asked
from ..cases.list_presenters import list_tabs
from ..site.http import Request, number_of
from ..site.undo import tell_with_undo
from .going import go
from .view_presenters import present_views

DELETED_KEY = "deleted_view"
OWN = "own"


def _asked(request: Request) -> Asked:
    """What the list asked for where the form stood."""
    given = request.POST if request.method == "POST" else request.GET
    return read_asked(request, parameters_of(given.get("address", "")))


def _view_or_404(request: Request, pk: int) -> SavedView:
    found = find_view(request.actor, pk)
    if found is None:
        raise Http404
    return found


@require_GET
@never_cache
def view_list(request: HttpRequest) -> HttpResponse:
    """The page on which views are named, ordered and taken away."""
    request = cast(Request, request)
    if not request.actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("Seu perfil não dá acesso aos processos.")
    groups = present_views(request.actor, views_of(request.actor))
    return render(request, "lists/views.html", {"groups": groups})


@require_GET
@never_cache
def view_counts(request: HttpRequest) -> HttpResponse:
    """The tabs again, each with how many cases it shows: asked for when the list is there already."""
    request = cast(Request, request)
    asked = _asked(request)
    parameters = [view.parameters for view in everyday_views(request.actor, asked.context)]
    parameters += [view.parameters for view in asked.views]
    listings = [read_listing(given, asked.context) for given in parameters]
    tabs = list_tabs(request.actor, asked, counts(request.actor, listings))
    return render(request, "cases/list_tabs.html", {"tabs": tabs})


@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    request = cast(Request, request)
    asked = _asked(request)
    team = request.POST.get("team", OWN)
    view = save_view(
        name=request.POST.get("name", ""),
        parameters=asked.parameters,
        columns=asked.keys,
        operator_id=None if team == OWN else number_of(team),
        actor=request.actor,
        now=timezone.now(),
    )
    messages.success(request, f"Visão “{view.name}” salva.")
    return go(request, list_address({"view": [str(view.pk)]}))


@require_POST
def view_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives the view what the list shows now."""
    request = cast(Request, request)
    view, asked = _view_or_404(request, pk), _asked(request)
    update_view(
        view=view, parameters=asked.parameters, columns=asked.keys, actor=request.actor, now=timezone.now()
    )
    messages.success(request, f"Visão “{view.name}” atualizada.")
    return go(request, list_address({"view": [str(pk)]}))


@require_POST
def view_rename(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    view = _view_or_404(request, pk)
    try:
        rename_view(view=view, name=request.POST.get("name", ""), actor=request.actor, now=timezone.now())
    except NotPermitted:
        raise
    except Refusal as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Visão renomeada.")
    return go(request, reverse("view-list"))


@require_POST
def view_move(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    places = -1 if request.POST.get("direction") == "up" else 1
    move_view(view=_view_or_404(request, pk), places=places, actor=request.actor, now=timezone.now())
    return go(request, f"{reverse('view-list')}#view-{pk}")


@require_POST
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """At once, without asking: the message takes it back."""
    request = cast(Request, request)
    view = _view_or_404(request, pk)
    request.session[DELETED_KEY] = delete_view(view=view, actor=request.actor, now=timezone.now())
    tell_with_undo(request, f"Visão “{view.name}” excluída.", reverse("view-restore"))
    return go(request, reverse("view-list"))


@require_POST
def view_restore(request: HttpRequest) -> HttpResponse:
    request = cast(Request, request)
    if not request.actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted
    kept = request.session.pop(DELETED_KEY, None)
    if kept is None:
        raise Http404
    view = restore_view(kept=kept, actor=request.actor, now=timezone.now())
    messages.success(request, f"Visão “{view.name}” de volta.")
    return go(request, reverse("view-list"))


@require_POST
def columns_choose(request: HttpRequest) -> HttpResponse:
    """The columns of the open view, else of the person; `usual` forgets the person's choice."""
    request = cast(Request, request)
    asked = _asked(request)
    keys = [key for key in request.POST.getlist("column") if key in COLUMN_OF_KEY]
    if "usual" in request.POST:
        keys = []
    if asked.view is not None:
        update_view(
            view=asked.view,
            parameters=asked.view.parameters,
            columns=keys,
            actor=request.actor,
            now=timezone.now(),
        )
    else:
        prefer_columns(columns=keys, actor=request.actor)
    return go(request, request.POST.get("address", "") if _is_list(request) else list_address({}))


def _is_list(request: Request) -> bool:
    """Back to where the form stood, and nowhere else."""
    path = request.POST.get("address", "").partition("?")[0]
    return path == list_address({})
