"""What the law asks at each operator: days, norms, texts, who confirmed them; and the public page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.consequences.actions.legal_terms import (
    confirm_legal_terms,
    discard_legal_terms,
    set_legal_terms,
)
from vinculo.consequences.actions.public_page import switch_public_page
from vinculo.consequences.legal_terms import LEGAL_GAPS, RULE_NAMES, LegalRules
from vinculo.consequences.models import LegalTerms
from vinculo.consequences.queries.legal_terms import kept_legal_terms, rules_of
from vinculo.consequences.queries.public_changes import is_public
from vinculo.consequences.refusals import UnableToSetLegalTerms
from vinculo.kernel.dates import format_date, parse_date
from vinculo.web.site.day_field import DayField
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal

from .sections import operator_of_desk, require_anywhere, tabs_for

REFUSED = 422
SECTION = "legal-list"


class LegalForm(forms.Form):
    valid_from = DayField(label="Valem desde")
    notice_days = forms.IntegerField(label="Aviso antes da saída (dias corridos)")
    notice_norm = forms.CharField(label="Norma do aviso, com o artigo")
    kept_days = forms.IntegerField(label="Aviso no ar (dias corridos)")
    kept_norm = forms.CharField(label="Norma da publicação e da substituição")
    consult_days = forms.IntegerField(label="Consulta odontológica (dias úteis)")
    consult_norm = forms.CharField(label="Norma do tempo de espera")
    portal_text = forms.CharField(label="Aviso do portal", widget=forms.Textarea({"rows": 6}))
    call_text = forms.CharField(label="Orientação da central", widget=forms.Textarea({"rows": 6}))
    no_substitute_text = forms.CharField(
        label="O que se diz quando não há substituto", widget=forms.Textarea({"rows": 2})
    )

    def rules(self) -> LegalRules:
        return LegalRules(**{name: self.cleaned_data[name] for name in RULE_NAMES})


@dataclass(frozen=True, slots=True)
class LegalLine:
    """An operator with what holds there today. `row` is None for what the product brings along."""

    operator: Operator
    rules: LegalRules
    row: LegalTerms | None
    is_public: bool

    @property
    def is_confirmed(self) -> bool:
        return self.row is not None and self.row.confirmed_on is not None


@require_GET
def legal_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    today, kept = today_in_sao_paulo(), list(kept_legal_terms(request.actor))
    lines = [
        _line(operator, [row for row in kept if row.operator_id == operator.pk], today)
        for operator in operators_with(request.actor, Permission.DESK_EDIT)
    ]
    context = {"tabs": tabs_for(request.actor, SECTION), "lines": lines}
    return render(request, "administration/legal_list.html", context)


@require_http_methods(["GET", "POST"])
def legal_page(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    today = today_in_sao_paulo()
    rows = list(kept_legal_terms(request.actor).filter(operator=operator))
    line = _line(operator, rows, today)
    form = LegalForm(request.POST or None, initial=_initial(line.rules, today))
    if form.is_valid():
        try:
            set_legal_terms(
                operator=operator,
                valid_from=form.cleaned_data["valid_from"],
                rules=form.rules(),
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSetLegalTerms as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Normas salvas. Falta registrar quem as confirmou pelo jurídico.")
            return redirect("legal-page", operator.pk)
    context = {
        "tabs": tabs_for(request.actor, SECTION),
        "operator": operator,
        "line": line,
        "form": form,
        "rows": rows,
        "today": today,
        "may_publish": request.actor.may(Permission.OPERATORS_EDIT, operator.pk),
        "gaps": [(f"{{{gap}}}", meaning) for gap, meaning in LEGAL_GAPS.items()],
    }
    status = REFUSED if form.errors else 200
    return render(request, "administration/legal_page.html", context, status=status)


@require_POST
def legal_confirm(request: Request, pk: int) -> HttpResponse:
    terms = _terms_or_404(request, pk)
    day = parse_date(request.POST.get("confirmed_on", "")[:30])
    if day is None:
        messages.error(request, "Escreva o dia da confirmação como 31/12/2026. Nada foi gravado.")
        return redirect("legal-page", terms.operator_id)
    try:
        confirm_legal_terms(
            terms=terms,
            confirmed_on=day,
            confirmed_by=request.POST.get("confirmed_by", ""),
            actor=request.actor,
            now=timezone.now(),
        )
    except UnableToSetLegalTerms as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Confirmação de {format_date(day)} registrada.")
    return redirect("legal-page", terms.operator_id)


@require_POST
def legal_discard(request: Request, pk: int) -> HttpResponse:
    terms = _terms_or_404(request, pk)
    try:
        discard_legal_terms(terms=terms, actor=request.actor, now=timezone.now())
    except UnableToSetLegalTerms as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Normas descartadas: continuam as anteriores.")
    return redirect("legal-page", terms.operator_id)


@require_POST
def legal_public(request: Request, operator_pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.OPERATORS_EDIT)
    operator = operators_with(request.actor, Permission.OPERATORS_EDIT).filter(pk=operator_pk).first()
    if operator is None:
        raise Http404
    is_on = request.POST.get("is_on") == "1"
    switch_public_page(operator=operator, is_on=is_on, actor=request.actor, now=timezone.now())
    messages.success(request, "Página pública ligada." if is_on else "Página pública desligada.")
    return redirect("legal-page", operator.pk)


def _terms_or_404(request: Request, pk: int) -> LegalTerms:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    terms = kept_legal_terms(request.actor).filter(pk=pk).first()
    if terms is None:
        raise Http404
    return terms


def _line(operator: Operator, rows: Sequence[LegalTerms], today: dt.date) -> LegalLine:
    """`rows` are of the operator, the newest first."""
    row = next((each for each in rows if each.valid_from <= today), None)
    return LegalLine(operator, rules_of(row), row, is_public(operator))


def _initial(rules: LegalRules, today: dt.date) -> dict[str, Any]:
    return {"valid_from": today, **{name: getattr(rules, name) for name in RULE_NAMES}}
