"""Seeing a case is logged: it shows personal data. Printing it is told in the timeline too."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor

from ..models import Case, CaseEvent
from .case_write import CaseWrite, audit_case


def record_case_view(*, case: Case, actor: Actor, now: dt.datetime, what: str = "page") -> None:
    """`what`: page, attachment or versions."""
    audit_case(case=case, actor=actor, now=now, action="case.viewed", detail={"what": what})


@transaction.atomic
def record_case_print(*, case: Case, actor: Actor, now: dt.datetime) -> None:
    """A print leaves the house: everybody who works on the case sees that it was made."""
    CaseWrite(case=case, actor=actor, now=now).tell(CaseEvent.Kind.PRINTED)
    record_case_view(case=case, actor=actor, now=now, what="print")
