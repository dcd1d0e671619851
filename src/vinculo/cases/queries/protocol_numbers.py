"""Which case has a protocol number: as what it began with, or as one that was opened because of it."""

from __future__ import annotations

from ..models import Case, OpenedProtocol
from ..states import State


def case_with_protocol(number: str, *, besides: int) -> Case | None:
    """Another case that has it, of whatever operator: whoever tells people of it asks what they may see.

    A case that was cancelled, because it was merged say, holds no number.
    """
    listed = OpenedProtocol.objects.filter(number=number).order_by().values_list("case_id", flat=True)
    heads = Case.objects.filter(protocol_number=number).order_by().values_list("pk", flat=True)
    ids = [case_id for case_id in listed.union(heads, all=True) if case_id != besides]
    if not ids:
        return None
    return Case.objects.filter(pk__in=ids).exclude(state=State.CANCELLED).order_by("pk").first()
