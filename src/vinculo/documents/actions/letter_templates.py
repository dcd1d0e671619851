"""The letters of an operator: taking over the packaged ones, making one, giving one another wording."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission

from ..letter_gaps import GAPS, unknown_gaps
from ..models import LetterTemplate, LetterTemplateVersion
from ..refusals import UnableToSaveLetter
from ..starter_letters import Wording, starter_letters

OUTCOMES = ("terminated", "retained", "not_retention")
_LONGEST = {"title": 120, "body": 8000, "message": 2000}


@transaction.atomic
def adopt_starter_letters(*, operator: Operator, actor: Actor, now: dt.datetime) -> list[LetterTemplate]:
    """Makes the packaged letters the operator's own, so that they can be changed. Twice is once.

    Raises:
        NotPermitted: the actor may not edit that operator's letters.
    """
    _lock(operator, actor)
    if LetterTemplate.objects.filter(operator=operator).exists():
        return []
    made = []
    for position, starter in enumerate(starter_letters()):
        template = LetterTemplate.objects.create(
            operator=operator, name=starter.name, outcome=starter.outcome, position=position
        )
        _add_version(template, starter.wording, actor, now)
        _audit("letter_template.created", template, actor, now)
        made.append(template)
    return made


@transaction.atomic
def create_letter_template(
    *, operator: Operator, name: str, outcome: str, wording: Wording, actor: Actor, now: dt.datetime
) -> LetterTemplate:
    """A new letter, after the others. An operator's first one comes after the packaged ones.

    Raises:
        NotPermitted: the actor may not edit that operator's letters.
        UnableToSaveLetter: see there.
    """
    adopt_starter_letters(operator=operator, actor=actor, now=now)
    last = LetterTemplate.objects.filter(operator=operator).aggregate(last=Max("position"))["last"]
    template = LetterTemplate(operator=operator, position=0 if last is None else last + 1)
    wording = _put(template, name, outcome, wording)
    template.save()
    _add_version(template, wording, actor, now)
    _audit("letter_template.created", template, actor, now)
    return template


@transaction.atomic
def edit_letter_template(
    *,
    template: LetterTemplate,
    name: str,
    outcome: str,
    wording: Wording,
    is_active: bool,
    actor: Actor,
    now: dt.datetime,
) -> LetterTemplate:
    """Another wording is a new version; letters that were issued keep theirs.

    Raises:
        NotPermitted: the actor may not edit that operator's letters.
        UnableToSaveLetter: see there.
    """
    _lock(template.operator, actor)
    row = LetterTemplate.objects.get(pk=template.pk, operator=template.operator)
    wording = _put(row, name, outcome, wording)
    row.is_active = is_active
    row.save()
    newest = row.versions.first()
    if newest is None or wording_of(newest) != wording:
        _add_version(row, wording, actor, now)
    _audit("letter_template.edited", row, actor, now)
    return row


def wording_of(version: LetterTemplateVersion) -> Wording:
    return Wording(version.title, version.body, version.message)


def wording_remarks(wording: Wording) -> dict[str, str]:
    """What is wrong with a wording, by field."""
    remarks: dict[str, str] = {}
    texts = {"title": wording.title, "body": wording.body, "message": wording.message}
    for field, text in texts.items():
        if len(text) > _LONGEST[field]:
            remarks[field] = f"O texto passa de {_LONGEST[field]} letras. Encurte-o."
        elif unknown := unknown_gaps(text):
            wrong = "uma chave solta" if unknown == ("{",) else ", ".join(unknown)
            known = ", ".join(f"{{{gap}}}" for gap in GAPS)
            remarks[field] = f"Há {wrong}, que ninguém sabe preencher. Use {known}."
    if not wording.title:
        remarks["title"] = "Dê um título à carta: ele é impresso acima do texto."
    if not wording.body:
        remarks["body"] = "Escreva o texto da carta."
    return remarks


def _lock(operator: Operator, actor: Actor) -> None:
    actor.require(Permission.DESK_EDIT, operator.pk)
    Operator.objects.select_for_update(of=("self",)).get(pk=operator.pk)


def _put(template: LetterTemplate, name: str, outcome: str, wording: Wording) -> Wording:
    template.name, template.outcome = " ".join(name.split()), outcome
    clean = Wording(" ".join(wording.title.split()), _lines(wording.body), _lines(wording.message))
    remarks = wording_remarks(clean)
    if not template.name:
        remarks["name"] = "Dê um nome à carta: é como o consultor a encontra."
    same = LetterTemplate.objects.filter(operator=template.operator, name=template.name)
    if same.exclude(pk=template.pk).exists():
        remarks["name"] = f"Já existe uma carta “{template.name}”. Dê outro nome a esta."
    if outcome and outcome not in OUTCOMES:
        remarks["outcome"] = "Escolha uma das decisões da lista."
    if remarks:
        raise UnableToSaveLetter.beside(remarks)
    return clean


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _add_version(template: LetterTemplate, wording: Wording, actor: Actor, now: dt.datetime) -> None:
    last = template.versions.aggregate(last=Max("number"))["last"] or 0
    LetterTemplateVersion.objects.create(
        template=template,
        number=last + 1,
        title=wording.title,
        body=wording.body,
        message=wording.message,
        made_at=now,
        made_by=actor.user,
        made_by_name=actor.name,
    )


def _audit(action: str, template: LetterTemplate, actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor,
        operator_id=template.operator_id,
        action=action,
        subject_kind="letter_template",
        subject_id=template.pk,
        now=now,
    )
