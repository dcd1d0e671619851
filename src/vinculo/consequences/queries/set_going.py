"""What an event of a case has set going already: asked once for all that follow it."""

from __future__ import annotations

from dataclasses import dataclass

from vinculo.accounts.prepared import rows_of

_KNOWN = """
    SELECT 'request', '', '' FROM consequences_protocolrequest
    WHERE case_id = %(case)s AND follows_id = %(event)s
    UNION ALL SELECT 'clock', '', '' FROM consequences_legalclock WHERE follows_id = %(event)s
    UNION ALL SELECT 'withdrawing', '', '' FROM consequences_legalclock
    WHERE case_id = %(case)s AND state = 'withdrawing'
    UNION ALL SELECT 'task', sector, '' FROM consequences_sectortask
    WHERE case_id = %(case)s AND follows_id = %(event)s
    UNION ALL SELECT 'duty', kind, code FROM consequences_duty
    WHERE case_id = %(case)s AND follows_id = %(event)s
"""


@dataclass(frozen=True)
class SetGoing:
    """`duties` are kind and code; `withdraws_notices`: an earlier clock of the case has to."""

    has_request: bool
    has_clock: bool
    withdraws_notices: bool
    sectors: frozenset[str]
    duties: frozenset[tuple[str, str]]


def set_going(case_id: int, event_id: int) -> SetGoing:
    """As of the lock of the case, which whoever follows an event holds."""
    found = rows_of(_KNOWN, {"case": case_id, "event": event_id})
    kinds = {what for what, _, _ in found}
    return SetGoing(
        has_request="request" in kinds,
        has_clock="clock" in kinds,
        withdraws_notices="withdrawing" in kinds,
        sectors=frozenset(name for what, name, _ in found if what == "task"),
        duties=frozenset((kind, code) for what, kind, code in found if what == "duty"),
    )
