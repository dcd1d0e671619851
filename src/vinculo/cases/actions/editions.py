"""The editions of the form that an operator keeps."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actions.operators import create_operator
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition

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
        record_edition(form_edition, "edition.created", actor, now)
    return made


def record_edition(
    form_edition: FormEdition, action: str, actor: Actor, now: dt.datetime, **detail: object
) -> None:
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
