"""Lives and published CROs of a city become known, as of a day."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.refusal import NotPermitted

from ..actions.record_coverage import UnableToRecordCoverage, record_coverage
from ..models import CityCoverage, Municipality
from ..queries import coverage_history, coverage_of, latest_coverage
from .audit_trail import audit_trail
from .factories import CAMPINAS, MACEIO, make_coverage
from .moments import NOW, TODAY


def record(cast: Cast, actor: Actor, **values: object) -> CityCoverage:
    chosen: dict[str, object] = {"on": TODAY, "lives": 5506, "published_cros": 25} | values
    return record_coverage(
        operator=cast.operator,
        municipality=Municipality.objects.get(pk=CAMPINAS),
        actor=actor,
        now=NOW,
        **chosen,  # type: ignore[arg-type]
    )


def test_the_numbers_of_a_day_are_kept_and_replaced(cast: Cast, editor: Actor) -> None:
    first = record(cast, editor)
    again = record(cast, editor, lives=5507)
    assert (first.pk, again.lives) == (again.pk, 5507)
    details = audit_trail().values_list("detail", flat=True)
    assert [detail["fields"] for detail in details] == [["lives", "published_cros"], ["lives"]]


def test_the_same_numbers_again_write_nothing(cast: Cast, editor: Actor) -> None:
    record(cast, editor)
    record(cast, editor)
    assert audit_trail().count() == 1


def test_all_findings_come_at_once(cast: Cast, editor: Actor) -> None:
    with pytest.raises(UnableToRecordCoverage) as refused:
        record(cast, editor, on=TODAY + dt.timedelta(days=1), lives=None, published_cros=10**12)
    assert [finding.field for finding in refused.value.findings] == ["on", "lives", "published_cros"]
    assert not CityCoverage.objects.exists()


def test_an_outsider_records_nothing_and_sees_nothing(cast: Cast, outsider: Actor) -> None:
    with pytest.raises(NotPermitted):
        record(cast, outsider)
    make_coverage(cast.operator)
    assert not coverage_history(outsider, cast.operator.pk, CAMPINAS).exists()
    assert latest_coverage(outsider, cast.operator.pk) == []


def test_a_days_coverage_is_the_last_one_told_before(cast: Cast) -> None:
    make_coverage(cast.operator, on=dt.date(2025, 1, 1), lives=100)
    make_coverage(cast.operator, on=dt.date(2026, 1, 1), lives=200)
    make_coverage(cast.other_operator, on=dt.date(2026, 2, 1), lives=999)

    def lives(on: dt.date) -> int | None:
        found = coverage_of(cast.operator.pk, CAMPINAS, on)
        return found.lives if found else None

    assert lives(dt.date(2024, 12, 31)) is None
    assert lives(dt.date(2025, 12, 31)) == 100
    assert lives(dt.date(2026, 1, 1)) == 200
    assert lives(TODAY) == 200


def test_each_city_shows_its_latest_numbers(cast: Cast, editor: Actor) -> None:
    make_coverage(cast.operator, on=dt.date(2025, 1, 1), lives=900)
    make_coverage(cast.operator, on=dt.date(2026, 1, 1), lives=200)
    make_coverage(cast.operator, municipality_id=MACEIO, lives=300)
    assert [row.lives for row in latest_coverage(editor, cast.operator.pk)] == [300, 200]
    assert [row.lives for row in latest_coverage(editor, cast.operator.pk, [CAMPINAS])] == [200]
