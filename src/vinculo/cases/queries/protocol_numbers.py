"""Which case has a protocol number: as what it began with, or as one that was opened because of it."""

from __future__ import annotations

from vinculo.accounts.prepared import rows_of

from ..models import Case
from ..states import State

_HAVE_IT = """
    SELECT case_id FROM cases_openedprotocol WHERE number = %(number)s
    UNION ALL SELECT id FROM cases_case WHERE protocol_number = %(number)s
"""


def case_with_protocol(number: str, *, besides: int) -> Case | None:
    """Another case that has it, of whatever operator: whoever tells people of it asks what they may see.

    A case that was cancelled, because it was merged say, holds no number.
    """
    ids = [case_id for (case_id,) in rows_of(_HAVE_IT, {"number": number}) if case_id != besides]
    if not ids:
        return None
    return Case.objects.filter(pk__in=ids).exclude(state=State.CANCELLED).order_by("pk").first()
