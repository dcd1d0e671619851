"""What stands when a plan begins is counted by a connection beside the one that plans."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction

from vinculo.accounts.models import Operator
from vinculo.network.models import Municipality, Provider
from vinculo.network.sync import counting_beside as beside
from vinculo.network.sync.counting_beside import counting_beside
from vinculo.network.tests.factories import make_clinic


@pytest.fixture(autouse=True)
def _any_registry_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LARGE", -1)


def other_places() -> list[tuple[str]]:
    """Open transactions of this database besides ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%%'"
        )
        return list(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_what_goes_after_the_plan_began_was_counted() -> None:
    operator = Operator.objects.create(code="ODL", name="ODONTOLIFE")
    Municipality.objects.get_or_create(
        ibge_code="3550308", defaults={"name": "São Paulo", "uf": "SP", "folded_name": "sao paulo"}
    )
    first = make_clinic(operator)
    with transaction.atomic(), connection.cursor() as cursor:
        with counting_beside(cursor) as counts:
            Provider.objects.filter(pk=first.pk).update(name="Outra")
            assert counts()["network_provider"] == 1
        Provider.objects.all().delete()
        with counting_beside(cursor) as counts:
            # What this transaction itself has written, another one does not see.
            assert counts()["network_provider"] == 1
    assert other_places() == []


@pytest.mark.django_db
def test_without_another_connection_it_counts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(settings: object) -> psycopg.Connection:
        raise psycopg.OperationalError("too many connections")

    monkeypatch.setattr(beside, "open_own", refuse)
    with connection.cursor() as cursor, counting_beside(cursor) as counts:
        assert counts()["network_provider"] == 0


@pytest.mark.django_db(transaction=True)
def test_in_a_part_of_a_transaction_it_counts_itself() -> None:
    with transaction.atomic(), transaction.atomic(), connection.cursor() as cursor:
        with counting_beside(cursor) as counts:
            assert counts()["network_provider"] == 0
        assert other_places() == []


@pytest.mark.django_db
def test_a_connection_that_breaks_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is then taken anew before it is applied."""
    count = beside._count

    def broken(own: psycopg.Connection, counts: dict[str, int]) -> None:
        own.close()
        count(own, counts)

    monkeypatch.setattr(beside, "_count", broken)
    with connection.cursor() as cursor, counting_beside(cursor) as counts:
        assert counts() == {}


@pytest.mark.django_db
def test_a_plan_that_fails_leaves_no_connection() -> None:
    with pytest.raises(ZeroDivisionError), connection.cursor() as cursor, counting_beside(cursor):
        raise ZeroDivisionError
    assert other_places() == []
