"""The pure parts: values tidied, lengths as in the columns, days that overlap."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from ..models import ContactPerson, Provider
from ..rules import DayRange, provider_findings, technical_manager_findings
from ..values import LONGEST, ProviderData, tidy, tidy_cro
from .moments import TODAY

DAYS = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2020, 3, 1))


def test_lengths_are_those_of_the_columns() -> None:
    columns = {
        "name": (Provider, "name"),
        "trade_name": (Provider, "trade_name"),
        "other_plans": (Provider, "other_plans"),
        "person_name": (ContactPerson, "name"),
        "function": (ContactPerson, "function"),
        "email": (ContactPerson, "email"),
    }
    lengths = {
        name: getattr(model._meta.get_field(field), "max_length", None)
        for name, (model, field) in columns.items()
    }
    assert lengths == dict(LONGEST)


@given(st.text())
def test_a_tidied_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    tidied = tidy(text)
    tidied.encode("utf-8")
    assert "\x00" not in tidied
    assert tidy(tidied) == tidied


@given(st.text(), st.text())
def test_any_cro_can_be_tidied_again(number: str, uf: str) -> None:
    once = tidy_cro(number, uf)
    assert tidy_cro(*once)[0] == once[0]


@given(st.builds(ProviderData, name=st.text(), cnpj=st.text(), cpf=st.text(), city=st.text(), uf=st.text()))
def test_no_typed_text_breaks_a_rule_itself(data: ProviderData) -> None:
    assert provider_findings(data.tidied(), TODAY)


@given(DAYS, DAYS, DAYS, DAYS)
def test_ranges_overlap_where_they_share_a_day(
    a: dt.date | None, b: dt.date | None, c: dt.date | None, d: dt.date | None
) -> None:
    def days(start: dt.date | None, end: dt.date | None) -> set[dt.date]:
        day, last = start or dt.date(2019, 12, 31), end or dt.date(2020, 3, 2)
        return {day + dt.timedelta(days=step) for step in range((last - day).days)}

    if days(a, b) and days(c, d):
        assert DayRange(a, b).overlaps(DayRange(c, d)) == bool(days(a, b) & days(c, d))


def test_an_rt_follows_who_began_earlier() -> None:
    former = DayRange(dt.date(2020, 1, 1), None)
    assert technical_manager_findings(dt.date(2020, 1, 2), [former]) == ()
    assert technical_manager_findings(dt.date(2020, 1, 1), [former])
    assert technical_manager_findings(None, [former])
    assert technical_manager_findings(None, []) == ()
    assert technical_manager_findings(dt.date(2020, 1, 1), [DayRange(None, None)]) == ()
