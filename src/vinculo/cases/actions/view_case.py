"""Seeing a case is logged: it shows personal data."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor

from ..models import Case
from .case_write import audit_case


def record_case_view(*, case: Case, actor: Actor, now: dt.datetime, what: str = "page") -> None:
    """`what`: page, print, attachment or summary."""
    audit_case(case=case, actor=actor, now=now, action="case.viewed", detail={"what": what})
