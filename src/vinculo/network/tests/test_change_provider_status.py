"""A provider is suspended, made inactive, or active again."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import NotPermitted

from ..actions.change_provider_status import UnableToChangeProviderStatus, change_provider_status
from ..models import Provider
from .audit_trail import audit_trail
from .moments import NOW, TODAY


def test_the_status_changes_from_a_day_on(clinic: Provider, editor: Actor) -> None:
    since = dt.date(2026, 5, 1)
    change_provider_status(provider=clinic, status="inactive", since=since, actor=editor, now=NOW)
    clinic.refresh_from_db()
    assert (clinic.status, clinic.status_since, clinic.version) == ("inactive", since, 2)
    entry = audit_trail().get(action="provider.status_changed")
    assert entry.detail == {"from": "active", "to": "inactive"}


def test_the_same_status_again_writes_nothing(clinic: Provider, editor: Actor) -> None:
    for _ in range(2):
        change_provider_status(provider=clinic, status="suspended", since=TODAY, actor=editor, now=NOW)
    assert audit_trail().filter(action="provider.status_changed").count() == 1


def test_the_day_of_a_status_can_be_corrected(clinic: Provider, editor: Actor) -> None:
    for since in (dt.date(2026, 3, 1), dt.date(2026, 2, 1)):
        change_provider_status(provider=clinic, status="inactive", since=since, actor=editor, now=NOW)
    clinic.refresh_from_db()
    assert (clinic.status, clinic.status_since, clinic.version) == ("inactive", dt.date(2026, 2, 1), 3)
    lines = audit_trail().filter(action="provider.status_changed").order_by("pk")
    assert [line.detail for line in lines] == [
        {"from": "active", "to": "inactive"},
        {"fields": ["status_since"]},
    ]


def test_all_findings_come_at_once(clinic: Provider, editor: Actor) -> None:
    with pytest.raises(UnableToChangeProviderStatus) as refused:
        change_provider_status(
            provider=clinic, status="gone", since=TODAY + dt.timedelta(days=1), actor=editor, now=NOW
        )
    assert [finding.field for finding in refused.value.findings] == ["status", "since"]


def test_an_outsider_changes_nothing(clinic: Provider, outsider: Actor) -> None:
    with pytest.raises(NotPermitted):
        change_provider_status(provider=clinic, status="inactive", since=TODAY, actor=outsider, now=NOW)
    clinic.refresh_from_db()
    assert clinic.status == Provider.Status.ACTIVE
