"""The editions of the form that an operator keeps."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actions.operators import create_operator
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import format_date
from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition

from ..edition_changes import EditionChange, UnableToChangeEdition
from ..models import FormEdition

PACKAGED_VALID_FROM = {1: dt.date(2000, 1, 1), 2: dt.date(2023, 1, 1)}
"""Paper of both editions went on being used; new cases take the second."""


@transaction.atomic
def create_operator_with_editions(
    *,
    code: str,
    name: str,
    ans_registration: str = "",
    signer_must_not_be_decider: bool = True,
    actor: Actor,
    now: dt.datetime,
) -> Operator:
    """A new operator that can open cases at once: with the packaged editions of the form.

    Raises:
        NotPermitted: the actor administers no operator.
        UnableToSaveOperator: something given is missing, malformed or taken.
    """
    operator = create_operator(
        code=code,
        name=name,
        ans_registration=ans_registration,
        signer_must_not_be_decider=signer_must_not_be_decider,
        actor=actor,
        now=now,
    )
    # Who made it administers it from now on, which the actor read before does not know yet.
    owner = Actor.for_user(actor.user) if actor.user else actor
    install_editions(operator=operator, actor=owner, now=now)
    return operator


@transaction.atomic
def install_editions(*, operator: Operator, actor: Actor, now: dt.datetime) -> list[FormEdition]:
    """The packaged editions that the operator does not have yet; doing it twice changes nothing.

    Raises:
        NotPermitted: the actor does not keep this operator's editions.
    """
    Operator.objects.select_for_update().get(pk=operator.pk)
    actor.require(Permission.EDITIONS_EDIT, operator.pk)
    held = set(FormEdition.objects.filter(operator=operator).values_list("number", flat=True))
    made = [
        FormEdition.objects.create(
            operator=operator,
            number=number,
            valid_from=PACKAGED_VALID_FROM[number],
            definition=packaged_edition(number).to_data(),
        )
        for number in PACKAGED_EDITIONS
        if number not in held
    ]
    for form_edition in made:
        _record(form_edition, "edition.created", actor, now)
    return made


@transaction.atomic
def make_next_edition(
    *, operator: Operator, valid_from: dt.date, actor: Actor, now: dt.datetime, today: dt.date
) -> FormEdition:
    """The next edition, as yet the same as the last one; new cases take it from that day on.

    Raises:
        NotPermitted: the actor does not keep this operator's editions.
        UnableToChangeEdition: the day is past or not after the last edition's, or the last edition may
            still be altered itself.
    """
    Operator.objects.select_for_update().get(pk=operator.pk)
    actor.require(Permission.EDITIONS_EDIT, operator.pk)
    last = FormEdition.objects.filter(operator=operator).order_by("number").last()
    if last is None:
        raise UnableToChangeEdition("Esta operadora não tem nenhuma edição do formulário.")
    if may_alter_paper(last):
        raise UnableToChangeEdition(
            f"A edição {last.number} ainda não foi usada em nenhum processo: altere-a em vez de criar outra."
        )
    _check_valid_from(valid_from, last, today)
    made = FormEdition.objects.create(
        operator=operator,
        number=last.number + 1,
        valid_from=valid_from,
        definition=last.edition.derive(last.number + 1).to_data(),
    )
    _record(made, "edition.created", actor, now)
    return made


@transaction.atomic
def change_edition(
    *, form_edition: FormEdition, change: EditionChange, actor: Actor, now: dt.datetime
) -> FormEdition:
    """Makes one change to an edition.

    Raises:
        NotPermitted: the actor does not keep this operator's editions.
        UnableToChangeEdition: it would alter the paper of an edition in use, or is impossible.
    """
    locked = _lock(form_edition, actor)
    if change.alters_paper:
        _require_alterable(locked)
    locked.definition = change.apply(locked.edition).to_data()
    locked.save(update_fields=["definition"])
    _record(locked, "edition.changed", actor, now, **change.told())
    return locked


@transaction.atomic
def reschedule_edition(
    *,
    form_edition: FormEdition,
    valid_from: dt.date,
    actor: Actor,
    now: dt.datetime,
    today: dt.date,
) -> FormEdition:
    """Another first day for an edition that no case has been opened with.

    Raises:
        NotPermitted: the actor does not keep this operator's editions.
        UnableToChangeEdition: the edition is in use, or the day is past or not after the one before.
    """
    locked = _lock(form_edition, actor)
    _require_alterable(locked)
    _check_valid_from(valid_from, _edition_before(locked), today)
    locked.valid_from = valid_from
    locked.save(update_fields=["valid_from"])
    _record(locked, "edition.rescheduled", actor, now, valid_from=valid_from.isoformat())
    return locked


@transaction.atomic
def discard_edition(*, form_edition: FormEdition, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Takes back an edition that no case has been opened with; its number is free again.

    Raises:
        NotPermitted: the actor does not keep this operator's editions.
        UnableToChangeEdition: the edition is in use or one of the packaged ones, or no reason is given.
    """
    locked = _lock(form_edition, actor)
    _require_alterable(locked)
    if not reason.strip():
        raise UnableToChangeEdition("Diga por que esta edição é descartada. Nada foi alterado.")
    _record(locked, "edition.discarded", actor, now, reason=reason.strip()[:300])
    locked.delete()


def may_alter_paper(form_edition: FormEdition) -> bool:
    """Whether its words and boxes may change: it is not one of the official paper, and no case has it."""
    return form_edition.number not in PACKAGED_EDITIONS and not form_edition.cases.exists()


def _lock(form_edition: FormEdition, actor: Actor) -> FormEdition:
    """A case that is being opened with the edition holds its row, so that one of the two waits."""
    locked = FormEdition.objects.select_for_update().get(pk=form_edition.pk)
    actor.require(Permission.EDITIONS_EDIT, locked.operator_id)
    return locked


def _require_alterable(form_edition: FormEdition) -> None:
    if not may_alter_paper(form_edition):
        raise UnableToChangeEdition(
            f"A edição {form_edition.number} já está em uso: nela você pode ocultar opções e "
            "acrescentar outras escritas. Para mudar o que se imprime, crie a próxima edição."
        )


def _edition_before(form_edition: FormEdition) -> FormEdition:
    earlier = FormEdition.objects.filter(operator_id=form_edition.operator_id, number__lt=form_edition.number)
    return earlier.order_by("number").last() or form_edition


def _check_valid_from(valid_from: dt.date, before: FormEdition, today: dt.date) -> None:
    if valid_from < today:
        raise UnableToChangeEdition("Uma edição nova vale de hoje em diante, não de um dia que já passou.")
    if valid_from <= before.valid_from:
        raise UnableToChangeEdition(
            f"A edição {before.number} vale desde {format_date(before.valid_from)}: "
            "a próxima tem de começar depois."
        )


def _record(form_edition: FormEdition, action: str, actor: Actor, now: dt.datetime, **detail: object) -> None:
    """The audit line of a write on an edition."""
    record_audit(
        actor=actor,
        operator_id=form_edition.operator_id,
        action=action,
        subject_kind="edition",
        subject_id=form_edition.pk,
        now=now,
        detail={"number": form_edition.number, **detail},
    )
