"""Editions and lists: those of each operator, one as it would be printed, and the changes to it."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.actions.editions import (
    change_edition,
    discard_edition,
    make_next_edition,
    reschedule_edition,
)
from vinculo.cases.edition_changes import UnableToChangeEdition
from vinculo.cases.models import FormEdition
from vinculo.cases.queries.editions import edition_before, kept_editions
from vinculo.web.site.day_field import DayField
from vinculo.web.site.http import Request
from vinculo.web.site.refused_form import show_refusal

from .edition_posts import change_from, told_after
from .edition_presenters import present_edition, present_operators
from .sections import require_anywhere, tabs_for

REFUSED = 422


class ValidFromForm(forms.Form):
    valid_from = DayField(label="Válida desde")


def edition_list(request: Request) -> HttpResponse:
    return _list(request)


@require_POST
def edition_next(request: Request, operator_pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.EDITIONS_EDIT)
    operator = operators_with(request.actor, Permission.EDITIONS_EDIT).filter(pk=operator_pk).first()
    if operator is None:
        raise Http404
    form = _valid_from(operator_pk, request)
    if form.is_valid():
        now = timezone.now()
        try:
            made = make_next_edition(
                operator=operator,
                valid_from=form.cleaned_data["valid_from"],
                actor=request.actor,
                now=now,
                today=timezone.localdate(now),
            )
        except UnableToChangeEdition as refusal:
            form.add_error("valid_from", refusal.message)
        else:
            messages.success(request, f"Edição {made.number} criada, por enquanto igual à anterior.")
            return redirect("edition-page", pk=made.pk)
    return _list(request, {operator_pk: form})


def edition_page(request: Request, pk: int) -> HttpResponse:
    return _page(request, _find(request.actor, pk))


@require_POST
def edition_change(request: Request, pk: int) -> HttpResponse:
    """With htmx a refusal becomes a message and what was typed stays; so it does in the browser's history."""
    found = _find(request.actor, pk)
    before = edition_before(found)
    posted = {name: str(value) for name, value in request.POST.items()}
    change = change_from(posted, before.edition if before else None)
    changed = change_edition(form_edition=found, change=change, actor=request.actor, now=timezone.now())
    if request.htmx:
        return _page(request, changed, told=told_after(change))
    messages.success(request, told_after(change))
    return redirect(f"{reverse('edition-page', args=[pk])}#{request.POST.get('list', 'labels')}")


@require_POST
def edition_reschedule(request: Request, pk: int) -> HttpResponse:
    found = _find(request.actor, pk)
    form = _valid_from(found.operator_id, request)
    if form.is_valid():
        now = timezone.now()
        try:
            reschedule_edition(
                form_edition=found,
                valid_from=form.cleaned_data["valid_from"],
                actor=request.actor,
                now=now,
                today=timezone.localdate(now),
            )
        except UnableToChangeEdition as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Início salvo.")
            return redirect("edition-page", pk=pk)
    return _page(request, found, form)


@require_POST
def edition_discard(request: Request, pk: int) -> HttpResponse:
    found = _find(request.actor, pk)
    discard_edition(
        form_edition=found,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=timezone.now(),
    )
    messages.success(request, f"Edição {found.number} descartada.")
    return redirect("edition-list")


def _find(actor: Actor, pk: int) -> FormEdition:
    require_anywhere(actor, Permission.EDITIONS_EDIT)
    found = kept_editions(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _valid_from(
    operator_pk: int, request: Request | None = None, day: dt.date | None = None
) -> ValidFromForm:
    """One on the page for each operator, so that each has a prefix."""
    return ValidFromForm(
        request.POST if request else None, prefix=f"operator-{operator_pk}", initial={"valid_from": day}
    )


def _list(request: Request, refused: dict[int, ValidFromForm] | None = None) -> HttpResponse:
    require_anywhere(request.actor, Permission.EDITIONS_EDIT)
    operators = present_operators(kept_editions(request.actor), timezone.localdate())
    given = refused or {}
    context = {
        "tabs": tabs_for(request.actor, "edition-list"),
        "operators": [(each, given.get(each.pk) or _valid_from(each.pk)) for each in operators],
    }
    return render(request, "administration/edition_list.html", context, status=REFUSED if given else 200)


def _page(
    request: Request, found: FormEdition, form: ValidFromForm | None = None, told: str = ""
) -> HttpResponse:
    context = {
        "tabs": tabs_for(request.actor, "edition-list"),
        "edition": present_edition(found, edition_before(found)),
        "form": form or _valid_from(found.operator_id, day=found.valid_from),
        "told": told,
    }
    template = "administration/edition_page.html"
    status = REFUSED if form and form.errors else 200
    return render(request, f"{template}#edition" if request.htmx else template, context, status=status)
