"""What is written in a form is read as the same; the fast ways say what the slow ones do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.validators import validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vinculo.kernel.identifiers import phone
from vinculo.kernel.money import format_money
from vinculo.network.feed.amounts import amount_reader, us_value_reader
from vinculo.network.feed.days import day_reader, month_reader
from vinculo.network.feed.mapping import DATE_FORMS, DECIMAL_MARKS
from vinculo.network.feed.sources.raw_table import number_text
from vinculo.network.feed.texts import _USUAL_EMAIL, email_reader, phones_reader
from vinculo.network.feed.wrong_value import WrongValue

from .feed_files import TODAY

WRITTEN = {
    "dd/mm/aaaa": "%d/%m/%Y",
    "dd/mm/aa": "%d.%m.%y",
    "aaaa-mm-dd": "%Y-%m-%d",
    "aaaammdd": "%Y%m%d",
    "ddmmaaaa": "%d%m%Y",
    "mm/dd/aaaa": "%m/%d/%Y",
}
READERS = {
    form: day_reader((form,), today=TODAY, counts_days=False, may_be_ahead=False) for form in DATE_FORMS
}
AMOUNTS = {mark: amount_reader(mark) for mark in DECIMAL_MARKS}
read_month = month_reader(DATE_FORMS[:3], today=TODAY)
read_phones = phones_reader(6)

days = st.dates(dt.date(1940, 1, 1), TODAY)
cents = st.decimals(Decimal("-99999999"), Decimal("99999999"), places=2)


@given(days)
@settings(max_examples=60, deadline=None)
def test_days(day: dt.date) -> None:
    assert set(READERS) == set(WRITTEN)
    for form, read in READERS.items():
        assert read(day.strftime(WRITTEN[form])) == day
        assert read(f"{day.isoformat()} 00:00:00") == day


@given(days)
@settings(max_examples=60, deadline=None)
def test_months(day: dt.date) -> None:
    first = day.replace(day=1)
    name = ("jan", "Fev.", "março", "ABR", "mai", "jun", "jul", "ago", "set", "out", "nov", "dezembro")
    forms = ["%m/%Y", "%Y-%m", "%Y%m", "%m%Y", "%d/%m/%Y", f"{name[day.month - 1]}/%Y"]
    assert {read_month(day.strftime(form)) for form in forms} == {first}


@given(cents)
@settings(max_examples=80, deadline=None)
def test_amounts(value: Decimal) -> None:
    for mark in ("auto", ","):
        assert AMOUNTS[mark](format_money(value)) == value
        assert AMOUNTS[mark](format_money(value, symbol=False)) == value
    assert AMOUNTS["."](f"{value:,.2f}") == value
    assert AMOUNTS["auto"](f"{value:.2f}") == value
    for mark, read in AMOUNTS.items():
        assert read(number_text(float(value), mark)) == value


@given(st.decimals(Decimal(0), Decimal("9999.9999"), places=4))
@settings(max_examples=40, deadline=None)
def test_us_values(value: Decimal) -> None:
    assert us_value_reader("auto")(format_money(value)) == value
    assert us_value_reader(".")(str(value)) == value


@example("76900000000")
@given(st.from_regex(r"[1-9]{2}(9[0-9]{8}|[2-9][0-9]{7})", fullmatch=True))
@settings(max_examples=150, deadline=None)
def test_phones_are_those_of_the_numbering_plan(digits: str) -> None:
    read: tuple[str | None, ...]
    try:
        read = read_phones(f"({digits[:2]}) {digits[2:-4]}-{digits[-4:]}")
    except WrongValue:
        read = (None,)
    assert read == (phone.clean(digits),)


@pytest.mark.parametrize("text", ["1.000", "1.234", "12.345.678"])
def test_a_point_parts_thousands_unless_the_mapping_says_otherwise(text: str) -> None:
    assert AMOUNTS["auto"](text) == AMOUNTS[","](text) == int(text.replace(".", ""))
    if text.count(".") == 1:
        assert AMOUNTS["."](text) == round(Decimal(text), 2)


@given(st.from_regex(_USUAL_EMAIL, fullmatch=True).filter(lambda text: len(text) <= 80))
@settings(max_examples=60, deadline=None)
def test_usual_emails(text: str) -> None:
    validate_email(text)
    assert email_reader(254)(text) == text
