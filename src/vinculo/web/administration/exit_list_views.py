"""Exit lists: what is done at an operator when a provider leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.consequences.actions.exit_lists import MOST_ITEMS, discard_exit_list, set_exit_list
from vinculo.consequences.duty_lists import GAPS, ListedDuty, packaged_exit_list, read_items
from vinculo.consequences.models import ExitList
from vinculo.consequences.queries.exit_lists import kept_exit_lists
from vinculo.consequences.refusals import UnableToSetExitList
from vinculo.web.site.day_field import DayField
from vinculo.web.site.http import Request, today_in_sao_paulo

from .sections import operator_of_desk, require_anywhere, tabs_for

REFUSED = 422
SECTION = "exit-list"
BLANK_LINES = 3


class DayForm(forms.Form):
    valid_from = DayField(label="Vale desde")


class ItemForm(forms.Form):
    code = forms.CharField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(label="O que se resolve", required=False)
    days = forms.IntegerField(label="Prazo (dias úteis)", required=False)
    text = forms.CharField(label="Orientação", required=False, widget=forms.Textarea({"rows": 2}))
    needs_evidence = forms.BooleanField(label="Exige relato ou comprovante", required=False)
    on_leaving = forms.BooleanField(label="Só na data de saída da rede", required=False)

    def item(self) -> ListedDuty | None:
        """None for a line that was left blank, or blanked."""
        values = self.cleaned_data
        if not (values.get("label") or values.get("text")):
            return None
        return ListedDuty(
            code=values.get("code", "")[:60],
            label=values.get("label", ""),
            days=values.get("days") or 0,
            text=values.get("text", ""),
            needs_evidence=bool(values.get("needs_evidence")),
            on_leaving=bool(values.get("on_leaving")),
        )


ItemForms = forms.formset_factory(ItemForm, extra=BLANK_LINES, max_num=MOST_ITEMS + BLANK_LINES)


@require_GET
def exit_lists(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    kept, today = list(kept_exit_lists(request.actor)), today_in_sao_paulo()
    groups = [
        (operator, _in_force([row for row in kept if row.operator_id == operator.pk], today))
        for operator in operators_with(request.actor, Permission.DESK_EDIT)
    ]
    context = {"tabs": tabs_for(request.actor, SECTION), "groups": groups}
    return render(request, "administration/exit_lists.html", context)


@require_http_methods(["GET", "POST"])
def exit_list_page(request: Request, operator_pk: int) -> HttpResponse:
    operator = operator_of_desk(request, operator_pk)
    rows, today = list(kept_exit_lists(request.actor).filter(operator=operator)), today_in_sao_paulo()
    lines = [item.as_item() for item in _in_force(rows, today)]
    form = DayForm(request.POST or None, initial={"valid_from": today})
    items = ItemForms(request.POST or None, initial=lines, prefix="item")
    if form.is_valid() and items.is_valid():
        filled = [(place, item) for place, each in enumerate(items) if (item := each.item())]
        try:
            set_exit_list(
                operator=operator,
                valid_from=form.cleaned_data["valid_from"],
                items=[item for _, item in filled],
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSetExitList as refusal:
            _show(form, [items[place] for place, _ in filled], refusal)
        else:
            messages.success(request, "Lista de saída salva.")
            return redirect(SECTION)
    context = {
        "tabs": tabs_for(request.actor, SECTION),
        "operator": operator,
        "form": form,
        "items": items,
        "rows": rows,
        "today": today,
        "gaps": [(f"{{{gap}}}", meaning) for gap, meaning in GAPS.items()],
    }
    refused = bool(form.errors or any(items.errors))
    return render(request, "administration/exit_list_page.html", context, status=REFUSED if refused else 200)


@require_POST
def exit_list_discard(request: Request, pk: int) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    row = kept_exit_lists(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    try:
        discard_exit_list(exit_list=row, actor=request.actor, now=timezone.now())
    except UnableToSetExitList as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Lista descartada: continua a anterior.")
    return redirect(SECTION)


def _in_force(rows: Sequence[ExitList], today: dt.date) -> Sequence[ListedDuty]:
    """`rows` are of one operator, the newest first."""
    standing = next((row for row in rows if row.valid_from <= today), None)
    return read_items(standing.items) if standing else packaged_exit_list()


def _show(form: DayForm, items: Sequence[forms.BaseForm], refusal: UnableToSetExitList) -> None:
    """Each remark beside its field: of the day, or of the line that it is about."""
    for finding in refusal.findings:
        place, _, name = finding.field.partition("-")
        if name:
            items[int(place)].add_error(name, finding.message)
        else:
            form.add_error("valid_from", finding.message)
