"""Amounts, counts and whole texts in a Django form, in any way Brazilians write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from vinculo.kernel.money import format_money, parse_money
from vinculo.kernel.numbers import format_count, parse_count


class RuledField(forms.CharField):
    """A text of which the rules of the room say whether it is missing, so that all is told at once."""

    def validate(self, value: Any) -> None:
        return None


class RuledChoiceField(forms.ChoiceField):
    """A choice of which the rules of the room say whether it is missing."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class MoneyField(forms.CharField):
    """Cleans to a `Decimal`, or None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput({"data-format": "money", "inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(max_length=30, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_money(value, symbol=False) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        amount = parse_money(text)
        if amount is None:
            raise ValidationError("Escreva o valor como 1.234,56.")
        return amount


class CountField(forms.CharField):
    """Cleans to an `int`, or None where nothing was typed: the rules say that it is missing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput({"data-format": "number", "inputmode": "numeric", "autocomplete": "off"}),
        )
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_count(value) if isinstance(value, int) else value

    def validate(self, value: Any) -> None:
        return None

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        count = parse_count(text)
        if count is None:
            raise ValidationError("Escreva um número inteiro, como 1.250.")
        return count
