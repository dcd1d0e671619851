"""Who else is on a case: seen by those who may see it, gone when they go, and cheap to ask."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.actions.tick_option import tick_option
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.desk.actions.presence import KEPT, leave_case, note_presence
from vinculo.desk.models import CasePresence
from vinculo.desk.queries.presence import GONE_AFTER, others_on_case
from vinculo.paper.catalogue import OptionList


def names(cast: Cast, case: Case, now: dt.datetime) -> list[tuple[str, str]]:
    return [(item.user.name, item.field) for item in others_on_case(actor_of(cast.alice), case, now)]


def test_a_colleague_is_there_until_they_leave_or_fall_silent(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    for user in (cast.alice, cast.beto):
        note_presence(case=case, field="city", actor=actor_of(user), now=NOW)
    note_presence(case=case, field="general_note", actor=actor_of(cast.beto), now=NOW)
    assert names(cast, case, NOW) == [("Beto Lacerda", "general_note")]
    assert names(cast, case, NOW + GONE_AFTER) == []
    leave_case(case=case, actor=actor_of(cast.beto), now=NOW)
    assert names(cast, case, NOW) == []


def test_what_a_crashed_page_left_goes_with_the_next_who_leaves(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    note_presence(case=case, field="", actor=actor_of(cast.beto), now=NOW)
    leave_case(case=case, actor=actor_of(cast.alice), now=NOW + KEPT + dt.timedelta(seconds=1))
    assert not CasePresence.objects.exists()


def report(client: Client, case: Case, **data: str) -> dict[str, object]:
    answer = client.post(reverse("case-presence", args=[case.pk]), data)
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


def test_an_outsider_is_neither_told_nor_noted(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    answer = signed_in(cast.charlie).post(reverse("case-presence", args=[case.pk]), {"field": "city"})
    assert answer.status_code == 404
    assert not CasePresence.objects.exists()


def test_what_others_saved_comes_with_the_report_and_ones_own_does_not(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    client = signed_in(cast.alice)
    since = case.changed_at.isoformat()
    at = NOW + dt.timedelta(minutes=5)
    save_field(case=case, field="city", raw="Itu", base_version=1, actor=actor_of(cast.alice), now=at)
    assert "fields" not in report(client, case, since=since)
    later = at + dt.timedelta(seconds=9)
    beto = actor_of(cast.beto)
    save_field(case=case, field="lives", raw="70", base_version=1, actor=beto, now=later)
    tick_option(case=case, which=OptionList.REASON, code="fees", ticked=True, actor=beto, now=later)
    add_contact(case=case, values={"note": "Ligação."}, actor=beto, now=later)
    answer = report(client, case, since=since)
    assert answer["fields"]["lives"] == {"raw": "70", "version": 2}  # type: ignore[index]
    assert "city" not in answer["fields"]  # type: ignore[operator]
    assert "checked" in answer["pieces"]["case-reasons"]  # type: ignore[index]
    assert answer["news"] == "Beto Lacerda: contato registrado."
    assert "fields" not in report(client, case, since=str(answer["since"]))
    assert "fields" not in report(client, case, since="ontem")


def test_a_report_costs_few_queries(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    client = signed_in(cast.alice)
    since = case.changed_at.isoformat()
    report(client, case, since=since)
    with CaptureQueriesContext(connection) as queries:
        report(client, case, since=since, field="city")
    # The session, the user and what they may do; the case; noting; the others.
    assert len(queries) <= 7, [query["sql"][:80] for query in queries]


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00", "2026-01-01"])
def test_a_moment_at_the_end_of_all_time_tells_of_nothing(cast: Cast, since: str):
    case = make_draft(cast.operator, cast.alice)
    answer = signed_in(cast.alice).post(reverse("case-presence", args=[case.pk]), {"since": since})
    assert set(answer.json()) == {"others", "since"}
