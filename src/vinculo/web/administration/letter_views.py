"""The letters that an operator writes to its providers, each with its versions, and its certificate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.documents.actions.letter_templates import (
    adopt_starter_letters,
    create_letter_template,
    edit_letter_template,
    wording_of,
)
from vinculo.documents.letter import sample_letter
from vinculo.documents.letter_gaps import GAPS
from vinculo.documents.models import LetterTemplate
from vinculo.documents.queries.letter_templates import edited_letters
from vinculo.documents.refusals import UnableToSaveLetter
from vinculo.documents.signing.of_operator import certificate_state
from vinculo.documents.starter_letters import Wording, starter_letters
from vinculo.web.documents.views import pdf_response
from vinculo.web.site.http import Request
from vinculo.web.site.refused_form import show_refusal

from .sections import operator_of_desk, require_anywhere, tabs_for

REFUSED = 422
SECTION = "letter-list"
OUTCOMES = (
    ("", "Qualquer decisão"),
    ("terminated", "Desligamento"),
    ("retained", "Retenção efetiva"),
    ("not_retention", "Não se trata de retenção"),
)
_OUTCOME_WORDS = dict(OUTCOMES)


class LetterForm(forms.Form):
    name = forms.CharField(label="Nome", max_length=60, help_text="Como o consultor a encontra na lista.")
    outcome = forms.ChoiceField(label="É sobre", choices=OUTCOMES, required=False)
    title = forms.CharField(label="Título", max_length=120)
    body = forms.CharField(
        label="Carta",
        max_length=8000,
        widget=forms.Textarea({"rows": 18}),
        help_text="Uma linha em branco separa parágrafos; uma que começa com hífen é um ponto de lista.",
    )
    message = forms.CharField(
        label="Mensagem para enviar junto",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Para WhatsApp ou e-mail, com o PDF anexado.",
    )
    is_active = forms.BooleanField(label="Em uso", required=False, initial=True)

    def wording(self) -> Wording:
        return Wording(*(self.cleaned_data[name] for name in ("title", "body", "message")))


@require_GET
def letter_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    own: dict[int, list[dict[str, Any]]] = {}
    for template in edited_letters(request.actor):
        own.setdefault(template.operator_id, []).append(_line(template))
    operators = operators_with(request.actor, Permission.DESK_EDIT)
    now = timezone.now()
    context = {
        "tabs": tabs_for(request.actor, SECTION),
        "groups": [
            (operator, own.get(operator.pk, []), certificate_state(operator.code, now))
            for operator in operators
        ],
        "packaged": [(one.name, _OUTCOME_WORDS[one.outcome], one.wording.body) for one in starter_letters()],
    }
    return render(request, "administration/letter_list.html", context)


@require_POST
def letter_adopt(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    adopt_starter_letters(operator=operator, actor=request.actor, now=timezone.now())
    messages.success(request, f"As cartas agora são de {operator.name}: altere-as à vontade.")
    return redirect(SECTION)


@require_http_methods(["GET", "POST"])
@never_cache
def letter_new(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    form = LetterForm(request.POST or None)
    del form.fields["is_active"]
    if form.is_valid():
        if "preview" in request.POST:
            return _preview(operator, form)
        try:
            made = create_letter_template(
                operator=operator,
                name=form.cleaned_data["name"],
                outcome=form.cleaned_data["outcome"],
                wording=form.wording(),
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSaveLetter as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Carta “{made.name}” incluída.")
            return redirect(SECTION)
    return _page(request, form, f"Nova carta da {operator.name}")


@require_http_methods(["GET", "POST"])
@never_cache
def letter_page(request: Request, pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    template = edited_letters(request.actor).filter(pk=pk).first()
    if template is None:
        raise Http404
    versions = list(template.versions.all())
    newest = wording_of(versions[0])
    initial = {"name": template.name, "outcome": template.outcome, "is_active": template.is_active}
    initial |= {"title": newest.title, "body": newest.body, "message": newest.message}
    form = LetterForm(request.POST or None, initial=initial)
    if form.is_valid():
        if "preview" in request.POST:
            return _preview(template.operator, form)
        try:
            edit_letter_template(
                template=template,
                name=form.cleaned_data["name"],
                outcome=form.cleaned_data["outcome"],
                wording=form.wording(),
                is_active=form.cleaned_data["is_active"],
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSaveLetter as refusal:
            show_refusal(form, refusal)
        else:
            is_new = form.wording() != newest
            said = f"Carta salva como versão {versions[0].number + 1}." if is_new else "Carta salva."
            messages.success(request, f"{said} As já emitidas ficam como estão.")
            return redirect(SECTION)
    return _page(request, form, template.name, versions=versions)


def _line(template: LetterTemplate) -> dict[str, Any]:
    versions = list(template.versions.all())
    return {
        "template": template,
        "outcome": _OUTCOME_WORDS.get(template.outcome, ""),
        "version": versions[0].number,
        "body": versions[0].body,
    }


def _preview(operator: Operator, form: LetterForm) -> HttpResponse:
    return pdf_response(sample_letter(form.wording(), operator, timezone.now()), "previa.pdf")


def _page(request: Request, form: LetterForm, heading: str, versions: Any = ()) -> HttpResponse:
    context = {
        "tabs": tabs_for(request.actor, SECTION),
        "form": form,
        "heading": heading,
        "versions": versions,
        "gaps": [(f"{{{gap}}}", meaning) for gap, meaning in GAPS.items()],
    }
    return render(request, "administration/letter_page.html", context, status=REFUSED if form.errors else 200)
