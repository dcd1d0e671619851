"""The messages that an operator's consultants send again and again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import Refusal

from ..message_gaps import GAPS, unknown_gaps
from ..models import MessageTemplate
from ..starter_messages import STARTER_MESSAGES


class UnableToSaveMessage(Refusal):
    """The message has no name or text, its name is taken, or it has a gap that nobody can fill."""


@transaction.atomic
def adopt_starter_messages(*, operator: Operator, actor: Actor, now: dt.datetime) -> list[MessageTemplate]:
    """Makes the packaged messages the operator's own, so that they can be changed. Twice is once.

    Raises:
        NotPermitted: the actor may not edit that operator's messages.
    """
    _lock(operator, actor)
    if MessageTemplate.objects.filter(operator=operator).exists():
        return []
    made = MessageTemplate.objects.bulk_create(
        MessageTemplate(operator=operator, name=name, text=text, position=position)
        for position, (name, text) in enumerate(STARTER_MESSAGES)
    )
    for template in made:
        _audit("message_template.created", template, actor, now)
    return made


@transaction.atomic
def create_message_template(
    *, operator: Operator, name: str, text: str, actor: Actor, now: dt.datetime
) -> MessageTemplate:
    """A new message, after the others. An operator's first one comes after the packaged ones.

    Raises:
        NotPermitted: the actor may not edit that operator's messages.
        UnableToSaveMessage: what was typed cannot be a message.
    """
    adopt_starter_messages(operator=operator, actor=actor, now=now)
    rows = MessageTemplate.objects.filter(operator=operator)
    last = rows.aggregate(last=Max("position"))["last"]
    template = MessageTemplate(operator=operator, position=0 if last is None else last + 1)
    _put(template, name, text)
    template.save()
    _audit("message_template.created", template, actor, now)
    return template


@transaction.atomic
def edit_message_template(
    *, template: MessageTemplate, name: str, text: str, is_active: bool, actor: Actor, now: dt.datetime
) -> MessageTemplate:
    """Changes a message, or takes it out of use; what was sent with it stays as it was sent.

    Raises:
        NotPermitted: the actor may not edit that operator's messages.
        UnableToSaveMessage: what was typed cannot be a message.
    """
    _lock(template.operator, actor)
    row = MessageTemplate.objects.get(pk=template.pk, operator=template.operator)
    _put(row, name, text)
    row.is_active = is_active
    row.save()
    _audit("message_template.edited", row, actor, now)
    return row


def _lock(operator: Operator, actor: Actor) -> None:
    actor.require(Permission.DESK_EDIT, operator.pk)
    Operator.objects.select_for_update(of=("self",)).get(pk=operator.pk)


def _put(template: MessageTemplate, name: str, text: str) -> None:
    template.name = " ".join(name.split())
    template.text = text.replace("\r\n", "\n").strip()
    if not template.name or not template.text:
        raise UnableToSaveMessage("Dê um nome à mensagem e escreva o texto. Nada foi salvo.")
    unknown = unknown_gaps(template.text)
    if unknown:
        known = ", ".join(f"{{{gap}}}" for gap in GAPS)
        wrong = "uma chave solta" if unknown == ("{",) else ", ".join(unknown)
        raise UnableToSaveMessage(
            f"A mensagem tem {wrong}, que ninguém sabe preencher, e não foi salva. Use {known}."
        )
    same = MessageTemplate.objects.filter(operator=template.operator, name=template.name)
    if same.exclude(pk=template.pk).exists():
        raise UnableToSaveMessage(
            f"Já existe uma mensagem “{template.name}”. Dê outro nome a esta; ela não foi salva."
        )


def _audit(action: str, template: MessageTemplate, actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor,
        operator_id=template.operator_id,
        action=action,
        subject_kind="message_template",
        subject_id=template.pk,
        now=now,
    )
