"""What a person types about the people of a provider: dentists, RT, contact persons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from vinculo.kernel.finding import Finding
from vinculo.kernel.identifiers import cpf, phone
from vinculo.network.actions.dentist_identity import check_dentist
from vinculo.network.models import ContactPerson, Dentist
from vinculo.network.rules import LONGEST_LIST_OF_PHONES, contact_person_findings
from vinculo.network.values import ContactPersonData, DentistData
from vinculo.web.site.day_field import DayField

from .fields import RuledChoiceField, RuledField
from .forms import UF_CHOICES, RegistryForm, text_input

FUNCTIONS = (
    "Secretária",
    "Recepcionista",
    "Responsável financeiro",
    "Gerente",
    "Proprietário",
    "Dentista",
)


class DentistForm(RegistryForm):
    """Who is entered at a provider has a first day there; who is edited has a version."""

    cro_number = RuledField(label="CRO", widget=text_input(inputmode="numeric", maxlength="30"))
    cro_uf = RuledChoiceField(label="UF do CRO", choices=UF_CHOICES)
    name = RuledField(label="Nome do dentista", widget=text_input())
    category = forms.ChoiceField(
        label="Categoria", choices=[("", "—"), *Dentist.Category.choices], required=False, initial="CD"
    )
    registration_type = forms.ChoiceField(
        label="Tipo de inscrição", choices=[("", "—"), *Dentist.RegistrationType.choices], required=False
    )
    cpf = forms.CharField(
        label="CPF",
        required=False,
        widget=text_input(**{"data-format": "cpf", "inputmode": "numeric", "maxlength": "30"}),
    )
    starts_on = DayField(
        label="Atende neste prestador desde", required=False, help_text="Em branco se ninguém sabe."
    )
    is_published = forms.BooleanField(
        label="CRO divulgado",
        required=False,
        initial=True,
        help_text="Aparece no guia que os beneficiários consultam.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    wide = ("name",)

    def __init__(
        self, *args: Any, is_new: bool, default_uf: str = "", may_see: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        if is_new:
            self.fields["name"].help_text = "Pode ficar em branco se o CRO já está no cadastro da operadora."
            self.fields["cro_uf"].initial = default_uf
            del self.fields["version"]
        else:
            del self.fields["starts_on"]
            if not may_see:
                del self.fields["cpf"]

    @staticmethod
    def initial_of(dentist: Dentist) -> dict[str, Any]:
        return {
            "cro_number": dentist.cro_number,
            "cro_uf": dentist.cro_uf,
            "name": dentist.name,
            "category": dentist.category,
            "registration_type": dentist.registration_type,
            "cpf": cpf.formatted(dentist.cpf),
            "is_published": dentist.is_published,
            "version": dentist.version,
        }

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("version") or 0

    def data_given(self) -> DentistData:
        given = self.cleaned_data
        texts = ("cro_number", "cro_uf", "name", "category", "registration_type", "cpf")
        return DentistData(
            **{name: given.get(name) or "" for name in texts}, is_published=bool(given.get("is_published"))
        )

    def rule_findings(self) -> Iterable[Finding]:
        findings = check_dentist(self.data_given().tidied())
        # A known CRO tells the name by itself; only the action knows whether it is known.
        return [item for item in findings if not (self.is_new and item.code == "dentist-name-missing")]


class DaysForm(RegistryForm):
    """The days of a tie between dentist and provider."""

    starts_on = DayField(label="Desde", required=False, help_text="Em branco se ninguém sabe.")
    ends_on = DayField(
        label="Até (primeiro dia em que já não vale)", required=False, help_text="Em branco se ainda vale."
    )


class EndForm(RegistryForm):
    ends_on = DayField(label="Não vale mais a partir de")


class ConfirmChangeForm(RegistryForm):
    starts_on = DayField(label="Vale a partir de")


class CouncilForm(RegistryForm):
    """`seen` is the CRO that the person had before their eyes, `cro` the one that stands."""

    checked_on = DayField(label="Conferido em")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cro: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cro = cro

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("seen") != self.cro:
            raise forms.ValidationError(
                f"O CRO deste dentista agora é {self.cro}. Confira esse número e tente de novo."
            )
        return given


class DentistChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Dentist) -> str:
        return f"{obj.name} ({obj.cro})"


class TechnicalManagerForm(RegistryForm):
    dentist = DentistChoiceField(
        label="Novo RT (responsável técnico)", queryset=None, empty_label="Escolha o dentista"
    )
    is_settled = forms.ChoiceField(
        label="A troca",
        choices=[("yes", "já está resolvida"), ("no", "foi pedida e ainda falta confirmar")],
        initial="yes",
        widget=forms.RadioSelect,
    )
    starts_on = DayField(label="Vale a partir de", required=False)
    protocol_number = forms.CharField(
        label="Nº do protocolo do pedido", required=False, max_length=30, widget=text_input()
    )

    wide = ("dentist", "is_settled")

    def __init__(self, *args: Any, candidates: QuerySet[Dentist], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["dentist"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = candidates

    @property
    def settled(self) -> bool:
        return bool(self.cleaned_data["is_settled"] == "yes")


class ContactPersonForm(RegistryForm):
    functions = FUNCTIONS

    name = RuledField(label="Nome", widget=text_input())
    function = forms.CharField(label="Função", required=False, widget=text_input(list="contact-functions"))
    phones = forms.CharField(
        label="Telefones",
        required=False,
        help_text=f"Com DDD, um por linha, no máximo {LONGEST_LIST_OF_PHONES}.",
        widget=forms.Textarea({"rows": "2", "inputmode": "tel", "autocomplete": "off"}),
        max_length=400,
    )
    email = forms.CharField(label="E-mail", required=False, widget=forms.EmailInput({"autocomplete": "off"}))

    def __init__(self, *args: Any, may_see: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_see:
            del self.fields["phones"], self.fields["email"]

    @staticmethod
    def initial_of(person: ContactPerson) -> dict[str, Any]:
        return {
            "name": person.name,
            "function": person.function,
            "phones": "\n".join(phone.formatted(digits) for digits in person.phones),
            "email": person.email,
        }

    def data_given(self) -> ContactPersonData:
        given = self.cleaned_data
        lines = (given.get("phones") or "").replace(",", "\n").replace(";", "\n").splitlines()
        return ContactPersonData(
            name=given.get("name") or "",
            function=given.get("function") or "",
            phones=tuple(lines),
            email=given.get("email") or "",
        )

    def rule_findings(self) -> Iterable[Finding]:
        return contact_person_findings(self.data_given().tidied())
