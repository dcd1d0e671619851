"""A dentist no longer works at a provider, or is no longer its RT, from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import format_date
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import Refusal

from ..days import day_of
from ..models import Affiliation
from ..rules import DayRange, period_findings
from .registry_write import audit_provider, lock_provider


class UnableToEndAffiliation(Refusal):
    """It has ended already, was never confirmed, or cannot end on that day."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("O vínculo não foi encerrado.", findings)


@transaction.atomic
def end_affiliation(
    *, affiliation: Affiliation, ends_on: dt.date, actor: Actor, now: dt.datetime
) -> Affiliation:
    """`ends_on` is the first day on which it no longer holds; it may lie ahead.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToEndAffiliation: see there.
    """
    provider = lock_provider(affiliation.provider, actor)
    affiliation = provider.affiliations.select_for_update().get(pk=affiliation.pk)
    if affiliation.ends_on == ends_on and not affiliation.is_pending:
        return affiliation
    findings = [*period_findings(DayRange(affiliation.starts_on, ends_on), day_of(now))]
    if affiliation.is_pending:
        findings.append(
            _finding("affiliation-pending", "Esta troca ainda não foi confirmada: confirme ou desista dela.")
        )
    elif affiliation.ends_on is not None:
        findings.append(
            _finding("affiliation-ended", f"Já encerrado a partir de {format_date(affiliation.ends_on)}.")
        )
    if findings:
        raise UnableToEndAffiliation(findings)
    affiliation.ends_on = ends_on
    affiliation.save(update_fields=["ends_on"])
    audit_provider(
        "affiliation.ended",
        provider,
        actor=actor,
        now=now,
        detail={
            "affiliation": affiliation.pk,
            "dentist": affiliation.dentist_id,
            "technical_manager": affiliation.is_technical_manager,
        },
    )
    return affiliation


def _finding(code: str, message: str) -> Finding:
    return Finding(code, Severity.BLOCKING, "ends_on", message)
