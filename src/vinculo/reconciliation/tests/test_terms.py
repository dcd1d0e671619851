"""The days of an operator's terms, as pure numbers."""

from __future__ import annotations

import datetime as dt

from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.reconciliation.terms import Terms, last_day_overdue, spans, terms_on

CALENDAR = BusinessCalendar("SP", frozenset({(1, 25)}))


def test_a_day_is_overdue_when_its_business_days_lie_before_today():
    first = dt.date(2026, 1, 2)
    for today in (first + dt.timedelta(days=n) for n in range(60)):
        for days in (1, 5, 20):
            last = last_day_overdue(today, days, CALENDAR)
            assert CALENDAR.add(last, days) < today <= CALENDAR.add(last + dt.timedelta(days=1), days)


def test_every_day_has_the_terms_of_its_own_time():
    kept = [Terms(dt.date(2026, 3, 1), 10, 60), Terms(dt.date(2026, 1, 1), 7, 45)]
    assert terms_on(dt.date(2025, 12, 31), kept) == Terms()
    assert terms_on(dt.date(2026, 2, 28), kept).days_to_leave == 7
    assert terms_on(dt.date(2026, 3, 1), kept).notice_days == 60
    told = spans(kept, dt.date(2026, 3, 10), CALENDAR)
    assert [(each["days"], each["notice"]) for each in told] == [(5, 30), (7, 45), (10, 60)]
    assert [each["last"] for each in told[:-1]] == [each["first"] for each in told[1:]]
