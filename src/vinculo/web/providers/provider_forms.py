"""What a person types about a provider."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse_lazy

from vinculo.accounts.models import Operator
from vinculo.kernel.finding import Finding
from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.network.models import Provider
from vinculo.network.rules import provider_findings
from vinculo.network.values import ProviderData, written_us_value
from vinculo.web.site.day_field import DayField

from .fields import MoneyField, RuledField
from .forms import UF_CHOICES, RegistryForm, text_input

MUNICIPALITY_SUGGESTIONS: dict[str, Any] = {
    "hx-get": reverse_lazy("municipality-names"),
    "hx-trigger": "input changed delay:200ms",
    "hx-target": "#municipalities",
    "hx-swap": "innerHTML",
    "hx-include": "[name=uf]",
}


class ProviderForm(RegistryForm):
    operator: forms.ModelChoiceField[Operator] = forms.ModelChoiceField(
        label="Operadora", queryset=None, empty_label=None
    )
    kind = forms.ChoiceField(
        label="Tipo",
        choices=[("PJ", "PJ (clínica, pessoa jurídica)"), ("PF", "PF (dentista, pessoa física)")],
    )
    cnes = forms.CharField(
        label="CNES",
        required=False,
        help_text="7 algarismos.",
        widget=text_input(inputmode="numeric", maxlength="12"),
    )
    name = RuledField(label="Nome ou razão social", widget=text_input(), help_text="Como está no contrato.")
    trade_name = forms.CharField(label="Nome fantasia", required=False, widget=text_input())
    cnpj = RuledField(
        label="CNPJ", help_text="Para PJ.", widget=text_input(**{"data-format": "cnpj", "maxlength": "30"})
    )
    cpf = RuledField(
        label="CPF",
        help_text="Para PF.",
        widget=text_input(**{"data-format": "cpf", "inputmode": "numeric", "maxlength": "30"}),
    )
    city = forms.CharField(
        label="Município",
        required=False,
        widget=text_input(list="municipalities", **MUNICIPALITY_SUGGESTIONS),
    )
    uf = forms.ChoiceField(label="UF do município", required=False, choices=UF_CHOICES)
    joined_on = DayField(label="Data de inclusão", required=False)
    us_value = MoneyField(label="Valor da US (moeda)", help_text="Em reais, por unidade de serviço.")
    last_production_on = DayField(label="Dia da última produção", required=False)
    last_production_value = MoneyField(label="Valor da última produção")
    other_plans = forms.CharField(label="Outros convênios que atende", required=False, widget=text_input())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    wide = ("name", "trade_name", "other_plans")

    def __init__(
        self,
        *args: Any,
        operators: Any = None,
        today: dt.date,
        may_see: bool = True,
        address: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if address:
            self.fields[
                "city"
            ].help_text = (
                f"Se o município mudar, o endereço {address} fica só no histórico: é do município de antes."
            )
        if operators is None:
            del self.fields["operator"]
        else:
            chooser = self.fields["operator"]
            assert isinstance(chooser, forms.ModelChoiceField)
            chooser.queryset = operators
            if len(operators) == 1:
                chooser.initial = operators[0]
                chooser.widget = chooser.hidden_widget()
        if not may_see:
            del self.fields["cpf"]

    @staticmethod
    def initial_of(provider: Provider) -> dict[str, Any]:
        place = provider.municipality
        return {
            "kind": provider.kind,
            "name": provider.name,
            "trade_name": provider.trade_name,
            "cnpj": cnpj.formatted(provider.cnpj),
            "cpf": cpf.formatted(provider.cpf),
            "cnes": provider.cnes,
            "city": place.name if place else "",
            "uf": place.uf if place else "",
            "joined_on": provider.joined_on,
            "us_value": written_us_value(provider.us_value),
            "last_production_on": provider.last_production_on,
            "last_production_value": provider.last_production_value,
            "other_plans": provider.other_plans,
            "version": provider.version,
        }

    @property
    def chosen_operator(self) -> Operator:
        chosen = self.cleaned_data["operator"]
        assert isinstance(chosen, Operator)
        return chosen

    @property
    def seen_version(self) -> int:
        """0, which no record has, where a form lost it."""
        return self.cleaned_data.get("version") or 0

    def data_given(self) -> ProviderData:
        given = self.cleaned_data
        texts = ("kind", "name", "trade_name", "cnpj", "cpf", "cnes", "city", "uf", "other_plans")
        days_and_amounts = ("joined_on", "us_value", "last_production_on", "last_production_value")
        values: dict[str, Any] = {name: given.get(name) or "" for name in texts}
        values |= {name: given.get(name) for name in days_and_amounts}
        return ProviderData(**values)

    def rule_findings(self) -> Iterable[Finding]:
        return provider_findings(self.data_given().tidied(), self.today)


class StatusForm(RegistryForm):
    status = forms.ChoiceField(label="Situação", choices=Provider.Status.choices)
    since = DayField(label="Desde")
