from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.dates import SAO_PAULO, format_date, format_moment, parse_date, parse_time

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
MONTHS = (
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
)


@pytest.mark.parametrize(
    "text",
    [
        "04/05/2023",
        "4/5/2023",
        "04/05/23",
        "4/5/23",
        "04-05-2023",
        "04.05.2023",
        "04–05–2023",
        "04 / 05 / 2023",
        "04 05 2023",
        "04052023",
        "2023-05-04",
        "4 de maio de 2023",
        "04 de MAIO de 2023",
        "4 de maio 2023",
        "4 de maio, 2023",
        "04/mai/2023",
        "04/mai/23",
        "04-mai-2023",
        "4 mai. 2023",
        "quinta-feira, 4 de maio de 2023",
        "Quinta, 04/maio/2023",
        " 04/05/2023. ",
        "04/05/2023\u00a0",
        "04\\05\\2023",
    ],
)
def test_one_day_in_many_looks(text):
    assert parse_date(text) == dt.date(2023, 5, 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "31/02/2023",
        "29/02/2023",
        "31/04/2023",
        "00/05/2023",
        "04/13/2023",
        "32/01/2023",
        "04/05",  # a year is never guessed
        "4 de maio",
        "04/05-2023",
        "04/05/023",
        "04/05/20233",
        "04/05/0223",
        "04/05/1823",
        "4052023",
        "040523",
        "4 de mayo de 2023",
        "04/05/2023 10:00",
        "04/05/2023 05/05/2023",
        "dia 4",
        "SAD168320523417",
        "٠٤/٠٥/٢٠٢٣",
        "-04/05/2023",
    ],
)
def test_what_is_no_day_is_none(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("29/02/2000", dt.date(2000, 2, 29)),
        ("29/02/1900", None),
        ("29/02/24", dt.date(2024, 2, 29)),
        ("1º de março de 2024", dt.date(2024, 3, 1)),
        ("1o/01/2024", None),
        ("1º de fevereiro de 24", dt.date(2024, 2, 1)),
    ],
)
def test_leap_years_and_first_days(text, day):
    assert parse_date(text) == day


@given(DAYS)
def test_what_is_printed_is_read_back(day):
    assert parse_date(format_date(day)) == day
    assert parse_date(format_date(day).replace("/", "")) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day} de {MONTHS[day.month - 1]} de {day.year}") == day
    assert parse_date(f"{day.day}/{MONTHS[day.month - 1][:3]}/{day.year}") == day


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing(text):
    parse_date(text)
    parse_time(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14h", dt.time(14)),
        ("14 h", dt.time(14)),
        ("14hs", dt.time(14)),
        ("14 horas", dt.time(14)),
        ("14h30", dt.time(14, 30)),
        ("14h30min", dt.time(14, 30)),
        ("14:30", dt.time(14, 30)),
        ("14:30h", dt.time(14, 30)),
        ("14:30:15", dt.time(14, 30, 15)),
        ("9h45", dt.time(9, 45)),
        ("às 9H45", dt.time(9, 45)),
        ("08:55", dt.time(8, 55)),
        ("00:00", dt.time(0)),
        ("23:59", dt.time(23, 59)),
        ("24h", None),
        ("14h60", None),
        ("14", None),
        ("14.30", None),
        ("1430", None),
        ("14h5", None),
        ("", None),
    ],
)
def test_times_of_day(text, time):
    assert parse_time(text) == time


def test_a_moment_is_told_in_sao_paulo():
    assert format_moment(dt.datetime(2023, 5, 4, 13, 0, 34, tzinfo=dt.UTC)) == "04/05/2023 10:00"
    assert format_moment(dt.datetime(2024, 1, 1, 2, 59, tzinfo=dt.UTC)) == "31/12/2023 23:59"
    assert format_moment(dt.datetime(2018, 12, 1, 12, 0, tzinfo=dt.UTC)) == "01/12/2018 10:00"  # summer time
    assert format_moment(dt.datetime(2023, 5, 4, 7, 5, tzinfo=SAO_PAULO)) == "04/05/2023 07:05"


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        format_moment(dt.datetime(2023, 5, 4, 13, 0))  # noqa: DTZ001 - the mistake itself
