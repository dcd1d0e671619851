"""Entries of the text indexes are merged by a connection beside the run."""

from __future__ import annotations

from threading import Event

import psycopg
import pytest
from django.db import connection

from vinculo.accounts.models import Operator
from vinculo.network.models import Provider
from vinculo.network.sync import index_merging

from .feeds import clinic, feed

pytestmark = pytest.mark.django_db
SOME = {"providers": [clinic(number) for number in range(1, 40)]}


@pytest.fixture(autouse=True)
def _any_plan_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_merging, "LARGE", 0)


def pages_that_wait() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('provider_search'::regclass)")
        return int(cursor.fetchone()[0])


def test_nothing_waits_when_the_run_is_over(operator: Operator) -> None:
    pages_that_wait()
    feed(operator, SOME)
    assert Provider.objects.count() == 39
    assert pages_that_wait() == 0


def test_without_another_connection_the_run_merges_by_itself(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(settings: object) -> psycopg.Connection:
        raise psycopg.OperationalError("too many connections")

    monkeypatch.setattr(index_merging, "open_own", refuse)
    pages_that_wait()
    feed(operator, SOME)
    assert Provider.objects.count() == 39
    assert pages_that_wait() > 0


def test_a_connection_that_breaks_does_not_end_the_run(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = index_merging._merge

    def broken(own: psycopg.Connection, lists: list[int], is_over: Event) -> None:
        own.close()
        begun(own, lists, is_over)

    monkeypatch.setattr(index_merging, "_merge", broken)
    feed(operator, SOME)
    assert Provider.objects.count() == 39
