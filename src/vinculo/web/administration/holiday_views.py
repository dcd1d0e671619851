"""Local holidays: of cities, states and operators; the list, a new one, removing one and taking that back."""

from __future__ import annotations

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.kernel.places import clean_uf, find_municipality
from vinculo.network.actions.local_holidays import (
    HolidayPlace,
    UnableToSaveHoliday,
    add_local_holiday,
    remove_local_holiday,
    restore_local_holiday,
)
from vinculo.network.models import LocalHoliday
from vinculo.network.queries.calendar import find_holiday, kept_holidays
from vinculo.network.queries.coverage import find_municipality as municipality_with_code
from vinculo.web.site.http import Request, today_in_sao_paulo
from vinculo.web.site.refused_form import show_refusal
from vinculo.web.site.undo import tell_with_undo

from .holiday_presenters import holiday_rows
from .sections import require_anywhere, tabs_for

REFUSED = 422
SECTION = "holiday-list"
CITY, STATE = "city", "uf"
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?")


class HolidayForm(forms.Form):
    on = forms.CharField(
        label="Dia",
        max_length=10,
        help_text="25/01 vale todo ano; 05/06/2026, só naquele dia.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(label="Nome", max_length=120)
    place = forms.ChoiceField(label="Vale para")
    named = forms.CharField(
        label="Qual município ou estado",
        max_length=90,
        required=False,
        help_text="Como Campinas SP; de um estado, a sigla. Da operadora, em branco.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, post: object, *, operators: list[Operator]) -> None:
        super().__init__(post)  # type: ignore[arg-type]
        self.operators = {str(operator.pk): operator for operator in operators}
        own = [(pk, f"{operator.name}, em toda parte") for pk, operator in self.operators.items()]
        choices = [(CITY, "um município"), (STATE, "um estado"), *own]
        self.fields["place"] = forms.ChoiceField(label="Vale para", choices=choices)
        self.order_fields(["on", "name", "place", "named"])

    def clean_on(self) -> tuple[int, int, int | None]:
        match = _DAY.fullmatch(self.cleaned_data["on"].strip())
        if match is None:
            raise ValidationError("Escreva dia e mês, como 25/01, ou o dia inteiro, como 05/06/2026.")
        day, month, year = match.groups()
        return int(day), int(month), int(year) if year else None

    def clean(self) -> None:
        place, named = self.cleaned_data.get("place"), self.cleaned_data.get("named", "").strip()
        if place == STATE:
            self.cleaned_data["where"] = HolidayPlace(uf=self._state(named))
        elif place == CITY:
            self.cleaned_data["where"] = self._city(named)
        elif place in self.operators:
            self.cleaned_data["where"] = HolidayPlace(operator=self.operators[place])

    def _state(self, named: str) -> str:
        uf = clean_uf(named)
        if uf is None:
            self.add_error("named", "Escreva a sigla do estado, como SP.")
        return uf or ""

    def _city(self, named: str) -> HolidayPlace:
        words = re.split(r"[\s,/()-]+", named.strip(" )"))
        uf = clean_uf(words[-1]) if len(words) > 1 else None
        name = named[: named.rfind(words[-1])].strip(" ,/(-") if uf else ""
        place = find_municipality(name, uf) if uf else None
        if place is None:
            self.add_error("named", "Não encontrei este município. Escreva o nome e a UF, como Campinas SP.")
            return HolidayPlace()
        return HolidayPlace(municipality=municipality_with_code(place.ibge_code))


@require_GET
def holiday_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    return _list(request, HolidayForm(None, operators=_operators(request)))


@require_POST
def holiday_add(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.DESK_EDIT)
    form = HolidayForm(request.POST, operators=_operators(request))
    if form.is_valid():
        day, month, year = form.cleaned_data["on"]
        try:
            added = add_local_holiday(
                place=form.cleaned_data["where"],
                month=month,
                day=day,
                year=year,
                name=form.cleaned_data["name"],
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSaveHoliday as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"{added.name} incluído. Os prazos em aberto serão recalculados.")
            return redirect(SECTION)
    return _list(request, form)


@require_POST
def holiday_remove(request: Request, pk: int) -> HttpResponse:
    holiday = _find(request, pk)
    remove_local_holiday(holiday=holiday, actor=request.actor, now=timezone.now())
    undo = reverse("holiday-restore", args=[pk])
    tell_with_undo(request, f"{holiday.name} não é mais feriado. Os prazos serão recalculados.", undo)
    return redirect(SECTION)


@require_POST
def holiday_restore(request: Request, pk: int) -> HttpResponse:
    holiday = restore_local_holiday(holiday=_find(request, pk), actor=request.actor, now=timezone.now())
    messages.success(request, f"{holiday.name} voltou à lista.")
    return redirect(SECTION)


def _find(request: Request, pk: int) -> LocalHoliday:
    """
    Raises:
        Http404: there is no such holiday for this person.
    """
    require_anywhere(request.actor, Permission.DESK_EDIT)
    holiday = find_holiday(request.actor, pk)
    if holiday is None:
        raise Http404
    return holiday


def _operators(request: Request) -> list[Operator]:
    return list(operators_with(request.actor, Permission.DESK_EDIT))


def _list(request: Request, form: HolidayForm) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    kept = kept_holidays(request.actor, request.actor.operators_with(Permission.DESK_EDIT), query)
    context = {
        "tabs": tabs_for(request.actor, SECTION),
        "form": form,
        "query": query,
        "groups": holiday_rows(kept, today_in_sao_paulo()),
    }
    return render(
        request, "administration/holiday_list.html", context, status=REFUSED if form.errors else 200
    )
