"""A table that comes again byte for byte is not read again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinculo.accounts.models import Operator
from vinculo.network.models import Provider
from vinculo.network.tests.moments import NOW

from .feeds import TableInMemory, clinic, dentist, feed

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
TOLD = {"providers": [clinic(1), clinic(2)], "dentists": [dentist(1)]}


@pytest.fixture
def read_through(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the tables whose rows were asked for."""
    asked: list[str] = []
    rows = TableInMemory.rows

    def noted(table: TableInMemory) -> Any:
        asked.append(table.name)
        return rows(table)

    monkeypatch.setattr(TableInMemory, "rows", noted)
    return asked


def test_what_comes_again_is_held_against_the_registry_all_the_same(
    operator: Operator, read_through: list[str]
) -> None:
    feed(operator, TOLD)
    Provider.objects.filter(core_key="P2").update(name="Por Mim")
    read_through.clear()
    run = feed(operator, TOLD, now=LATER)
    assert read_through == []
    assert Provider.objects.get(core_key="P2").name == clinic(2)["name"]
    assert (run.counts["providers"]["changed"], run.counts["providers"]["same"]) == (1, 1)
    feed(operator, TOLD | {"dentists": [dentist(2)]}, now=LATER)
    assert set(read_through) == {"dentists.csv"}


def test_a_table_of_which_rows_were_refused_is_read_again(
    operator: Operator, read_through: list[str]
) -> None:
    told = {"providers": [clinic(1), clinic(2, cnpj="11222333000199")]}
    feed(operator, told)
    read_through.clear()
    run = feed(operator, told, now=LATER)
    assert "providers.csv" in read_through
    assert run.counts["providers"]["rejected"] == 1
