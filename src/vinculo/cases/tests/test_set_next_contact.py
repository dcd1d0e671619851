"""The next contact is marked by one action, kept with its versions and told in the timeline."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.set_next_contact import set_next_contact
from vinculo.cases.models import CaseEvent, FieldVersion
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.cases.states import CaseAction
from vinculo.kernel.refusal import NotPermitted

from .case_files import NOW, TODAY, make_draft

IN_A_WEEK = TODAY + dt.timedelta(days=7)


def test_the_day_is_kept_typed_versioned_and_told(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Renata Queiroz Lima"})
    for _ in range(2):
        case = set_next_contact(case=case, on=IN_A_WEEK, actor=actor_of(cast.beto), now=NOW)
    case.refresh_from_db()
    assert (case.next_contact_on, case.raw("next_contact_on")) == (IN_A_WEEK, "17/03/2026")
    versions = FieldVersion.objects.filter(case=case, field="next_contact_on")
    assert [(row.version, row.by_name) for row in versions] == [(1, cast.beto.name)]
    told = case.events.filter(kind=CaseEvent.Kind.NEXT_CONTACT_SET)
    assert [event.data for event in told] == [{"from": None, "to": "2026-03-17"}]


def test_a_day_that_has_passed_is_refused_and_today_is_the_day_in_sao_paulo(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    late_evening = dt.datetime(2026, 3, 11, 1, 0, tzinfo=dt.UTC)
    case = set_next_contact(case=case, on=TODAY, actor=actor_of(cast.alice), now=late_evening)
    assert case.next_contact_on == TODAY
    with pytest.raises(UnableToWriteCase, match="10/03/2026 já passou"):
        set_next_contact(
            case=case, on=TODAY, actor=actor_of(cast.alice), now=late_evening + dt.timedelta(hours=2)
        )


def test_an_ended_case_and_an_outsider_are_refused(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    with pytest.raises(NotPermitted):
        set_next_contact(case=case, on=IN_A_WEEK, actor=actor_of(cast.charlie), now=NOW)
    case = change_state(
        case=case, action=CaseAction.CANCEL, actor=actor_of(cast.alice), now=NOW, reason="Engano"
    )
    with pytest.raises(UnableToWriteCase, match="não aceita alterações"):
        set_next_contact(case=case, on=IN_A_WEEK, actor=actor_of(cast.alice), now=NOW)
