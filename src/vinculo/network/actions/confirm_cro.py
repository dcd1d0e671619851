"""Somebody has looked a dentist's CRO up at the council, or takes back that they have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.kernel.dates import format_date
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.identifiers import cro
from vinculo.kernel.refusal import Refusal

from ..days import day_of
from ..models import Dentist
from .registry_write import lock_dentist


class UnableToConfirmCro(Refusal):
    """The CRO cannot be one, is another one by now, or the day is still to come."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("A conferência não foi registrada. Corrija o que está apontado.", findings)


@transaction.atomic
def confirm_cro_with_council(
    *, dentist: Dentist, actor: Actor, now: dt.datetime, checked_on: dt.date
) -> Dentist:
    """The dentist, whose CRO the actor found at the council on that day. `dentist` tells which CRO it was.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
        UnableToConfirmCro: see there.
    """
    seen, dentist = dentist.cro, lock_dentist(dentist, actor)
    findings = [*_cro_findings(dentist, seen), *_day_findings(checked_on, day_of(now))]
    if findings:
        raise UnableToConfirmCro(findings)
    if dentist.council_checked_on == checked_on:
        return dentist
    _write(dentist, checked_on, actor)
    _audit("dentist.cro_confirmed", dentist, actor, now, {"checked_on": checked_on.isoformat()})
    return dentist


@transaction.atomic
def undo_cro_confirmation(*, dentist: Dentist, actor: Actor, now: dt.datetime) -> Dentist:
    """The dentist, whose CRO nobody has looked up.

    Raises:
        NotPermitted: the actor may not edit that operator's registry.
    """
    dentist = lock_dentist(dentist, actor)
    checked_on = dentist.council_checked_on
    if checked_on is None:
        return dentist
    _write(dentist, None, None)
    _audit("dentist.cro_confirmation_undone", dentist, actor, now, {"checked_on": checked_on.isoformat()})
    return dentist


def _cro_findings(dentist: Dentist, seen: str) -> list[Finding]:
    if dentist.cro != seen:
        return [_finding("cro-changed", "", f"O CRO mudou para {dentist.cro} enquanto você o conferia.")]
    if not cro.is_well_formed(dentist.cro_number, dentist.cro_uf):
        return [_finding("cro-shape", "", "Este CRO está fora do formato. Corrija o número ou a UF antes.")]
    return []


def _day_findings(checked_on: dt.date, today: dt.date) -> list[Finding]:
    if checked_on <= today:
        return []
    return [
        _finding("checked-ahead", "checked_on", f"A conferência não pode ser depois de {format_date(today)}.")
    ]


def _write(dentist: Dentist, checked_on: dt.date | None, actor: Actor | None) -> None:
    dentist.council_checked_on = checked_on
    dentist.council_checked_by = actor.user if actor else None
    dentist.save(update_fields=["council_checked_on", "council_checked_by"])


def _audit(action: str, dentist: Dentist, actor: Actor, now: dt.datetime, detail: dict[str, str]) -> None:
    record_audit(
        actor=actor,
        operator_id=dentist.operator_id,
        action=action,
        subject_kind="dentist",
        subject_id=dentist.pk,
        now=now,
        detail={"cro": dentist.cro, **detail},
    )


def _finding(code: str, field: str, message: str) -> Finding:
    return Finding(code, Severity.BLOCKING, field, message)
