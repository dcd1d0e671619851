"""A dentist works at a provider, from a day (or nobody knows since when) to a day (or still)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import format_date
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import Refusal

from ..days import day_of
from ..models import Affiliation, Dentist, Provider
from ..rules import DayRange, period_findings
from ..search_text import refresh_search_text
from .registry_write import audit_provider, lock_dentist, lock_provider


class UnableToAffiliateDentist(Refusal):
    """The days cannot be, or the dentist works there at that time already."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("O vínculo não foi gravado. Corrija o que está apontado.", findings)


@transaction.atomic
def affiliate_dentist(
    *,
    provider: Provider,
    dentist: Dentist,
    starts_on: dt.date | None,
    ends_on: dt.date | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Affiliation:
    """The tie, or the same one that stands already. `ends_on` is the first day on which it no longer holds.

    Raises:
        NotPermitted: the actor may not edit the registry of the provider's operator.
        UnableToAffiliateDentist: see there.
    """
    provider = lock_provider(provider, actor)
    dentist = lock_dentist(dentist, actor)
    refuse_another_operators(dentist, provider)
    period = DayRange(starts_on, ends_on)
    ties = list(provider.affiliations.filter(dentist=dentist, is_technical_manager=False, is_pending=False))
    for tie in ties:
        if (tie.starts_on, tie.ends_on) == (starts_on, ends_on):
            return tie
    findings = [*period_findings(period, day_of(now))]
    findings += [_overlap(tie) for tie in ties if period.overlaps(DayRange(tie.starts_on, tie.ends_on))][:1]
    if findings:
        raise UnableToAffiliateDentist(findings)
    tie = Affiliation.objects.create(provider=provider, dentist=dentist, starts_on=starts_on, ends_on=ends_on)
    refresh_search_text(provider)
    audit_provider(
        "dentist.affiliated",
        provider,
        actor=actor,
        now=now,
        detail={"affiliation": tie.pk, "dentist": dentist.pk},
    )
    return tie


def refuse_another_operators(dentist: Dentist, provider: Provider) -> None:
    """
    Raises:
        UnableToAffiliateDentist: dentist and provider are of two operators.
    """
    if dentist.operator_id != provider.operator_id:
        raise UnableToAffiliateDentist(
            [
                Finding(
                    "other-operator",
                    Severity.BLOCKING,
                    "dentist",
                    "Este dentista é do cadastro de outra operadora.",
                )
            ]
        )


def _overlap(tie: Affiliation) -> Finding:
    since = f"desde {format_date(tie.starts_on)}" if tie.starts_on else "sem data de início"
    until = f" até {format_date(tie.ends_on)}" if tie.ends_on else ""
    return Finding(
        "already-affiliated",
        Severity.BLOCKING,
        "starts_on",
        f"Este dentista já tem vínculo com o prestador nesse período ({since}{until}).",
    )
