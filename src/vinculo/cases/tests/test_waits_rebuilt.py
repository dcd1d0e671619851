"""Cases from before waits were counted: their waits are rebuilt from what the timeline tells."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.apps import apps
from django.db import connection

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.models import Case, WaitingPeriod
from vinculo.cases.states import CaseAction
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due

from .case_files import NOW, make_draft

MOVES = (CaseAction.OPEN, CaseAction.WAIT, CaseAction.RESUME, CaseAction.WAIT)


def test_the_waits_and_the_days_of_cases_under_way_are_rebuilt(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    for day, action in enumerate(MOVES):
        moment = NOW + dt.timedelta(days=day)
        case = change_state(case=case, action=action, actor=actor_of(cast.alice), now=moment)
    expected = list(WaitingPeriod.objects.values_list("on", "since", "until"))
    assert len(expected) == 2
    WaitingPeriod.objects.all().delete()
    Case.objects.update(waiting_on=None, waiting_since=None, silent_from=None, decide_by=None)
    migration = import_module("vinculo.cases.migrations.0008_waits_and_days")
    with connection.schema_editor() as editor:
        migration.rebuild_waits(apps, editor)
        migration.rebuild_waits(apps, editor)
    assert list(WaitingPeriod.objects.values_list("on", "since", "until")) == expected
    row = OutboxRow.objects.latest("pk")
    run_due(row.due_at)
    case.refresh_from_db()
    assert (case.waiting_on, case.waiting_since) == ("provider", NOW + dt.timedelta(days=3))
    assert case.silent_from == dt.date(2026, 2, 27)
