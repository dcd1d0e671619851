"""What somebody said of a case and the registry stands in the case's timeline, too."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import Case, CaseEvent
from .case_write import writing


def note_divergence(
    *, case: Case, became: str, label: str, reason: str, actor: Actor, now: dt.datetime
) -> None:
    """That a divergence of the case was dismissed, or that this was taken back (`became`); `label` names it.

    The caller has asked whether the actor may: who keeps the registry need not work on cases.

    Raises:
        NotPermitted: the actor does not see the case.
    """
    with writing(case=case, actor=actor, now=now, permission=Permission.CASES_SEE) as write:
        write.tell(CaseEvent.Kind.REGISTRY_COMPARED, became=became, label=label, reason=reason)
