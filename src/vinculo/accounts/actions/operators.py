"""Creating and changing an operator."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from vinculo.kernel.refusal import NotPermitted

from ..actor import Actor
from ..audit import record_audit
from ..models import Membership, Operator
from ..permissions import Permission, Role
from .refusals import FieldRefusal


class UnableToSaveOperator(FieldRefusal):
    """The code, the name or the ANS registration cannot be kept."""


@transaction.atomic
def create_operator(
    *,
    code: str,
    name: str,
    ans_registration: str = "",
    signer_must_not_be_decider: bool = True,
    actor: Actor,
    now: dt.datetime,
) -> Operator:
    """A new operator, administered by who made it.

    It has no edition of the form yet: `cases.actions.editions.create_operator_with_editions` makes both.

    Raises:
        NotPermitted: the actor administers no operator.
        UnableToSaveOperator: something given is missing, malformed or taken.
    """
    if not actor.may_anywhere(Permission.OPERATORS_EDIT):
        raise NotPermitted
    operator = Operator(
        code=_clean_code(code),
        name=" ".join(name.split()),
        ans_registration=ans_registration.strip(),
        signer_must_not_be_decider=signer_must_not_be_decider,
    )
    _check(operator)
    operator.save()
    if actor.user is not None:
        Membership.objects.create(user=actor.user, operator=operator, role=Role.ADMINISTRATOR)
    record_audit(
        actor=actor,
        operator_id=operator.pk,
        action="operator.created",
        subject_kind="operator",
        subject_id=operator.pk,
        now=now,
        detail={"code": operator.code},
    )
    return operator


@transaction.atomic
def edit_operator(
    *,
    operator: Operator,
    code: str,
    name: str,
    ans_registration: str,
    signer_must_not_be_decider: bool,
    actor: Actor,
    now: dt.datetime,
) -> Operator:
    """Changes what an operator is called and how it signs; never its code, which opens the numbers given.

    Raises:
        NotPermitted: the actor does not administer this operator.
        UnableToSaveOperator: something given is missing, malformed or taken, or the code is another.
    """
    locked = Operator.objects.select_for_update().get(pk=operator.pk)
    actor.require(Permission.OPERATORS_EDIT, locked.pk)
    if _clean_code(code) != locked.code:
        raise UnableToSaveOperator.beside(
            {"code": f"A sigla {locked.code} abre o número dos processos e não muda depois de criada."}
        )
    wanted: dict[str, str | bool] = {
        "name": " ".join(name.split()),
        "ans_registration": ans_registration.strip(),
        "signer_must_not_be_decider": signer_must_not_be_decider,
    }
    changed = sorted(field for field, value in wanted.items() if getattr(locked, field) != value)
    for field in changed:
        setattr(locked, field, wanted[field])
    _check(locked)
    if changed:
        locked.save(update_fields=changed)
        record_audit(
            actor=actor,
            operator_id=locked.pk,
            action="operator.changed",
            subject_kind="operator",
            subject_id=locked.pk,
            now=now,
            detail={"fields": changed},
        )
    return locked


def _clean_code(code: str) -> str:
    return code.strip().upper()


def _check(operator: Operator) -> None:
    """All that is wrong, at once; the unique constraints still stand behind it."""
    remarks: dict[str, str] = {}
    try:
        operator.clean_fields()
    except ValidationError as error:
        remarks = {field: " ".join(sentences) for field, sentences in error.message_dict.items()}
    ans = operator.ans_registration
    if ans and not (ans.isascii() and ans.isdigit() and len(ans) == 6):
        remarks["ans_registration"] = "O registro na ANS tem 6 algarismos."
    others = Operator.objects.exclude(pk=operator.pk)
    if others.filter(code__iexact=operator.code).exists():
        remarks.setdefault("code", "Já existe uma operadora com esta sigla.")
    if operator.name and others.filter(name__iexact=operator.name).exists():
        remarks.setdefault("name", "Já existe uma operadora com este nome.")
    if remarks:
        raise UnableToSaveOperator.beside(remarks)
