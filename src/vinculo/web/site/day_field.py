"""A day in a Django form, in any way Brazilians write it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from vinculo.kernel.dates import format_date, parse_date


class DayField(forms.CharField):
    """Cleans to a `datetime.date`, or None where nothing was typed and nothing is required."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput({"data-format": "date", "inputmode": "numeric", "autocomplete": "off"}),
        )
        super().__init__(max_length=30, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, dt.date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        day = parse_date(text)
        if day is None:
            raise ValidationError("Escreva o dia como 31/12/2026.")
        return day
