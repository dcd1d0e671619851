"""Sibling cases: one request that names two operators becomes two linked cases."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.kernel.refusal import NotPermitted

from ..models import Case, CaseEvent, FormEdition
from ..refusals import UnableToWriteCase
from .case_write import writing
from .create_case import DraftFacts, create_case

COPIED_FIELDS = (
    *("dentist_name", "cro", "cro_state", "cnpj", "cpf", "provider_type", "requested_by"),
    *("protocol_number", "protocol_opened_on", "city", "state", "started_on", "cro_count"),
)


def open_sibling(
    *, case: Case, operator: Operator, edition: FormEdition, actor: Actor, now: dt.datetime, token: uuid.UUID
) -> Case:
    """A draft at another operator with who leaves and what started it, linked to this case.

    What belongs to the operator (joined date, lives, US value, contacts) is not copied.

    Raises:
        NotPermitted: the actor may not work on cases of either operator.
        UnableToWriteCase: it is the same operator.
    """
    if operator.pk == case.operator_id:
        raise UnableToWriteCase("O processo irmão é de outra operadora. Escolha outra.")
    with transaction.atomic():
        with writing(case=case, actor=actor, now=now) as write:
            already = Case.objects.filter(creation_token=token, operator=operator).first()
            if already is not None:
                return already
            group = write.case.sibling_group or uuid.uuid4()
            write.case.sibling_group = group
            write.changed.add("sibling_group")
            values = {name: write.case.raw(name) for name in COPIED_FIELDS}
            sibling = create_case(
                operator=operator,
                edition=edition,
                facts=DraftFacts(values=values, origin="sibling"),
                actor=actor,
                now=now,
                token=token,
            )
            write.tell(CaseEvent.Kind.SIBLING_LINKED, operator=operator.code)
            write.audit("case.sibling_opened", {"sibling": sibling.pk})
        link_siblings(case=sibling, group=group, actor=actor, now=now)
    sibling.sibling_group = group
    return sibling


def link_siblings(*, case: Case, group: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """Puts a case into a group of siblings of which the actor may see at least one.

    Raises:
        NotPermitted: the actor sees no case of that group.
    """
    with writing(case=case, actor=actor, now=now) as write:
        others = Case.objects.visible_to(actor).filter(sibling_group=group)
        if not others.exists():
            raise NotPermitted
        write.case.sibling_group = group
        write.changed.add("sibling_group")
        write.tell(CaseEvent.Kind.SIBLING_LINKED)
        write.audit("case.sibling_linked")
