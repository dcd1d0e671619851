"""Cancelling a case that an import made, as long as it is as the import left it."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import SAO_PAULO, format_date

from ..models import Case
from ..refusals import UnableToChangeState
from ..states import CaseAction, State
from .case_write import writing
from .change_state import move_case


def why_not_taken_back(case: Case, made_at: dt.datetime) -> str:
    """What has happened to a case since it was made, in a sentence; empty where nothing has."""
    if case.state == State.CANCELLED:
        return ""
    last = case.events.order_by("-pk").values_list("at", "actor_name").first()
    if last is not None and last[0] > made_at:
        when = format_date(last[0].astimezone(SAO_PAULO).date())
        return f"{last[1] or 'Alguém'} trabalhou nele em {when}."
    if case.changed_at > made_at:
        return f"Foi alterado em {format_date(case.changed_at.astimezone(SAO_PAULO).date())}."
    return ""


def take_back_import(*, case: Case, made_at: dt.datetime, actor: Actor, now: dt.datetime) -> Case:
    """Cancels it. A case that is cancelled already stays so.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not import forms there.
        UnableToChangeState: something has happened to it since.
    """
    with writing(case=case, actor=actor, now=now, permission=Permission.FORMS_IMPORT) as write:
        if write.case.state == State.CANCELLED:
            return write.case
        happened = why_not_taken_back(write.case, made_at)
        if happened or (write.case.state == State.CLOSED and not write.case.is_history):
            raise UnableToChangeState(happened or "O processo já foi assinado.")
        move_case(write, CaseAction.TAKE_BACK_IMPORT, reason="A importação foi desfeita")
        return write.case
