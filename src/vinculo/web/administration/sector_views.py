"""How each operator asks its sectors: days, texts, what is shown, and who is in them."""

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

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.queries.editions import sectors_of
from vinculo.consequences.actions.sector_terms import (
    UnableToSetSectorTerms,
    discard_sector_terms,
    set_sector_terms,
)
from vinculo.consequences.models import SectorTerms
from vinculo.consequences.needed_facts import NEEDED_FACTS
from vinculo.consequences.queries.sectors import as_terms, kept_terms, members_by_sector
from vinculo.consequences.terms import GAPS, Terms, packaged_terms
from vinculo.web.site.day_field import DayField
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal

from .sections import operator_of_desk, require_anywhere, tabs_for

REFUSED = 422
SECTION = "sector-list"
_FACTS = [(code, fact.label) for code, fact in NEEDED_FACTS.items()]


class SectorForm(forms.Form):
    valid_from = DayField(label="Valem desde")
    answer_days = forms.IntegerField(label="Responder em até (dias úteis)")
    remind_days = forms.IntegerField(label="Lembrar o setor antes do prazo (dias úteis)")
    request_text = forms.CharField(label="Com que texto um pedido começa", widget=forms.Textarea({"rows": 5}))
    signature_text = forms.CharField(label="O que a assinatura pede", widget=forms.Textarea({"rows": 5}))
    facts = forms.MultipleChoiceField(
        label="O que o setor vê do processo",
        choices=_FACTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Além do nome do prestador. Quem pede pode marcar outra coisa.",
    )

    def terms(self) -> Terms:
        values = dict(self.cleaned_data)
        values.pop("valid_from")
        return Terms(**{**values, "facts": tuple(values["facts"])})


@dataclass(frozen=True, slots=True)
class SectorLine:
    code: str
    label: str
    terms: Terms
    members: Sequence[str]


@require_GET
def sector_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    today = today_in_sao_paulo()
    operators = list(operators_with(request.actor, Permission.DESK_EDIT))
    members = members_by_sector(operator.pk for operator in operators)
    kept = list(kept_terms(request.actor))
    groups = []
    for operator in operators:
        lines = [
            SectorLine(
                code,
                label,
                _in_force(
                    [row for row in kept if (row.operator_id, row.sector) == (operator.pk, code)], code, today
                ),
                members.get((operator.pk, code), ()),
            )
            for code, label in sectors_of(operator).items()
        ]
        groups.append((operator, lines))
    context = {"tabs": tabs_for(request.actor, SECTION), "groups": groups}
    return render(request, "administration/sector_list.html", context)


@require_http_methods(["GET", "POST"])
def sector_page(request: Request, operator_pk: int, code: str) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    label = sectors_of(operator).get(code)
    if label is None:
        raise Http404
    rows, today = list(kept_terms(request.actor).filter(operator=operator, sector=code)), today_in_sao_paulo()
    current = _in_force(rows, code, today)
    form = SectorForm(request.POST or None, initial=_initial(current, today))
    if form.is_valid():
        try:
            set_sector_terms(
                operator=operator,
                sector=code,
                valid_from=form.cleaned_data["valid_from"],
                terms=form.terms(),
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSetSectorTerms as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Regras de {label} salvas.")
            return redirect(SECTION)
    context = {
        "tabs": tabs_for(request.actor, SECTION),
        "operator": operator,
        "label": label,
        "form": form,
        "rows": rows,
        "today": today,
        "gaps": [(f"{{{gap}}}", meaning) for gap, meaning in GAPS.items()],
    }
    status = REFUSED if form.errors else 200
    return render(request, "administration/sector_page.html", context, status=status)


@require_POST
def sector_discard(request: Request, pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    terms = kept_terms(request.actor).filter(pk=pk).first()
    if terms is None:
        raise Http404
    try:
        discard_sector_terms(terms=terms, actor=request.actor, now=timezone.now())
    except UnableToSetSectorTerms as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Regras descartadas: continuam as anteriores.")
    return redirect(SECTION)


def _in_force(rows: Sequence[SectorTerms], code: str, today: dt.date) -> Terms:
    """`rows` are of one sector, the newest first."""
    standing = next((row for row in rows if row.valid_from <= today), None)
    return as_terms(standing) if standing else packaged_terms(code)


def _initial(terms: Terms, today: dt.date) -> dict[str, Any]:
    return {
        "valid_from": today,
        "answer_days": terms.answer_days,
        "remind_days": terms.remind_days,
        "request_text": terms.request_text,
        "signature_text": terms.signature_text,
        "facts": list(terms.facts),
    }
