"""joined ≤ start ≤ contacts ≤ end ≤ form's date ≤ today, of those that are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.kernel.finding import Finding
from vinculo.kernel.rule import Moment, check_all
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.rules import FORM_RULES
from vinculo.paper.rules.time import TIME_RULES

from .rule_probe import facts_of

TODAY = 20


def _day(number: int | None) -> dt.date | None:
    return dt.date(2023, 5, 1) + dt.timedelta(days=number) if number is not None else None


def _told(
    *,
    joined: int | None = None,
    start: int | None = None,
    contacts: Sequence[int | None] = (),
    end: int | None = None,
    filled: int | None = None,
    today: int = TODAY,
) -> tuple[Finding, ...]:
    form = RetentionForm(
        edition=1,
        joined_on=_day(joined),
        started_on=_day(start),
        contacts=tuple(
            ContactEntry(number, _day(on), "Ligação.") for number, on in enumerate(contacts, start=1)
        ),
        ended_on=_day(end),
        filled_on=_day(filled),
    )
    on = _day(today)
    assert on is not None
    return check_all(TIME_RULES, facts_of(form, today=on), Moment.DECIDE)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({}, []),
        ({"joined": 1, "start": 2, "contacts": [2, 3, None, 3], "end": 4, "filled": 4, "today": 4}, []),
        ({"joined": 4, "start": 4, "contacts": [4], "end": 4, "filled": 4, "today": 4}, []),
        # Each neighbour.
        ({"joined": 3, "start": 2}, [("joined-too-late", "joined_on")]),
        ({"start": 3, "contacts": [4, 2]}, [("contact-before-start", "contacts.2.on")]),
        ({"contacts": [3, 5, 6], "end": 4}, [("contact-too-late", f"contacts.{n}.on") for n in (2, 3)]),
        ({"end": 5, "filled": 4}, [("form-date-too-early", "filled_on")]),
        ({"filled": 21}, [("form-date-in-future", "filled_on")]),
        # Start, end and today, whatever stands between.
        ({"start": 5, "end": 4}, [("start-after-end", "ended_on")]),
        ({"start": 21}, [("start-in-future", "started_on")]),
        ({"end": 21}, [("end-in-future", "ended_on")]),
        ({"start": 5, "contacts": [None], "end": 4}, [("start-after-end", "ended_on")]),
        # The nearest that is there.
        ({"joined": 3, "contacts": [4, 2]}, [("joined-too-late", "joined_on")]),
        ({"joined": 3, "end": 2}, [("joined-too-late", "joined_on")]),
        ({"joined": 3, "filled": 2}, [("joined-too-late", "joined_on")]),
        ({"joined": 21}, [("joined-too-late", "joined_on")]),
        ({"contacts": [3], "filled": 2}, [("contact-too-late", "contacts.1.on")]),
        ({"contacts": [21]}, [("contact-too-late", "contacts.1.on")]),
        ({"start": 3, "filled": 2}, [("form-date-too-early", "filled_on")]),
        ({"start": 3, "contacts": [None], "filled": 2}, [("form-date-too-early", "filled_on")]),
        # One wrong date is told once.
        (
            {"joined": 9, "start": 2, "contacts": [3], "end": 4, "filled": 5},
            [("joined-too-late", "joined_on")],
        ),
        ({"start": 2, "contacts": [9], "end": 4, "filled": 5}, [("contact-too-late", "contacts.1.on")]),
        ({"start": 3, "contacts": [4], "filled": 2}, [("contact-too-late", "contacts.1.on")]),
    ],
)
def test_the_order_of_dates(dates, told) -> None:
    assert [(found.code, found.field) for found in _told(**dates)] == told


def test_sentences_say_which_two() -> None:
    [found] = _told(start=5, end=4)
    assert found.message == (
        "A data de início (06/05/2023) está depois da data final (05/05/2023). Confira as duas datas."
    )
    [found] = _told(contacts=[21])
    assert found.message == "O 1º contato (22/05/2023) está no futuro. Confira o dia, o mês e o ano."


_MAYBE = st.none() | st.integers(min_value=0, max_value=25)


@settings(deadline=None)
@given(joined=_MAYBE, start=_MAYBE, contacts=st.lists(_MAYBE, max_size=4), end=_MAYBE, filled=_MAYBE)
def test_something_is_told_exactly_where_two_dates_are_out_of_order(
    joined, start, contacts, end, filled
) -> None:
    chain = [[joined], [start], contacts, [end], [filled], [TODAY]]
    out_of_order = any(
        one is not None and other is not None and one > other
        for place, ones in enumerate(chain)
        for others in chain[place + 1 :]
        for one in ones
        for other in others
    )
    told = _told(joined=joined, start=start, contacts=contacts, end=end, filled=filled)
    assert bool(told) is out_of_order


def test_time_rules_are_asked() -> None:
    assert set(TIME_RULES) <= set(FORM_RULES)
