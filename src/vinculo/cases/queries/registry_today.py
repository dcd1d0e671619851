"""What a case keeps of the registry, against what the registry says today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import OuterRef, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.prepared_for import prepared_for
from vinculo.network.queries.head_facts import HeadDentist, HeadFacts, assembled_head
from vinculo.network.queries.head_today import RegistryRow, read_registry_row, registry_json

from ..models import Case, RegistrySnapshot
from ..registry_values import registry_values
from ..snapshot_difference import REGISTRY_FIELDS, Difference, KeptField, snapshot_difference
from ..typed_fields import CASE_FIELDS
from .case_records import cases_with_people

_OF_THE_DENTIST = ("cro", "cro_state", "dentist_name")


def find_case_with_registry(actor: Actor, case_id: int) -> tuple[Case, RegistryRow | None] | None:
    """A case that the actor may see, and its provider's row of today where they may see that."""
    case = next(iter(_with_registry(actor, case_id)), None)
    return None if case is None else (case, read_registry_row(vars(case)["registry_json"]))


@prepared_for
def _with_registry(actor: Actor, case_id: int) -> QuerySet[Case]:
    rows = cases_with_people(actor).annotate(registry_json=registry_json(actor, OuterRef("provider_id")))
    return rows.filter(pk=case_id).order_by()


def snapshot_of(case: Case) -> RegistrySnapshot | None:
    """No query for a case that was read with its people."""
    try:
        return case.registry_snapshot
    except ObjectDoesNotExist:
        return None


def kept_fields(case: Case) -> Mapping[str, KeptField]:
    """What stands in the case, what the registry told at its opening, and what somebody left aside since."""
    snapshot = snapshot_of(case)
    kept = {}
    for field in REGISTRY_FIELDS:
        fact = snapshot.fact(field) if snapshot else None
        kept[field] = KeptField(
            value=getattr(case, CASE_FIELDS[field].column_name),
            told=fact.value if fact else None,
            left=snapshot.left(field) if snapshot else None,
        )
    return kept


def head_today(case: Case, registry: RegistryRow, today: dt.date) -> HeadFacts | None:
    """The head that the registry would give this case today; None without a provider.

    The dentist in it is the one whom the case has in its head, whoever works there now.
    """
    if case.provider is None:
        return None
    standing = registry.standing_on(today)
    mine = _head_dentist(case, registry)
    if mine is None and case.cro is None:
        mine = standing[0] if standing else None
    others = [one for one in standing if mine is None or one.dentist_id != mine.dentist_id]
    return assembled_head(case.provider, [mine, *others] if mine else others, registry.place)


def _head_dentist(case: Case, registry: RegistryRow) -> HeadDentist | None:
    snapshot = snapshot_of(case)
    if snapshot is not None and snapshot.head_dentist_id is not None:
        return registry.find(snapshot.head_dentist_id)
    named = (tie.dentist for tie in registry.ties if tie.dentist.cro_number == case.cro)
    return next((one for one in named if case.cro_state in (None, one.cro_uf)), None)


def values_today(case: Case, registry: RegistryRow, today: dt.date) -> dict[str, Any]:
    """What the registry says today of the fields that can be compared in this case."""
    head = head_today(case, registry, today)
    if head is None:
        return {}
    values = registry_values(head)
    values["cro_count"] = len(registry.standing_on(today)) or None
    if case.scope != Case.Scope.PROVIDER:
        del values["cro_count"]
    if case.cro is not None and _head_dentist(case, registry) is None:
        # Nobody of the registry is the one in the head: there is nothing to hold them against.
        for field in _OF_THE_DENTIST:
            values.pop(field, None)
    return values


def differences_of(
    case: Case, registry: RegistryRow | None, actor: Actor, today: dt.date
) -> tuple[Difference, ...]:
    """The fields in which the case and the registry of today differ, as far as the actor may read them.

    A case that takes no more writes is held only against what it was opened with.
    """
    if registry is None or not (case.is_open or snapshot_of(case)):
        return ()
    values = values_today(case, registry, today)
    if not actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
        values.pop("cpf", None)
    return snapshot_difference(kept_fields(case), values)
