"""What a contact's note leads to, written straight to HTML: a case may have sixty contacts."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from vinculo.web.cases.noted_marks import Noted, OfferedDay, Reach

from .vinculo_components import icon

register = template.Library()


@register.simple_tag
def noted_lines(noted: Noted) -> SafeString:
    """The items of the list below a note, with no white space around: an empty list is `:empty`."""
    # S308: every part that is not ours is escaped below.
    return mark_safe(  # noqa: S308
        "".join(
            (
                *(f"<li>{reach_line(reach)}</li>" for reach in noted.phones),
                *(_protocol_line(number) for number in noted.protocols),
                *(_day_line(day, noted.contact_id) for day in noted.days),
            )
        )
    )


@register.simple_tag
def reach_line(reach: Reach, *, writes: bool = True) -> SafeString:
    """A telephone with the ways to it: WhatsApp, a call, a message that is written for the person."""
    of = f'<span class="visually-hidden"> {reach.written}</span>'
    message = (
        f'<button type="button" class="link-button" data-message data-phone="{escape(reach.digits)}"'
        f' data-person="{escape(reach.who)}">Escrever mensagem{of}</button>'
    )
    return mark_safe(  # noqa: S308
        f'<span class="reach"><a class="number" href="{escape(reach.call_url)}">{icon("phone")}'
        f'<span class="visually-hidden">Ligar para </span>{escape(reach.written)}</a>'
        f' <a href="{escape(reach.whatsapp_url)}" target="_blank" rel="noopener noreferrer">WhatsApp{of}</a>'
        f"{' ' + message if writes else ''}</span>"
    )


def _protocol_line(number: str) -> str:
    address = f"{reverse('case-list')}?{urlencode({'protocol': number})}"
    return f'<li><a href="{escape(address)}">Processos com {escape(number)}</a></li>'


def _day_line(day: OfferedDay, contact_id: int) -> str:
    return (
        f'<li><button type="button" class="link-button" data-pick-day="{day.written}"'
        f' data-contact="{contact_id}">Próximo contato em {day.written} ({day.weekday})</button></li>'
    )
