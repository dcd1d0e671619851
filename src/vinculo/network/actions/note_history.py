"""What is true of a provider from a day on, beside what was true before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from ..models import AddressPeriod, Contract, Provider, StatusPeriod
from ..models.period import Period, of_provider


def note_history(provider: Provider, *, on: dt.date, status_since: dt.date | None = None) -> None:
    """The provider's status, municipality and US value as they stand in its row, from `on`.

    What stood unchanged keeps its beginning; `status_since` is that of the status, where it is told.
    Called by whatever writes these columns, in its transaction, with the provider locked.
    """
    since = status_since or on
    hold_from(StatusPeriod, provider, since, {"status": provider.status}, tells=status_since)
    hold_from(AddressPeriod, provider, on, {"municipality_id": provider.municipality_id})
    hold_from(Contract, provider, on, {"us_value": provider.us_value})


def hold_from(
    kind: type[Period],
    provider: Provider,
    since: dt.date,
    values: Mapping[str, Any],
    *,
    tells: dt.date | None = None,
) -> None:
    """From `since` on these values hold. `tells`: the day is told, so that it corrects one that was not.

    Columns that are not named go on as they were, but that another place has another street.
    What was to begin on that day or later was not so, and goes.
    """
    rows = kind._default_manager.filter(of_provider(provider))
    standing = rows.filter(ends_on=None).first()
    if standing is None:
        if any(value is not None for value in values.values()):
            _begin(kind, provider, since, values)
        return
    if any(getattr(standing, name) != value for name, value in values.items()):
        kept = {name: getattr(standing, name) for name in _COLUMNS[kind]}
        _begin(kind, provider, since, kept | _BLANKED.get(kind, {}) | dict(values))
    elif tells is not None and standing.starts_on != tells:
        # The one before goes up to the corrected day.
        standing.delete()
        rows.filter(ends_on=standing.starts_on, starts_on__lt=tells).update(ends_on=tells)
        _begin(kind, provider, tells, {name: getattr(standing, name) for name in _COLUMNS[kind]})


def _begin(kind: type[Period], provider: Provider, since: dt.date, values: Mapping[str, Any]) -> None:
    rows = kind._default_manager.filter(of_provider(provider))
    rows.filter(starts_on__gte=since).delete()
    rows.filter(Q(ends_on=None) | Q(ends_on__gt=since)).update(ends_on=since)
    kind._default_manager.create(provider=provider, starts_on=since, **values)


_COLUMNS: Mapping[type[Period], tuple[str, ...]] = {
    StatusPeriod: ("status",),
    AddressPeriod: ("municipality_id", "street", "district", "postal_code"),
    Contract: ("us_value", "notice_days"),
}
_BLANKED: Mapping[type[Period], dict[str, Any]] = {
    AddressPeriod: {"street": "", "district": "", "postal_code": ""}
}
