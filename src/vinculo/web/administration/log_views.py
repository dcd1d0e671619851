"""The access log: who did or saw what, by person, action and period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import audit_entries, audited_actions, people_of_log
from vinculo.web.site.day_field import DayField
from vinculo.web.site.http import Request

from .audit_words import action_words
from .log_presenters import present_lines
from .pages import page_links
from .sections import require_anywhere, tabs_for

LINES = 100


class LogFilterForm(forms.Form):
    """Its names stand in the address, so they are Portuguese."""

    pessoa = forms.TypedChoiceField(label="Pessoa", required=False, coerce=int, empty_value=None)
    acao = forms.ChoiceField(label="Ação", required=False)
    de = DayField(label="De", required=False)
    ate = DayField(label="Até", required=False)

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        self._choose("pessoa", people_of_log(actor).values_list("pk", "name"))
        words = sorted((action_words(action), action) for action in audited_actions(actor))
        self._choose("acao", ((action, word) for word, action in words))

    def _choose(self, field: str, choices: Iterable[tuple[Any, str]]) -> None:
        chosen = self.fields[field]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", "Todas"), *choices]


def access_log(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.AUDIT_SEE)
    form = LogFilterForm(request.actor, request.GET)
    form.is_valid()
    given = form.cleaned_data
    entries = audit_entries(
        request.actor,
        person=given.get("pessoa"),
        action=given.get("acao", ""),
        first_day=given.get("de"),
        last_day=given.get("ate"),
    )
    page = Paginator(entries, LINES).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs_for(request.actor, "access-log"),
        "form": form,
        "lines": present_lines(list(page), request.actor),
        "pager": page_links(page, request.GET),
    }
    template = "administration/access_log.html"
    return render(request, f"{template}#results" if request.htmx else template, context)
