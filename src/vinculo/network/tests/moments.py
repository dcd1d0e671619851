"""The moment and the day of the tests of this room."""

import datetime as dt

NOW = dt.datetime(2026, 5, 20, 13, 30, tzinfo=dt.UTC)
TODAY = dt.date(2026, 5, 20)
