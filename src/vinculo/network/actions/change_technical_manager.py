"""A provider gets another technical manager (RT) from a day on; the former one's time ends there.

A change that is asked for but not yet done is kept as pending, with the protocol that asked for it; it is
confirmed, or withdrawn, later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.identifiers import protocol_number as protocol_numbers
from vinculo.kernel.refusal import Refusal

from ..days import day_of
from ..models import Affiliation, Dentist, Provider
from ..rules import DayRange, period_findings, technical_manager_findings
from ..search_text import refresh_search_text
from .registry_write import audit_provider, broken_constraint, lock_dentist, lock_provider


class UnableToChangeTechnicalManager(Refusal):
    """The day cannot be, another RT stands in the way, or a change is pending already."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("O responsável técnico não foi alterado. Corrija o que está apontado.", findings)


@transaction.atomic
def change_technical_manager(
    *,
    provider: Provider,
    dentist: Dentist,
    starts_on: dt.date | None,
    protocol_number: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Affiliation:
    """The new RT's tie, or the one that stands already just so. The protocol is the one that asked for it.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToChangeTechnicalManager: see there.
    """
    provider, dentist = _lock(provider, dentist, actor)
    for tie in _technical_managers(provider):
        if tie.dentist_id == dentist.pk and tie.starts_on == starts_on:
            return tie
    number = _clean_protocol(protocol_number)
    if findings := _protocol_findings(number):
        raise UnableToChangeTechnicalManager(findings)
    tie = Affiliation(
        provider=provider,
        dentist=dentist,
        is_technical_manager=True,
        starts_on=starts_on,
        protocol_number=number,
    )
    begin_as_technical_manager(tie, provider, now)
    audit_provider(
        "technical_manager.changed",
        provider,
        actor=actor,
        now=now,
        detail={"affiliation": tie.pk, "dentist": dentist.pk},
    )
    return tie


@transaction.atomic
def request_technical_manager_change(
    *,
    provider: Provider,
    dentist: Dentist,
    starts_on: dt.date | None = None,
    protocol_number: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Affiliation:
    """The pending change, or the same one that waits already.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToChangeTechnicalManager: see there.
    """
    provider, dentist = _lock(provider, dentist, actor)
    pending = provider.affiliations.filter(
        is_technical_manager=True, is_pending=True, withdrawn_at__isnull=True
    ).first()
    number = _clean_protocol(protocol_number)
    if pending and (pending.dentist_id, pending.starts_on, pending.protocol_number) == (
        dentist.pk,
        starts_on,
        number,
    ):
        return pending
    findings = [*period_findings(DayRange(starts_on, None), day_of(now)), *_protocol_findings(number)]
    if pending:
        findings.append(
            _finding("rt-change-pending", "", "Já há uma troca de RT pendente: confirme-a ou desista dela.")
        )
    if findings:
        raise UnableToChangeTechnicalManager(findings)
    tie = Affiliation.objects.create(
        provider=provider,
        dentist=dentist,
        is_technical_manager=True,
        is_pending=True,
        starts_on=starts_on,
        protocol_number=number,
    )
    refresh_search_text(provider)
    audit_provider(
        "technical_manager.change_requested",
        provider,
        actor=actor,
        now=now,
        detail={"affiliation": tie.pk, "dentist": dentist.pk},
    )
    return tie


def begin_as_technical_manager(tie: Affiliation, provider: Provider, now: dt.datetime) -> None:
    """Ends who stands on `tie.starts_on` and saves `tie`. The provider is locked by the caller.

    Raises:
        UnableToChangeTechnicalManager: see there.
    """
    period = DayRange(tie.starts_on, None)
    standing = [
        other
        for other in _technical_managers(provider)
        if period.overlaps(DayRange(other.starts_on, other.ends_on))
    ]
    findings = [
        *period_findings(period, day_of(now)),
        *technical_manager_findings(
            tie.starts_on, [DayRange(other.starts_on, other.ends_on) for other in standing]
        ),
    ]
    if not findings and any(other.dentist_id == tie.dentist_id for other in standing):
        findings = [_finding("rt-already", "dentist", "Este dentista já é o responsável técnico.")]
    if findings:
        raise UnableToChangeTechnicalManager(findings)
    try:
        with transaction.atomic():
            for other in standing:
                other.ends_on = tie.starts_on
                other.save(update_fields=["ends_on"])
            tie.save()
    except IntegrityError as error:
        if broken_constraint(error) != "one_technical_manager_at_a_time":
            raise
        raise UnableToChangeTechnicalManager(
            [_finding("rt-overlaps", "starts_on", "Já há responsável técnico nesse período.")]
        ) from error
    refresh_search_text(provider)


def _lock(provider: Provider, dentist: Dentist, actor: Actor) -> tuple[Provider, Dentist]:
    provider = lock_provider(provider, actor)
    dentist = lock_dentist(dentist, actor)
    if dentist.operator_id != provider.operator_id:
        raise UnableToChangeTechnicalManager(
            [_finding("other-operator", "dentist", "Este dentista é do cadastro de outra operadora.")]
        )
    return provider, dentist


def _technical_managers(provider: Provider) -> list[Affiliation]:
    """All who are or were, or will be without anything left to confirm."""
    return list(
        provider.affiliations.filter(is_technical_manager=True, is_pending=False).order_by("starts_on", "pk")
    )


def _clean_protocol(text: str) -> str:
    return protocol_numbers.clean(text) or text.strip()


def _protocol_findings(number: str) -> list[Finding]:
    if not number or protocol_numbers.opening_moment(number) is not None:
        return []
    return [_finding("protocol-shape", "protocol_number", "O nº do protocolo é SAD e 12 algarismos.")]


def _finding(code: str, field: str, message: str) -> Finding:
    return Finding(code, Severity.BLOCKING, field, message)
