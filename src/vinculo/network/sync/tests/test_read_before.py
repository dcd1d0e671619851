"""A table that comes again byte for byte is not read again, nor is a row that says what it said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinculo.accounts.models import Operator
from vinculo.network.feed import repeats
from vinculo.network.feed.checking import Reading
from vinculo.network.models import Provider
from vinculo.network.tests.moments import NOW

from .feeds import TableInMemory, clinic, dentist, feed, read

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


def test_refused_rows_are_looked_at_again_without_their_table(
    operator: Operator, read_through: list[str]
) -> None:
    """A day that was ahead of today is not any more."""
    ahead = clinic(2, status_since=LATER.date())
    told = {"providers": [clinic(1), ahead, clinic(3, cnpj="11222333000199")]}
    assert feed(operator, told).counts["providers"]["rejected"] == 2
    read_through.clear()
    run = feed(operator, told, now=LATER)
    assert read_through == []
    assert (run.counts["providers"]["new"], run.counts["providers"]["rejected"]) == (1, 1)
    run = feed(operator, told, now=LATER)
    assert read_through == []
    assert (run.counts["providers"]["same"], run.counts["providers"]["rejected"]) == (2, 1)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first cells of the rows that were checked."""
    found: list[str] = []
    check = Reading._row

    def noted(reading: Reading, number: int, values: Any, mark: int) -> Any:
        found.append(values[0])
        return check(reading, number, values, mark)

    monkeypatch.setattr(Reading, "_row", noted)
    return found


def test_only_rows_that_say_something_else_are_checked(operator: Operator, checked: list[str]) -> None:
    rows = [clinic(number) for number in range(1, 13)]
    feed(operator, {"providers": rows})
    checked.clear()
    changed = [clinic(20), *reversed(rows[2:]), clinic(2, name="Outro Nome")]
    run = feed(operator, {"providers": changed}, now=LATER)
    assert checked == ["P20", "P2"]
    counts = {kind: run.counts["providers"][kind] for kind in ("new", "changed", "gone", "same")}
    assert counts == {"new": 1, "changed": 1, "gone": 1, "same": 10}
    assert Provider.objects.filter(status="inactive").get().core_key == "P1"
    assert Provider.objects.get(core_key="P2").name == "Outro Nome"


@pytest.mark.parametrize(("most", "times"), [(2, 1), (1, 2)])
def test_a_table_is_gone_through_again_only_for_many_rows(
    operator: Operator, read_through: list[str], monkeypatch: pytest.MonkeyPatch, most: int, times: int
) -> None:
    rows = [clinic(number) for number in range(1, 13)]
    feed(operator, {"providers": rows})
    monkeypatch.setattr(repeats, "MOST_STRANGE", most)
    read_through.clear()
    run = feed(operator, {"providers": [clinic(20), *rows, clinic(2, name="Outro"), rows[3]]}, now=LATER)
    assert read_through == ["providers.csv"] * 2
    assert (run.counts["providers"]["rejected"], run.counts["providers"]["repeated"]) == (2, 1)
    read_through.clear()
    run = feed(operator, {"providers": [clinic(20), *rows[:-1], rows[3], clinic(21)]}, now=LATER)
    counts = {kind: run.counts["providers"][kind] for kind in ("new", "gone", "same", "repeated")}
    assert counts == {"new": 1, "gone": 1, "same": 12, "repeated": 1}
    assert read_through == ["providers.csv"] * times


def test_a_new_row_at_odds_with_a_known_one_refuses_both(operator: Operator) -> None:
    rows = [clinic(number) for number in range(1, 8)]
    feed(operator, {"providers": rows})
    at_odds = feed(operator, {"providers": [*rows, clinic(3, name="Outro Nome")]}, now=LATER)
    counts = at_odds.counts["providers"]
    assert (counts["rejected"], counts["same"], counts["gone"]) == (2, 6, 0)
    alone = feed(operator, {"providers": [*rows[:2], *rows[3:], clinic(3, name="Outro Nome")]}, now=LATER)
    assert (alone.counts["providers"]["rejected"], alone.counts["providers"]["changed"]) == (0, 1)
    twice = feed(operator, {"providers": [rows[0], *rows[:2], *rows[3:], clinic(3)]}, now=LATER)
    assert (twice.counts["providers"]["repeated"], twice.counts["providers"]["changed"]) == (1, 1)


def test_rows_that_the_plan_refused_are_read_again(operator: Operator, checked: list[str]) -> None:
    ties = [{"provider_key": f"P{number}", "us_value": "1,00"} for number in range(1, 8)]
    told = {"providers": [clinic(number) for number in range(1, 7)], "contracts": ties}
    run = feed(operator, told)
    assert run.counts["contracts"]["rejected"] == 1
    checked.clear()
    told["providers"].append(clinic(7))
    run = feed(operator, told, now=LATER)
    assert checked == ["P7", "P7"]
    assert (run.counts["contracts"]["rejected"], run.counts["contracts"]["new"]) == (0, 1)


def test_a_table_of_which_little_is_told_again_is_read_from_top_to_bottom(
    operator: Operator, checked: list[str]
) -> None:
    feed(operator, {"providers": [clinic(1), clinic(2), clinic(3)]})
    checked.clear()
    run = feed(operator, {"providers": [clinic(1), clinic(4)]}, now=LATER)
    assert checked == ["P1", "P4"]
    assert (run.counts["providers"]["gone"], run.counts["providers"]["same"]) == (2, 1)


def test_gaps_are_closed_before_they_grow(operator: Operator, checked: list[str]) -> None:
    rows = [clinic(number) for number in range(1, 11)]
    run = feed(operator, {"providers": rows})
    for day in range(1, 4):
        rows[0], rows[1] = clinic(1, name=f"Nome {day}"), clinic(2, name=f"Outro {day}")
        checked.clear()
        run = feed(operator, {"providers": rows}, now=NOW + dt.timedelta(days=day))
        assert checked == ["P1", "P2"]
        assert run.counts["providers"]["changed"] == 2
    assert run.told["providers"]["gaps"] == 2
    assert Provider.objects.get(core_key="P1").name == "Nome 3"


def test_a_table_that_is_written_while_it_is_read_is_not_taken(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = iter(["before", "after"])
    monkeypatch.setattr(TableInMemory, "digest", lambda table: next(digests))
    run = read(operator, {"dentists": [dentist(1)]})
    assert (run.state, run.failure.split(":")[0]) == ("failed", "dentists.csv mudou enquanto era lido")
