"""The day of the next contact: asked for, never forced while typing, and quiet once nobody is called."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import facts_of
from vinculo.cases.refusals import UnableToChangeState
from vinculo.cases.rules import findings_at
from vinculo.cases.states import CaseAction
from vinculo.kernel.rule import Moment
from vinculo.network.queries.calendar import calendar_of

from .case_files import COMPLETE_HEAD, NOW, TODAY, make_decidable, make_draft

CODES = {
    "next-contact-missing",
    "contact-without-next",
    "next-contact-passed",
    "next-contact-on-day-off",
    "case-without-next-contact",
}


def found(case: Case, *, today: dt.date = TODAY, moment: Moment = Moment.DRAFT) -> dict[str, str]:
    """The follow-up findings, by code, each with its field."""
    case.refresh_from_db()
    calendar = calendar_of(case.operator_id, case.municipality_id, case.city_state)
    facts = facts_of(case, today=today, acting_user_id=None, calendar=calendar)
    return {item.code: item.field for item in findings_at(facts, moment) if item.code in CODES}


def move(case: Case, action: CaseAction, user, **more) -> Case:
    return change_state(case=case, action=action, actor=actor_of(user), now=NOW, **more)


def opened(cast: Cast, **values: str) -> Case:
    case = make_draft(cast.operator, cast.alice, values={**COMPLETE_HEAD, **values})
    return move(case, CaseAction.OPEN, cast.alice)


def type_in(case: Case, cast: Cast, field: str, raw: str, contact_id: int | None = None) -> None:
    record = case.contacts.get(pk=contact_id) if contact_id else case
    record.refresh_from_db()
    save_field(
        case=case,
        field=field,
        raw=raw,
        base_version=record.version(field),
        contact_id=contact_id,
        actor=actor_of(cast.alice),
        now=NOW,
    )


@pytest.mark.parametrize("typed", ["", "31/02"])
def test_a_draft_is_not_opened_without_a_day_that_can_be_read(cast: Cast, typed: str):
    case = make_draft(cast.operator, cast.alice, values={**COMPLETE_HEAD, "next_contact_on": typed})
    with pytest.raises(UnableToChangeState) as refused:
        move(case, CaseAction.OPEN, cast.alice)
    assert [finding.code for finding in refused.value.findings] == ["case-without-next-contact"]
    case.refresh_from_db()
    assert case.raw("next_contact_on") == typed


def test_without_a_day_a_case_is_neither_left_waiting_nor_decided(cast: Cast):
    case = move(make_decidable(cast.operator, cast.alice), CaseAction.OPEN, cast.alice)
    type_in(case, cast, "next_contact_on", "")
    for action in (CaseAction.WAIT, CaseAction.DECIDE):
        with pytest.raises(UnableToChangeState) as refused:
            move(case, action, cast.alice)
        assert "next_contact_on" in refused.value.findings[0].field
    type_in(case, cast, "next_contact_on", "13/03/2026")
    assert move(case, CaseAction.DECIDE, cast.alice).decided_by == cast.alice


def test_a_contact_that_sets_no_day_is_kept_and_shown_as_incomplete(cast: Cast):
    case = opened(cast, next_contact_on="10/03/2026")
    contact = add_contact(
        case=case, values={"on": "10/03/2026", "note": "Ligo depois."}, actor=actor_of(cast.alice), now=NOW
    )
    assert found(case) == {"contact-without-next": "contacts.1.next_contact_on"}
    type_in(case, cast, "next_contact_on", "17/03/2026", contact.pk)
    assert found(case) == {}
    assert case.next_contact_on == dt.date(2026, 3, 17)


def test_a_day_set_in_the_case_itself_after_a_contact_is_enough(cast: Cast):
    case = opened(cast, next_contact_on="10/03/2026")
    add_contact(case=case, values={"on": "10/03/2026"}, actor=actor_of(cast.alice), now=NOW)
    type_in(case, cast, "next_contact_on", "17/03/2026")
    assert found(case) == {}


@pytest.mark.parametrize(
    ("day", "today", "code"),
    [
        ("12/03/2026", TODAY, None),
        ("10/03/2026", TODAY, None),
        ("09/03/2026", TODAY, "next-contact-passed"),
        ("14/03/2026", TODAY, "next-contact-on-day-off"),
        ("03/04/2026", TODAY, "next-contact-on-day-off"),
        ("14/12/2026", TODAY, "next-contact-on-day-off"),  # Jundiaí's anniversary
        ("12/03/2026", dt.date(2026, 3, 13), "next-contact-passed"),
    ],
)
def test_a_day_off_or_in_the_past_is_told(cast: Cast, day: str, today: dt.date, code: str | None):
    case = opened(cast, next_contact_on=day)
    assert found(case, today=today) == ({code: "next_contact_on"} if code else {})


def test_a_reminder_is_armed_again_by_a_new_day_and_stops_when_the_case_ends(cast: Cast):
    case = opened(cast, next_contact_on="11/03/2026")
    later = dt.date(2026, 3, 13)
    assert set(found(case, today=later)) == {"next-contact-passed"}
    type_in(case, cast, "next_contact_on", "16/03/2026")
    assert found(case, today=later) == {}
    assert set(found(case, today=dt.date(2026, 3, 17))) == {"next-contact-passed"}
    move(case, CaseAction.CANCEL, cast.alice, reason="Pedido retirado.")
    assert found(case, today=dt.date(2026, 3, 17)) == {}


def test_a_case_of_the_past_asks_for_no_day(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Renata"}, origin="history")
    assert found(case) == {}
    assert move(case, CaseAction.RECORD_HISTORY, cast.alice).number
