"""A new draft, by hand or from a form that was read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Provider
from vinculo.paper.catalogue import OptionList

from ..models import Case, CaseDentist, CaseEvent, FormEdition, Offer, RegistrySnapshot
from ..refusals import UnableToWriteCase
from ..search_index import refresh_search_index
from .add_contact import append_contact
from .case_write import CaseWrite, audit_case
from .save_field import derive_from_head
from .tick_option import settle_primary_reason
from .typed_write import keep_versions, put_all

HISTORY = "history"
"""The origin of a case of the past: the only drafts that may be closed without being decided and signed."""


@dataclass(frozen=True)
class SnapshotFacts:
    """What the registry told of the head, as `RegistrySnapshot` keeps it."""

    taken_on: dt.date
    facts: Mapping[str, Mapping[str, Any]]
    head_dentist_id: int | None = None


@dataclass(frozen=True)
class DraftFacts:
    """What a new case starts with. All values are texts, as somebody would type them.

    `contacts` pairs the position of each with its values; `dentists` are those beyond the head's, and
    `registry_dentists` their ids in the registry, where they come from there.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    contacts: Sequence[tuple[int, Mapping[str, str]]] = ()
    dentists: Sequence[Mapping[str, str]] = ()
    registry_dentists: Sequence[int] = ()
    actions: Sequence[str] = ()
    reasons: Sequence[str] = ()
    sectors: Sequence[str] = ()
    origin: str = "manual"
    snapshot: SnapshotFacts | None = None


def create_case(
    *,
    operator: Operator,
    edition: FormEdition,
    facts: DraftFacts,
    actor: Actor,
    now: dt.datetime,
    provider: Provider | None = None,
    token: uuid.UUID | None = None,
) -> Case:
    """Makes a draft, owned by the actor. The same token twice is the same case.

    Raises:
        NotPermitted: the actor may not work on cases of that operator.
        UnableToWriteCase: the token made a case at another operator.
    """
    actor.require(Permission.CASES_WORK, operator.pk)
    if provider is not None and provider.operator_id != operator.pk:
        raise NotPermitted
    case = _already(operator, token)
    if case is not None:
        return case
    try:
        with transaction.atomic():
            case = Case(
                operator=operator,
                edition=edition,
                provider=provider,
                consultant=actor.user,
                created_by=actor.user,
                created_at=now,
                changed_at=now,
                creation_token=token,
                is_history=facts.origin == HISTORY,
            )
            _fill(CaseWrite(case=case, actor=actor, now=now), facts)
            audit_case(
                case=case, actor=actor, now=now, action="case.created", detail={"origin": facts.origin}
            )
    except IntegrityError:
        # The same submit came twice at once, and the other one was first.
        case = _already(operator, token)
        if case is None:
            raise
    return case


def _already(operator: Operator, token: uuid.UUID | None) -> Case | None:
    if token is None:
        return None
    found = Case.objects.filter(creation_token=token).first()
    if found is not None and found.operator_id != operator.pk:
        raise UnableToWriteCase("Este envio já criou um processo em outra operadora. Comece de novo.")
    return found


def _fill(write: CaseWrite, facts: DraftFacts) -> None:
    case, edition = write.case, write.case.edition.edition
    versions = put_all(case, facts.values)
    derive_from_head(case)
    case.termination_reasons = list(edition.in_order(OptionList.REASON, set(facts.reasons)))
    case.sectors = list(edition.in_order(OptionList.SECTOR, set(facts.sectors)))
    settle_primary_reason(case)
    case.save(force_insert=True)
    keep_versions(case=case, record=case, versions=versions, actor=write.actor, now=write.now)
    write.tell(CaseEvent.Kind.CREATED, origin=facts.origin)
    Offer.objects.bulk_create(
        Offer(case=case, code=code) for code in edition.in_order(OptionList.ACTION, set(facts.actions))
    )
    append_dentists(write, facts.dentists, registry=facts.registry_dentists)
    if facts.snapshot is not None:
        _keep_snapshot(case, facts.snapshot)
    for position, values in facts.contacts:
        append_contact(write, values, position=position)
    case.save()
    refresh_search_index(case)


def _keep_snapshot(case: Case, told: SnapshotFacts) -> None:
    """What the registry told, but for what the case was not opened with."""
    RegistrySnapshot.objects.create(
        case=case,
        taken_on=told.taken_on,
        head_dentist_id=told.head_dentist_id,
        facts={name: dict(fact) for name, fact in told.facts.items() if case.raw(name)},
    )


def append_dentists(
    write: CaseWrite,
    dentists: Sequence[Mapping[str, str]],
    *,
    first_position: int = 1,
    registry: Sequence[int] = (),
) -> None:
    """Further dentists of a case, within an action that holds the lock."""
    for offset, values in enumerate(dentists):
        registered = registry[offset] if offset < len(registry) else None
        row = CaseDentist(case=write.case, position=first_position + offset, dentist_id=registered)
        versions = put_all(row, values)
        row.save()
        keep_versions(case=write.case, record=row, versions=versions, actor=write.actor, now=write.now)
