"""What a contact leads to and what can be done with it, written straight to HTML: there may be sixty."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from vinculo.web.cases.contact_presenters import ContactBlock
from vinculo.web.cases.noted_marks import Noted, OfferedDay, Reach
from vinculo.web.cases.page_presenters import CasePage

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


@register.simple_tag(takes_context=True)
def contact_foot(context: Context, block: ContactBlock) -> SafeString:
    """What can be done with a contact: proofs for it, voiding it."""
    page: CasePage = context["page"]
    if block.is_voided:
        return mark_safe("")
    key = str(block.contact.pk)
    forms = [_attach_form(context, key)] if page.may_add_evidence else []
    if page.editable:
        forms.append(_void_form(context, key))
    return mark_safe("".join(forms))  # noqa: S308


@register.simple_tag(takes_context=True)
def attach_form(context: Context) -> SafeString:
    """The ways to add a file to the case itself; a script sends what is pasted and dropped by it too."""
    return mark_safe(_attach_form(context, ""))  # noqa: S308


def _attach_form(context: Context, contact: str) -> str:
    address = _address("case-attachment-add", context["case"].pk)
    of_contact = f'<input type="hidden" name="contact" value="{contact}">' if contact else ""
    words, css = ("Anexar prova", " button--quiet") if contact else ("Anexar arquivo", "")
    picker = '<input class="visually-hidden" type="file" name="file"'
    return (
        f'<form class="attach" method="post" action="{address}" enctype="multipart/form-data" data-attach'
        f' data-largest="{settings.MAX_ATTACHMENT_BYTES}">{_token(context)}{of_contact}'
        f'<label class="button{css}">{icon("attachment")}{words}{picker} multiple data-submit-on-change>'
        f'</label><label class="button button--quiet attach__camera">{icon("camera")}Fotografar'
        f'{picker} accept="image/*" capture="environment" data-submit-on-change></label>'
        '<noscript><button class="button">Enviar</button></noscript></form>'
    )


def _void_form(context: Context, contact: str) -> str:
    # One address for all contacts of the page, less the contact: finding one costs more than writing it.
    address = _address("case-contact-void", context["case"].pk, 0).replace("/0/", f"/{contact}/")
    return (
        '<div class="contact__foot"><details class="confirm">'
        '<summary class="button button--quiet">Anular</summary>'
        f'<form class="confirm__body" method="post" action="{address}" data-keep>{_token(context)}'
        "<p>O contato sai do formulário e continua visível aqui, com o motivo.</p>"
        f'<div class="field"><label for="void-{contact}">Por que anular?</label>'
        f'<textarea id="void-{contact}" name="reason" required></textarea></div>'
        '<div class="button-row"><button class="button button--danger">Anular contato</button></div>'
        "</form></details></div>"
    )


@lru_cache(maxsize=256)
def _address(name: str, *parts: int) -> str:
    return reverse(name, args=parts)


def _token(context: Context) -> str:
    token = escape(str(context.get("csrf_token", "")))
    return f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'


def _protocol_line(number: str) -> str:
    address = f"{_address('case-list')}?{urlencode({'protocol': number})}"
    return f'<li><a href="{escape(address)}">Processos com {escape(number)}</a></li>'


def _day_line(day: OfferedDay, contact_id: int) -> str:
    return (
        f'<li><button type="button" class="link-button" data-pick-day="{day.written}"'
        f' data-contact="{contact_id}">Próximo contato em {day.written} ({day.weekday})</button></li>'
    )
