"""How soon each operator wants its cases taken care of: what holds, what held, and what will."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.actions.service_levels import (
    UnableToSetServiceLevel,
    discard_service_level,
    set_service_level,
)
from vinculo.cases.clock import Level
from vinculo.cases.models import ServiceLevel
from vinculo.cases.queries.service_levels import in_force, kept_levels
from vinculo.web.site.day_field import DayField
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal

from .sections import operator_of_desk, require_anywhere, tabs_for

REFUSED = 422
SECTION = "level-list"


class LevelForm(forms.Form):
    valid_from = DayField(label="Valem desde")
    first_contact_days = forms.IntegerField(label="Primeiro contato em até (dias úteis)")
    silence_days = forms.IntegerField(label="Silêncio depois de (dias úteis sem contato)")
    decision_days = forms.IntegerField(label="Decisão em até (dias úteis)")


@dataclass(frozen=True, slots=True)
class OperatorLevels:
    operator: Operator
    current: Level
    rows: list[ServiceLevel]
    form: LevelForm


@require_GET
def level_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    return _list(request)


@require_POST
def level_set(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    form = LevelForm(request.POST, auto_id=f"id_{operator.pk}_%s")
    if form.is_valid():
        values = dict(form.cleaned_data)
        valid_from = values.pop("valid_from")
        try:
            set_service_level(
                operator=operator,
                valid_from=valid_from,
                level=Level(**values),
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSetServiceLevel as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, f"Prazos da {operator.name} salvos. Já valem para os processos em aberto."
            )
            return redirect(SECTION)
    return _list(request, {operator.pk: form})


@require_POST
def level_discard(request: Request, pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    level = kept_levels(request.actor).filter(pk=pk).first()
    if level is None:
        raise Http404
    try:
        discard_service_level(level=level, actor=request.actor, now=timezone.now())
    except UnableToSetServiceLevel as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Prazos descartados: continuam os anteriores.")
    return redirect(SECTION)


def _list(request: Request, refused: Mapping[int, LevelForm] | None = None) -> HttpResponse:
    today = today_in_sao_paulo()
    kept: dict[int, list[ServiceLevel]] = {}
    for level in kept_levels(request.actor):
        kept.setdefault(level.operator_id, []).append(level)
    groups = []
    for operator in operators_with(request.actor, Permission.DESK_EDIT):
        rows = kept.get(operator.pk, [])
        current = in_force(rows, today)
        form = (refused or {}).get(operator.pk) or _form(operator, current, today)
        groups.append(OperatorLevels(operator, current, rows, form))
    context = {"tabs": tabs_for(request.actor, SECTION), "groups": groups, "today": today}
    return render(request, "administration/level_list.html", context, status=REFUSED if refused else 200)


def _form(operator: Operator, current: Level, today: dt.date) -> LevelForm:
    initial = {
        "valid_from": today,
        "first_contact_days": current.first_contact_days,
        "silence_days": current.silence_days,
        "decision_days": current.decision_days,
    }
    return LevelForm(initial=initial, auto_id=f"id_{operator.pk}_%s")
