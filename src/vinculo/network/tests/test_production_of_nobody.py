"""Each month of production has its provider, as the database keeps it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from vinculo.accounts.tests.cast import Cast

from ..models import MonthlyProduction, Provider
from .factories import make_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(cast: Cast) -> Provider:
    return make_clinic(cast.operator)


def month_of(provider_id: int, month: int = 1) -> MonthlyProduction:
    return MonthlyProduction(
        provider_id=provider_id, month=dt.date(2026, month, 1), us_quantity=Decimal(3), amount=Decimal(1)
    )


def test_production_of_a_provider_that_is_not_there_is_refused(clinic: Provider) -> None:
    known, unknown = month_of(clinic.pk), month_of(clinic.pk + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyProduction.objects.bulk_create([known, unknown])
    MonthlyProduction.objects.bulk_create([known, month_of(clinic.pk, 2)])
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyProduction.objects.filter(month__month=2).update(provider_id=clinic.pk + 1)
    assert MonthlyProduction.objects.filter(provider=clinic).count() == 2


@transaction.atomic
def take_out(*statements: str, provider_id: int) -> None:
    with connection.cursor() as cursor:
        for statement in (*statements, "SET CONSTRAINTS ALL IMMEDIATE"):
            cursor.execute(statement, {"id": provider_id})


def test_a_provider_does_not_leave_its_production_behind(clinic: Provider) -> None:
    month_of(clinic.pk).save(force_insert=True)
    provider = "DELETE FROM network_provider WHERE id = %(id)s"
    production = "DELETE FROM network_monthlyproduction WHERE provider_id = %(id)s"
    with pytest.raises(IntegrityError):
        take_out(provider, provider_id=clinic.pk)
    take_out(provider, production, provider_id=clinic.pk)
    assert not Provider.objects.filter(pk=clinic.pk).exists()
