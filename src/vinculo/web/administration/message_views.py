"""The messages that an operator's consultants send again and again: the list, a new one, changing one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.desk.actions.message_templates import (
    UnableToSaveMessage,
    adopt_starter_messages,
    create_message_template,
    edit_message_template,
)
from vinculo.desk.message_gaps import GAPS
from vinculo.desk.queries.message_templates import edited_messages
from vinculo.desk.starter_messages import STARTER_MESSAGES
from vinculo.web.site.http import Request
from vinculo.web.site.refused_form import show_refusal

from .sections import operator_of_desk, require_anywhere, tabs_for

REFUSED = 422
SECTION = "message-list"


class MessageForm(forms.Form):
    name = forms.CharField(label="Nome", max_length=60, help_text="Como o consultor a encontra na lista.")
    text = forms.CharField(label="Mensagem", max_length=2000, widget=forms.Textarea({"rows": 8}))
    is_active = forms.BooleanField(label="Em uso", required=False, initial=True)


def message_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    own: dict[int, list[Any]] = {}
    for message in edited_messages(request.actor):
        own.setdefault(message.operator_id, []).append(message)
    operators = operators_with(request.actor, Permission.DESK_EDIT)
    context = {
        "tabs": tabs_for(request.actor, SECTION),
        "groups": [(operator, own.get(operator.pk, [])) for operator in operators],
        "packaged": STARTER_MESSAGES,
    }
    return render(request, "administration/message_list.html", context)


@require_POST
def message_adopt(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    adopt_starter_messages(operator=operator, actor=request.actor, now=timezone.now())
    messages.success(request, f"As mensagens agora são de {operator.name}: altere-as à vontade.")
    return redirect(SECTION)


@require_http_methods(["GET", "POST"])
def message_new(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    form = MessageForm(request.POST or None)
    del form.fields["is_active"]
    if form.is_valid():
        try:
            made = create_message_template(
                operator=operator, **form.cleaned_data, actor=request.actor, now=timezone.now()
            )
        except UnableToSaveMessage as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Mensagem “{made.name}” incluída.")
            return redirect(SECTION)
    return _page(request, form, f"Nova mensagem da {operator.name}")


@require_http_methods(["GET", "POST"])
def message_page(request: Request, pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    template = edited_messages(request.actor).filter(pk=pk).first()
    if template is None:
        raise Http404
    initial = {name: getattr(template, name) for name in MessageForm.base_fields}
    form = MessageForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            edit_message_template(
                template=template, **form.cleaned_data, actor=request.actor, now=timezone.now()
            )
        except UnableToSaveMessage as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Mensagem salva.")
            return redirect(SECTION)
    return _page(request, form, template.name)


def _page(request: Request, form: MessageForm, heading: str) -> HttpResponse:
    context = {
        "tabs": tabs_for(request.actor, SECTION),
        "form": form,
        "heading": heading,
        "gaps": [(f"{{{gap}}}", meaning) for gap, meaning in GAPS.items()],
    }
    return render(
        request, "administration/message_page.html", context, status=REFUSED if form.errors else 200
    )
