"""Which case has a protocol number: as what it began with, or as one that was opened because of it."""

from __future__ import annotations

from ..models import Case, OpenedProtocol
from ..states import State


def case_with_protocol(number: str, *, besides: int) -> Case | None:
    """Another case that has it, of whatever operator: whoever tells people of it asks what they may see.

    A case that was cancelled, because it was merged say, holds no number.
    """
    opened = OpenedProtocol.objects.filter(number=number).exclude(case_id=besides)
    opened = opened.exclude(case__state=State.CANCELLED).select_related("case")
    found = opened.first()
    if found is not None:
        return found.case
    heads = Case.objects.filter(protocol_number=number).exclude(pk=besides).exclude(state=State.CANCELLED)
    return heads.order_by("pk").first()
