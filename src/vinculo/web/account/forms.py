"""What a person types to sign in and to set a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

_NEW = {"autocomplete": "new-password"}
_CURRENT = {"autocomplete": "current-password"}


class SignInForm(forms.Form):
    """The e-mail is a plain text: a malformed one is told like an unknown one."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Senha", max_length=1000, strip=False, widget=forms.PasswordInput(_CURRENT)
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        # After a refusal the e-mail stands there already.
        self.fields["password" if data else "email"].widget.attrs["autofocus"] = True


class ForgottenPasswordForm(forms.Form):
    email = forms.EmailField(
        label="E-mail", widget=forms.EmailInput({"autocomplete": "username", "autofocus": True})
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label="Nova senha",
        strip=False,
        widget=forms.PasswordInput(_NEW),
        help_text="Pelo menos 10 caracteres. Uma frase sua é melhor que uma palavra.",
    )
    repeated = forms.CharField(label="Repita a nova senha", strip=False, widget=forms.PasswordInput(_NEW))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "password" in given and "repeated" in given and given["password"] != given["repeated"]:
            self.add_error("repeated", "As duas senhas não são iguais.")
        return given


class ChangePasswordForm(NewPasswordForm):
    current = forms.CharField(label="Senha atual", strip=False, widget=forms.PasswordInput(_CURRENT))
    field_order = ("current", "password", "repeated")
