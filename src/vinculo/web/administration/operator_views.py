"""Operators: the list, a new one with its editions, and how one is called and signs."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinculo.accounts.actions.operators import UnableToSaveOperator, edit_operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.cases.actions.editions import create_operator_with_editions
from vinculo.web.site.http import Request
from vinculo.web.site.refused_form import show_refusal

from .sections import require_anywhere, tabs_for

REFUSED = 422


class OperatorForm(forms.Form):
    code = forms.CharField(
        label="Sigla",
        max_length=5,
        help_text="De 2 a 5 letras. Abre o número de cada processo: ODL-2026-000123.",
        widget=forms.TextInput(
            {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(label="Nome", max_length=120, help_text="Como sai impresso no formulário.")
    ans_registration = forms.CharField(
        label="Registro ANS",
        max_length=6,
        required=False,
        help_text="6 algarismos.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    signer_must_not_be_decider = forms.BooleanField(
        label="Quem assina não pode ter decidido",
        required=False,
        initial=True,
        help_text="Com esta regra, a decisão de um processo é assinada por outra pessoa.",
    )


def operator_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.OPERATORS_EDIT)
    context = {
        "tabs": tabs_for(request.actor, "operator-list"),
        "operators": operators_with(request.actor, Permission.OPERATORS_EDIT),
    }
    return render(request, "administration/operator_list.html", context)


@require_http_methods(["GET", "POST"])
def operator_new(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.OPERATORS_EDIT)
    form = OperatorForm(request.POST or None)
    if form.is_valid():
        try:
            made = create_operator_with_editions(**form.cleaned_data, actor=request.actor, now=timezone.now())
        except UnableToSaveOperator as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, f"{made.name} criada, com as edições 1 e 2 do formulário. Você a administra."
            )
            return redirect("operator-list")
    return _page(request, form, "Nova operadora")


@require_http_methods(["GET", "POST"])
def operator_page(request: Request, pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.OPERATORS_EDIT)
    operator = operators_with(request.actor, Permission.OPERATORS_EDIT).filter(pk=pk).first()
    if operator is None:
        raise Http404
    initial = {field: getattr(operator, field) for field in OperatorForm.base_fields}
    form = OperatorForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = True
    form.fields["code"].help_text = "Abre o número de cada processo e não muda depois de criada."
    if form.is_valid():
        try:
            edit_operator(operator=operator, **form.cleaned_data, actor=request.actor, now=timezone.now())
        except UnableToSaveOperator as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Operadora salva.")
            return redirect("operator-list")
    return _page(request, form, operator.name)


def _page(request: Request, form: OperatorForm, heading: str) -> HttpResponse:
    context = {"tabs": tabs_for(request.actor, "operator-list"), "form": form, "heading": heading}
    return render(
        request, "administration/operator_page.html", context, status=REFUSED if form.errors else 200
    )
