"""A dentist enters the registry of an operator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import Refusal

from ..models import Dentist
from ..search_text import dentist_search_text, folded_name
from ..typed_fields import typed_at_first
from ..values import DentistData
from .dentist_identity import (
    check_dentist,
    column_values,
    dentist_same_as,
    dentist_twin_finding,
    dentist_twin_of,
)


class UnableToAddDentist(Refusal):
    """`twin` is the dentist who already has that CRO, where there is one."""

    def __init__(self, findings: Sequence[Finding], twin: Dentist | None = None) -> None:
        super().__init__("O dentista não foi cadastrado. Corrija o que está apontado.", findings)
        self.twin = twin


@transaction.atomic
def add_dentist(*, operator: Operator, data: DentistData, actor: Actor, now: dt.datetime) -> Dentist:
    """The new dentist, or the one who stands exactly as asked for.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToAddDentist: a rule is broken, or another dentist has that CRO at this operator.
    """
    actor.require(Permission.REGISTRY_EDIT, operator.pk)
    data = data.tidied()
    findings = check_dentist(data)
    twin = dentist_twin_of(operator.pk, data)
    if twin is None and not findings:
        dentist = Dentist(operator=operator, **column_values(data))
        dentist.folded_name = folded_name(dentist.name)
        dentist.search_text = dentist_search_text(dentist)
        typed_at_first(dentist)
        try:
            with transaction.atomic():
                dentist.save()
        except IntegrityError:
            # Somebody else has just entered them.
            twin = dentist_twin_of(operator.pk, data)
            if twin is None:
                raise
        else:
            record_audit(
                actor=actor,
                operator_id=operator.pk,
                action="dentist.added",
                subject_kind="dentist",
                subject_id=dentist.pk,
                now=now,
            )
            return dentist
    if twin is not None and dentist_same_as(twin, data):
        return twin
    raise UnableToAddDentist([*findings, *([dentist_twin_finding(twin)] if twin else [])], twin)
