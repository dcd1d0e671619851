"""What all tests share."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase

pytest_plugins = [
    "vinculo.accounts.tests.cast",
    "vinculo.sandbox.tests.running",
    "vinculo.sandbox.tests.running_protocols",
]
NEVER_WRITTEN = {"django_content_type", "auth_permission", "network_municipality"}
"""By no test: migrations fill them, and to do so again takes longer than most tests."""
_empty_by_django = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_quickly() -> None:
    """After a test that commits: to truncate a hundred tables with their indexes takes half a second."""
    TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[attr-defined]


def _empty_tables(test: Any) -> None:
    from vinculo.network.reference_data import fill_city_holidays  # noqa: PLC0415 - models want the settings

    connection = connections["default"]
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    written = sorted(set(tables) - NEVER_WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            _empty_by_django(test)
            return
        statements = [
            # As truncating does, so that whoever still writes has ended.
            f"LOCK TABLE {', '.join(written)} IN ACCESS EXCLUSIVE MODE",
            # Then the database asks neither for the order of tables nor whether history may go.
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {table}" for table in written),  # noqa: S608
        ]
        cursor.execute(f"BEGIN; {'; '.join(statements)}; COMMIT")
    fill_city_holidays()
