"""Lives and published CROs of a city become known, as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import Refusal

from ..days import day_of
from ..models import CityCoverage, Municipality
from ..rules import coverage_findings
from .registry_write import changed_fields


class UnableToRecordCoverage(Refusal):
    """A number is missing or impossible, or the day lies ahead."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("A cobertura não foi gravada. Corrija o que está apontado.", findings)


@transaction.atomic
def record_coverage(
    *,
    operator: Operator,
    municipality: Municipality,
    on: dt.date | None,
    lives: int | None,
    published_cros: int | None,
    actor: Actor,
    now: dt.datetime,
) -> CityCoverage:
    """The numbers of that day; those that stood for it already are replaced.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToRecordCoverage: see there.
    """
    actor.require(Permission.REGISTRY_EDIT, operator.pk)
    findings = coverage_findings(on, lives, published_cros, day_of(now))
    if findings or on is None or lives is None or published_cros is None:
        raise UnableToRecordCoverage(findings)
    coverage, is_new = CityCoverage.objects.select_for_update().get_or_create(
        operator=operator,
        municipality=municipality,
        on=on,
        defaults={"lives": lives, "published_cros": published_cros},
    )
    values = {"lives": lives, "published_cros": published_cros}
    changed = list(values) if is_new else changed_fields(coverage, values)
    if not changed:
        return coverage
    coverage.lives, coverage.published_cros = lives, published_cros
    coverage.save(update_fields=["lives", "published_cros"])
    record_audit(
        actor=actor,
        operator_id=operator.pk,
        action="coverage.recorded",
        subject_kind="coverage",
        subject_id=coverage.pk,
        now=now,
        detail={"municipality": municipality.pk, "on": on.isoformat(), "fields": changed},
    )
    return coverage
