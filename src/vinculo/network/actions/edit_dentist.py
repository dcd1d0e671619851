"""A dentist's data are corrected or have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import Refusal

from ..models import Dentist, Provider
from ..search_text import dentist_search_text, folded_name, refresh_search_text
from ..typed_fields import note_typed
from ..values import DentistData
from .dentist_identity import check_dentist, column_values, dentist_twin_finding, dentist_twin_of
from .registry_write import assign, broken_constraint, changed_fields, lock_dentist


class UnableToEditDentist(Refusal):
    """A rule is broken, another dentist has that CRO, or somebody else has written since."""

    def __init__(
        self,
        findings: Sequence[Finding] = (),
        message: str = "Nada foi alterado. Corrija o que está apontado.",
    ) -> None:
        super().__init__(message, findings)


@transaction.atomic
def edit_dentist(
    *, dentist: Dentist, data: DentistData, seen_version: int, actor: Actor, now: dt.datetime
) -> Dentist:
    """The dentist as they stand then, found anew under each provider they are or were at.

    Another CRO is one that nobody has looked up at the council.

    Who may not see personal data does not change the CPF: what stands is kept.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToEditDentist: see there.
    """
    actor.require(Permission.REGISTRY_EDIT, dentist.operator_id)
    # Providers first: the order in which everybody locks.
    providers = _lock_providers_of(dentist)
    dentist = lock_dentist(dentist, actor)
    if not actor.may(Permission.PERSONAL_DATA_SEE, dentist.operator_id):
        data = replace(data, cpf=dentist.cpf)
    data = data.tidied()
    findings = [*check_dentist(data)]
    values = column_values(data)
    changed = changed_fields(dentist, values)
    if not (changed or findings):
        return dentist
    if dentist.version != seen_version:
        raise UnableToEditDentist(
            message="Outra pessoa alterou este dentista enquanto você o editava. O que você digitou está"
            " abaixo: confira com o que vale agora e salve de novo."
        )
    twin = dentist_twin_of(dentist.operator_id, data, but=dentist.pk)
    if findings or twin:
        raise UnableToEditDentist([*findings, *([dentist_twin_finding(twin)] if twin else [])])
    assign(dentist, values, changed)
    note_typed(dentist, changed)
    if not {"cro_number", "cro_uf"}.isdisjoint(changed):
        dentist.council_checked_on = dentist.council_checked_by = None
    _save(dentist, data)
    for provider in providers:
        refresh_search_text(provider)
    record_audit(
        actor=actor,
        operator_id=dentist.operator_id,
        action="dentist.edited",
        subject_kind="dentist",
        subject_id=dentist.pk,
        now=now,
        detail={"fields": changed},
    )
    return dentist


def _lock_providers_of(dentist: Dentist) -> list[Provider]:
    theirs = Provider.objects.filter(affiliations__dentist=dentist).values("pk")
    locked = Provider.objects.select_for_update(of=("self",)).select_related("municipality")
    return list(locked.filter(pk__in=theirs).order_by("pk"))


def _save(dentist: Dentist, data: DentistData) -> None:
    dentist.folded_name = folded_name(dentist.name)
    dentist.search_text = dentist_search_text(dentist)
    dentist.version += 1
    try:
        with transaction.atomic():
            dentist.save()
    except IntegrityError as error:
        twin = dentist_twin_of(dentist.operator_id, data, but=dentist.pk)
        if twin is None or broken_constraint(error) != "dentist_cro_once":
            raise
        raise UnableToEditDentist([dentist_twin_finding(twin)]) from error
