"""What an administrator types about a user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from vinculo.accounts.actions.memberships import Grants, RoleGrant
from vinculo.accounts.models import Membership, Operator
from vinculo.accounts.permissions import Role


class AccountForm(forms.Form):
    name = forms.CharField(label="Nome", max_length=150, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text="É com ele que a pessoa entra.",
    )


class RolesForm(forms.Form):
    """The roles of a user at one operator."""

    roles = forms.MultipleChoiceField(
        label="Perfis", choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    sector = forms.ChoiceField(label="Setor do membro de setor", required=False)

    def __init__(
        self, operator: Operator, sectors: Mapping[str, str], data: Mapping[str, Any] | None, **kwargs: Any
    ) -> None:
        super().__init__(data, prefix=f"operator-{operator.pk}", **kwargs)
        self.operator = operator
        self.fields["roles"].label = f"Perfis em {operator.name}"
        sector = self.fields["sector"]
        assert isinstance(sector, forms.ChoiceField)
        sector.choices = [("", "—"), *sectors.items()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if Role.SECTOR_MEMBER in given.get("roles", []) and not given.get("sector"):
            self.add_error("sector", "Escolha o setor.")
        return given

    def grants(self) -> list[RoleGrant]:
        """A sector without its role says nothing."""
        sector = self.cleaned_data["sector"]
        return [
            RoleGrant(role, sector if role == Role.SECTOR_MEMBER else "")
            for role in self.cleaned_data["roles"]
        ]


def roles_forms(
    operators: Sequence[Operator],
    sectors: Mapping[int, Mapping[str, str]],
    memberships: Sequence[Membership] = (),
    data: Mapping[str, Any] | None = None,
) -> list[RolesForm]:
    """One form an operator, filled with what the user has there."""
    made = []
    for operator in operators:
        held = [row for row in memberships if row.operator_id == operator.pk]
        sector = next((row.sector for row in held if row.sector), "")
        initial = {"roles": [row.role for row in held], "sector": sector}
        known = dict(sectors[operator.pk])
        if sector:
            known.setdefault(sector, sector)
        made.append(RolesForm(operator, known, data, initial=initial))
    return made


def grants_of(forms_of_operators: Sequence[RolesForm]) -> Grants:
    return {form.operator.pk: form.grants() for form in forms_of_operators}
