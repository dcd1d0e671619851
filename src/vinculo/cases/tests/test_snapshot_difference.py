"""What differs between a case and today's registry, and what somebody has settled already."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vinculo.cases.snapshot_difference import (
    Difference,
    KeptField,
    as_json,
    from_json,
    snapshot_difference,
)


@pytest.mark.parametrize(
    ("kept", "differs"),
    [
        (KeptField(5506, told=5506), True),
        (KeptField(), True),
        (KeptField(5600, told=5506), False),
        # Corrected by hand against the registry, which says what it said.
        (KeptField(5500, told=5600), False),
        (KeptField(5500, told=5506), True),
        (KeptField(5506, told=5506, left=5600), False),
        (KeptField(5506, told=5506, left=5590), True),
    ],
)
def test_a_field_differs_where_the_registry_says_something_new(kept: KeptField, differs: bool):
    found = snapshot_difference({"lives": kept}, {"lives": 5600})
    assert found == ((Difference("lives", kept.value, 5600),) if differs else ())


@pytest.mark.parametrize("said", [None, ""])
def test_what_the_registry_does_not_say_is_no_difference(said: str | None):
    assert snapshot_difference({"other_plans": KeptField("Amil", told="Amil")}, {"other_plans": said}) == ()
    assert snapshot_difference({"other_plans": KeptField("Amil", told="Amil")}, {}) == ()


def test_differences_stand_in_the_order_of_the_paper():
    today = {"us_value": Decimal("1.4500"), "lives": 0, "cro": "77", "serves_other_plans": True}
    found = snapshot_difference({"serves_other_plans": KeptField(value=False)}, today)
    assert [item.field for item in found] == ["cro", "lives", "serves_other_plans", "us_value"]


@pytest.mark.parametrize(
    ("field", "kept", "today"),
    [
        ("city", "jundiai", "Jundiaí"),
        ("us_value", Decimal("1.40"), Decimal("1.4000")),
        ("dentist_name", "RENATA QUEIROZ LIMA", "Renata Queiroz Lima"),
    ],
)
def test_the_same_written_otherwise_is_no_difference(field: str, kept: object, today: object):
    assert snapshot_difference({field: KeptField(kept)}, {field: today}) == ()


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("joined_on", dt.date(2018, 8, 11), "2018-08-11"),
        ("us_value", Decimal("1.4000"), "1.4"),
        ("last_production_value", Decimal("1200.00"), "1200"),
        ("lives", 5506, 5506),
        ("serves_other_plans", True, True),
        ("city", "Jundiaí", "Jundiaí"),
        ("cpf", None, None),
    ],
)
def test_what_is_stored_comes_back(field: str, value: object, stored: object):
    assert as_json(value) == stored
    assert from_json(field, stored) == value
