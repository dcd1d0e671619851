"""The days of a tie between dentist and provider were noted wrongly."""

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
from .registry_write import audit_provider, changed_fields, lock_provider


class UnableToCorrectAffiliationDays(Refusal):
    """The days cannot be, or another tie stands in the way."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("As datas não foram alteradas. Corrija o que está apontado.", findings)


@transaction.atomic
def correct_affiliation_days(
    *,
    affiliation: Affiliation,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    actor: Actor,
    now: dt.datetime,
) -> Affiliation:
    """
    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToCorrectAffiliationDays: see there.
    """
    provider = lock_provider(affiliation.provider, actor)
    affiliation = provider.affiliations.select_for_update().get(pk=affiliation.pk)
    values = {"starts_on": starts_on, "ends_on": ends_on}
    changed = changed_fields(affiliation, values)
    if not changed:
        return affiliation
    period = DayRange(starts_on, ends_on)
    findings = [*period_findings(period, day_of(now))]
    in_the_way = _in_the_way(affiliation, period)
    if in_the_way is not None and not affiliation.is_pending:
        findings.append(_overlap(in_the_way))
    if findings:
        raise UnableToCorrectAffiliationDays(findings)
    affiliation.starts_on, affiliation.ends_on = starts_on, ends_on
    affiliation.save(update_fields=["starts_on", "ends_on"])
    audit_provider(
        "affiliation.days_corrected",
        provider,
        actor=actor,
        now=now,
        detail={"affiliation": affiliation.pk, "fields": changed},
    )
    return affiliation


def _in_the_way(affiliation: Affiliation, period: DayRange) -> Affiliation | None:
    """A provider has one RT at a time, and a dentist works there once at a time."""
    others = Affiliation.objects.select_related("dentist").filter(
        provider=affiliation.provider_id,
        is_technical_manager=affiliation.is_technical_manager,
        is_pending=False,
    )
    if not affiliation.is_technical_manager:
        others = others.filter(dentist=affiliation.dentist_id)
    for other in others.exclude(pk=affiliation.pk):
        if period.overlaps(DayRange(other.starts_on, other.ends_on)):
            return other
    return None


def _overlap(other: Affiliation) -> Finding:
    since = format_date(other.starts_on) if other.starts_on else "sem data"
    until = format_date(other.ends_on) if other.ends_on else "sem data"
    return Finding(
        "affiliation-overlaps",
        Severity.BLOCKING,
        "starts_on",
        f"O período se sobrepõe a outro, de {other.dentist.name} (início: {since}; fim: {until}).",
    )
