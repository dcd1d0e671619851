"""What each operator's divergences go by: the days of a termination, and the first day that is looked at."""

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
from vinculo.reconciliation.actions.terms import discard_terms, set_first_day, set_terms
from vinculo.reconciliation.models import Comparison, ComparisonTerms
from vinculo.reconciliation.queries.terms import comparison_of, terms_of
from vinculo.reconciliation.refusals import UnableToSetTerms
from vinculo.reconciliation.terms import Terms, terms_on
from vinculo.web.site.day_field import DayField
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal

from ..administration.sections import operator_of_desk, require_anywhere, tabs_for

REFUSED = 422
SECTION = "comparison-list"


class TermsForm(forms.Form):
    valid_from = DayField(label="Valem para desligamentos assinados desde")
    days_to_leave = forms.IntegerField(label="Inativar no cadastro em até (dias úteis)")
    notice_days = forms.IntegerField(label="Aviso prévio, se o contrato não diz (dias corridos)")


class FirstDayForm(forms.Form):
    starts_on = DayField(label="Comparar o que aconteceu desde")


@dataclass(frozen=True, slots=True)
class OperatorTerms:
    operator: Operator
    current: Terms
    rows: list[ComparisonTerms]
    comparison: Comparison | None
    form: TermsForm
    first_day: FirstDayForm


@require_GET
def terms_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    return _list(request)


@require_POST
def terms_set(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    form = TermsForm(request.POST, auto_id=f"id_{operator.pk}_%s")
    if form.is_valid():
        try:
            set_terms(
                operator=operator,
                terms=Terms(**form.cleaned_data),
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSetTerms as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Prazos da {operator.name} salvos. As filas mudam em alguns minutos.")
            return redirect(SECTION)
    return _list(request, terms={operator.pk: form})


@require_POST
def terms_discard(request: Request, pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    terms = terms_of(request.actor).filter(pk=pk).first()
    if terms is None:
        raise Http404
    try:
        discard_terms(terms=terms, actor=request.actor, now=timezone.now())
    except UnableToSetTerms as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Prazos descartados: continuam os anteriores.")
    return redirect(SECTION)


@require_POST
def first_day_set(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    form = FirstDayForm(request.POST, auto_id=f"id_{operator.pk}_%s")
    if form.is_valid():
        try:
            set_first_day(
                operator=operator, on=form.cleaned_data["starts_on"], actor=request.actor, now=timezone.now()
            )
        except UnableToSetTerms as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Início da {operator.name} salvo. As filas mudam em alguns minutos.")
            return redirect(SECTION)
    return _list(request, first_days={operator.pk: form})


def _list(
    request: Request,
    *,
    terms: Mapping[int, TermsForm] | None = None,
    first_days: Mapping[int, FirstDayForm] | None = None,
) -> HttpResponse:
    today = today_in_sao_paulo()
    kept: dict[int, list[ComparisonTerms]] = {}
    for row in terms_of(request.actor):
        kept.setdefault(row.operator_id, []).append(row)
    groups = []
    for operator in operators_with(request.actor, Permission.DESK_EDIT):
        rows = kept.get(operator.pk, [])
        current = terms_on(today, [Terms(row.valid_from, row.days_to_leave, row.notice_days) for row in rows])
        comparison = comparison_of(operator.pk)
        first_day = (first_days or {}).get(operator.pk) or _first_day(operator, comparison)
        form = (terms or {}).get(operator.pk) or _form(operator, current, today)
        groups.append(OperatorTerms(operator, current, rows, comparison, form, first_day))
    context = {"tabs": tabs_for(request.actor, SECTION), "groups": groups, "today": today}
    status = REFUSED if terms or first_days else 200
    return render(request, "divergences/terms.html", context, status=status)


def _form(operator: Operator, current: Terms, today: dt.date) -> TermsForm:
    initial = {
        "valid_from": today,
        "days_to_leave": current.days_to_leave,
        "notice_days": current.notice_days,
    }
    return TermsForm(initial=initial, auto_id=f"id_{operator.pk}_%s")


def _first_day(operator: Operator, comparison: Comparison | None) -> FirstDayForm:
    initial = {"starts_on": comparison.starts_on if comparison else None}
    return FirstDayForm(initial=initial, auto_id=f"id_{operator.pk}_%s")
