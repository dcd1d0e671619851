"""Values as Brazilians write them. What is missing is empty; personal numbers are masked by default."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from itertools import zip_longest

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vinculo.kernel import dates
from vinculo.kernel.identifiers import cnpj as cnpj_number
from vinculo.kernel.identifiers import cpf as cpf_number
from vinculo.kernel.identifiers import cro as cro_number
from vinculo.kernel.identifiers import phone as phone_number
from vinculo.kernel.money import format_money

register = template.Library()

NO_BREAK = "\u00a0"

# What has a hyphen or a space inside, at which a line would end.
_NUMBERS = re.compile(
    "("
    r"CRO(?:-[A-Z]{2})?[ \u00a0]\d+"
    r"|\(\d{2}\)[ \u00a0][\d*]{4,5}-\d{4}"
    r"|\b[\dA-Z]{2}\.[\dA-Z]{3}\.[\dA-Z]{3}/[\dA-Z]{4}-\d{2}"
    r"|\b[A-Z]{2,5}-\d{4}-\d{6}\b"
    r"|CEP[ \u00a0]\d{5}-\d{3}"
    ")"
)


@register.filter
def day(value: dt.date | None) -> str:
    """dd/mm/aaaa."""
    if isinstance(value, dt.datetime):
        value = value.astimezone(dates.SAO_PAULO).date()
    return dates.format_date(value) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """dd/mm/aaaa HH:MM, in São Paulo."""
    return dates.format_moment(value) if value else ""


@register.filter
def money(value: Decimal | None) -> str:
    """R$ 1.234,56, the sign and the amount never parted by a line's end."""
    return format_money(value).replace(" ", NO_BREAK) if value is not None else ""


@register.filter
def cpf(value: str | None, may_see: bool = False) -> str:
    """Masked unless the reader may see personal data: `{{ case.cpf|cpf:may_see }}`."""
    if not value:
        return ""
    return cpf_number.formatted(value) if may_see else cpf_number.masked(value)


@register.filter
def cnpj(value: str | None) -> str:
    """12.345.678/0001-95; a company's number is public."""
    return cnpj_number.formatted(value) if value else ""


@register.filter
def phone(value: str | None, may_see: bool = False) -> str:
    """Masked unless the reader may see personal data."""
    if not value:
        return ""
    return phone_number.formatted(value) if may_see else phone_number.masked(value)


@register.filter
def cro(number: str | None, uf: str | None = None) -> str:
    """CRO-SP 12345: `{{ case.cro|cro:case.cro_state }}`."""
    return cro_number.formatted(number, uf).replace(" ", NO_BREAK) if number else ""


@register.filter
def count(value: int | None) -> str:
    """1.234."""
    return f"{value:,}".replace(",", ".") if value is not None else ""


@register.filter
def working_days(value: int | None) -> str:
    """1 dia útil, 10 dias úteis."""
    if value is None:
        return ""
    return "1 dia útil" if value == 1 else f"{count(value)} dias úteis"


@register.filter
def yes_no(value: bool | None) -> str:
    """Sim, Não, or nothing where nobody answered."""
    if value is None:
        return ""
    return "Sim" if value else "Não"


@register.filter
def unbroken(sentence: str) -> SafeString:
    """A sentence whose numbers are never parted by a line's end."""
    parts = _NUMBERS.split(sentence)
    return format_html_join(
        "",
        "{}{}",
        (
            (words, format_html('<span class="nowrap">{}</span>', number) if number else "")
            for words, number in zip_longest(parts[::2], parts[1::2], fillvalue="")
        ),
    )
