"""What the registry and the case say of a provider that was retained: is it still there, does it produce?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vinculo.network.models import MonthlyProduction, Provider

from ..duty_states import DutyState
from ..models import Duty

NO_PRODUCTION_AFTER = 2
"""Months without production after which a provider counts as one that does not produce any more."""


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """None where nothing is known. `last_month` is the newest month with production since the retention."""

    status: str | None
    status_label: str
    produces: bool | None
    last_month: dt.date | None
    promises_kept: int
    promises: int

    @property
    def is_active(self) -> bool | None:
        return None if self.status is None else self.status == Provider.Status.ACTIVE

    def as_found(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "produces": self.produces,
            "last_month": self.last_month.isoformat() if self.last_month else None,
            "promises_kept": self.promises_kept,
            "promises": self.promises,
        }


def watch_facts(duty: Duty, today: dt.date) -> WatchFacts:
    """As of now, for a duty of kind `WATCH`."""
    case = duty.case
    provider = (
        Provider.objects.filter(pk=case.provider_id).only("status").first() if case.provider_id else None
    )
    promises = Duty.objects.filter(case=case, follows=duty.follows_id, kind=Duty.Kind.PROMISE)
    states = [each for each in promises.values_list("state", flat=True) if each != DutyState.NOT_NEEDED]
    last_month = _last_month(provider, case.ended_on) if provider else None
    return WatchFacts(
        status=provider.status if provider else None,
        status_label=provider.get_status_display() if provider else "",
        produces=_produces(last_month, today) if provider and _is_fed(provider, case.ended_on) else None,
        last_month=last_month,
        promises_kept=sum(state == DutyState.DONE for state in states),
        promises=len(states),
    )


def facts_found(found: Mapping[str, Any]) -> WatchFacts | None:
    """What had been found when the watch was looked at."""
    if "promises" not in found:
        return None
    status = found["status"]
    return WatchFacts(
        status=status,
        status_label=str(Provider.Status(status).label) if status else "",
        produces=found["produces"],
        last_month=dt.date.fromisoformat(found["last_month"]) if found["last_month"] else None,
        promises_kept=found["promises_kept"],
        promises=found["promises"],
    )


def _last_month(provider: Provider, since: dt.date | None) -> dt.date | None:
    rows = MonthlyProduction.objects.filter(provider=provider, us_quantity__gt=0)
    if since:
        rows = rows.filter(month__gte=since.replace(day=1))
    return rows.order_by("-month").values_list("month", flat=True).first()


def _is_fed(provider: Provider, since: dt.date | None) -> bool:
    """Whether the operator's registry was told of anybody's production since then."""
    told = MonthlyProduction.objects.filter(provider__operator_id=provider.operator_id)
    return told.filter(month__gte=since.replace(day=1)).exists() if since else told.exists()


def _produces(last_month: dt.date | None, today: dt.date) -> bool:
    if last_month is None:
        return False
    months = (today.year - last_month.year) * 12 + today.month - last_month.month
    return months <= NO_PRODUCTION_AFTER
