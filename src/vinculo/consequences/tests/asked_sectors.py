"""Makers of tasks for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.models import Case
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.consequences.actions.ask_sector import SectorRequest, ask_sector
from vinculo.consequences.models import SectorTask

A_DAY = dt.timedelta(days=1)


def open_case(cast: Cast, *sectors: str) -> Case:
    """A case of Alice's under way, complete, with these sectors ticked."""
    case = make_decidable(cast.operator, cast.alice)
    case.sectors = list(sectors)
    case.save(update_fields=["sectors"])
    return move(case, CaseAction.OPEN, cast.alice)


def move(case: Case, action: CaseAction, user: Any, *, days: int = 0, reason: str = "") -> Case:
    return change_state(case=case, action=action, actor=actor_of(user), now=NOW + days * A_DAY, reason=reason)


def signed_case(cast: Cast, *sectors: str) -> Case:
    """Decided by Alice, signed by Bob."""
    case = open_case(cast, *sectors)
    move(case, CaseAction.DECIDE, cast.alice)
    return move(case, CaseAction.SIGN, cast.bob)


def ask(case: Case, user: Any, *, now: dt.datetime = NOW, **request: Any) -> SectorTask:
    """A request to T.I., unless `request` says otherwise."""
    wanted = {"sector": "it", "text": "O token não chega."} | request
    return ask_sector(case=case, request=SectorRequest(**wanted), actor=actor_of(user), now=now)
