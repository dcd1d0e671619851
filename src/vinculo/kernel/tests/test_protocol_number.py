from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.dates import format_moment
from vinculo.kernel.identifiers import protocol_number
from vinculo.kernel.invented import invented_protocol_number


@pytest.mark.parametrize(
    "text",
    [
        "SAD168320523417",
        "sad168320523417",
        " SAD 168320523417 ",
        "SAD-168320523417",
        "SAD: 168320523417",
        "SAD nº 168320523417",
        "SAD 1683 2052 3417",
        "SAD1683.2052.3417",
    ],
)
def test_one_number_in_many_looks(text):
    assert protocol_number.clean(text) == "SAD168320523417"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SAD",
        "168320523417",
        "SAD16832052341",
        "SAD1683205234170",
        "SAC168320523417",
        "SAD168320523417 ok",
    ],
)
def test_another_shape_is_none(text):
    assert protocol_number.clean(text) is None


def test_the_digits_are_the_opening_moment():
    moment = protocol_number.opening_moment("SAD168320523417")
    assert moment == dt.datetime(2023, 5, 4, 13, 0, 34, 170_000, tzinfo=dt.UTC)
    assert format_moment(moment) == "04/05/2023 10:00"
    assert protocol_number.opening_moment("168320523417") is None
    assert protocol_number.opening_moment("SAD999999999999") is not None


@given(
    st.datetimes(
        dt.datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
        dt.datetime(2280, 1, 1),  # noqa: DTZ001
        timezones=st.just(dt.UTC),
    )
)
def test_a_moment_goes_into_a_number_and_back(moment):
    number = invented_protocol_number(moment)
    assert protocol_number.clean(number) == number
    back = protocol_number.opening_moment(number)
    assert back is not None
    assert dt.timedelta(0) <= moment - back < dt.timedelta(milliseconds=10)


def test_numbers_inside_sentences():
    text = (
        "Tudo anexado no SAD168572304577. Antes, sad 167414832234; guia 3244827, SAD16741483223 7 pacientes."
    )
    found = protocol_number.find_in(text)
    assert [one.number for one in found] == ["SAD168572304577", "SAD167414832234"]
    assert [text[one.start : one.end] for one in found] == ["SAD168572304577", "sad 167414832234"]
