"""What tests of the comparison share: providers with a past, signed terminations, a comparison at once."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from vinculo.accounts.models import Operator, User
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.consequences.models import Duty, LegalClock
from vinculo.network.models import Provider, StatusPeriod
from vinculo.network.tests.factories import make_clinic
from vinculo.reconciliation.actions.reconcile import Compared, reconcile
from vinculo.reconciliation.models import Comparison, Divergence

Record = TypeVar("Record", Case, Provider)

TODAY = NOW.date()
HEAD = Divergence.Kind.HEAD_DIFFERS
BEGAN = dt.date(2026, 1, 5)
"""The day from which all is compared."""


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def moment_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(14), dt.UTC)


def compare(operator: Operator, on: dt.date = TODAY) -> Compared:
    Comparison.objects.get_or_create(operator=operator, defaults={"starts_on": BEGAN})
    return reconcile(operator=operator, now=moment_of(on))


def standing(operator: Operator) -> list[tuple[str, int]]:
    """Kind and subject of each, but for heads: those of these cases are not the registry's at all."""
    rows = Divergence.objects.filter(operator=operator).standing().exclude(kind=HEAD)
    return sorted((row.kind, row.subject) for row in rows)


def the_divergence(operator: Operator) -> Divergence:
    """The only one that is not cleared, beside those of heads."""
    return Divergence.objects.exclude(kind=HEAD).get(operator=operator, cleared_at=None)


def make_inactive(provider: Provider, since: dt.date) -> Provider:
    """As a feed leaves it: active from its beginning, inactive from that day on."""
    StatusPeriod.objects.filter(provider=provider).delete()
    StatusPeriod.objects.create(provider=provider, status="active", starts_on=None, ends_on=since)
    StatusPeriod.objects.create(provider=provider, status="inactive", starts_on=since)
    return _with(provider, status="inactive", status_since=since)


def make_active_again(provider: Provider, since: dt.date) -> Provider:
    StatusPeriod.objects.filter(provider=provider, ends_on=None).update(ends_on=since)
    StatusPeriod.objects.create(provider=provider, status="active", starts_on=since)
    return _with(provider, status="active", status_since=since)


def inactive_clinic(operator: Operator, since: dt.date, **values: Any) -> Provider:
    return make_inactive(make_clinic(operator, last_production_on=None, **values), since)


def active_clinic(operator: Operator, **values: Any) -> Provider:
    return make_clinic(operator, **{"last_production_on": None, **values})


def open_case(operator: Operator, user: User, provider: Provider | None, **values: Any) -> Case:
    """A draft whose CRO nobody knows better than the case does: it has none."""
    case = make_draft(operator, user, values={"dentist_name": "Renata Queiroz Lima"})
    return _with(case, provider=provider, created_at=NOW - dt.timedelta(days=40), **values)


def signed_termination(
    operator: Operator, user: User, provider: Provider | None, on: dt.date, **values: Any
) -> Case:
    """As the actions leave a case that was decided and signed on that day."""
    told: dict[str, Any] = {
        "state": "closed",
        "outcome": "terminated",
        "ended_on": on,
        "signed_at": moment_of(on),
        "signed_by": user,
    }
    case = open_case(operator, user, provider)
    return _with(case, number=f"T-{case.pk}", **{**told, **values})


def legal_clock(case: Case, effective_on: dt.date, **values: Any) -> LegalClock:
    """As a signature leaves it; each follows an event of its own."""
    event = CaseEvent.objects.create(case=case, at=NOW, actor_name="", kind=CaseEvent.Kind.STATE_CHANGED)
    return LegalClock.objects.create(
        operator=case.operator,
        case=case,
        follows=event,
        signed_on=BEGAN,
        effective_on=effective_on,
        public_name="Clínica",
        **values,
    )


def leaving_duty(case: Case, code: str = "inactivate") -> Duty:
    """As a signature asks it of the consultant: the core system has to be told who is out."""
    event = CaseEvent.objects.create(case=case, at=NOW, actor_name="", kind=CaseEvent.Kind.STATE_CHANGED)
    return Duty.objects.create(
        operator=case.operator,
        case=case,
        follows=event,
        kind=Duty.Kind.FILING,
        code=code,
        label="Inativado no sistema da operadora",
        text="Inative a clínica no sistema da operadora.",
        made_at=NOW,
        due_on=TODAY,
    )


def _with(record: Record, **values: Any) -> Record:
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))
    return record
