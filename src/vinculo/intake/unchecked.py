"""What a reading doubted, and nobody has looked at: asked before it becomes a case, told ever after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.finding import Finding

from .doubts import CASE_MATCHES, DISCARDED_BEFORE, EDITION_UNKNOWN, doubts_in, findings_of
from .models import FormReading
from .queries import facts_of, form_edition_of

_NOT_ASKED = frozenset({CASE_MATCHES, DISCARDED_BEFORE, EDITION_UNKNOWN})
"""Whoever makes a case of the form, or says of which it is, has answered these, or cannot."""


def unchecked_doubts(
    reading: FormReading, now: dt.datetime, confirmed: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Of a settled reading, those of the day on which it was settled. `confirmed` are the fields of
    `confirmed_in`, if they are known already."""
    moment = reading.settled_at or now
    today = moment.astimezone(SAO_PAULO).date()
    facts = facts_of(reading, form_edition_of(reading), today, confirmed)
    doubts = doubts_in(findings_of(facts), facts.confirmed)
    return tuple(finding for finding in doubts if finding.code not in _NOT_ASKED)
