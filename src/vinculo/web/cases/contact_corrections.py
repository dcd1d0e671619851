"""The mark of a contact that was corrected: when, by whom, and what it had said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vinculo.cases.queries.timeline import CORRECTION, TimelineRow
from vinculo.cases.typed_fields import CONTACT_FIELDS, FieldKind

from .contact_presenters import CHOICES, CONTACT_CELLS, ContactBlock, Corrected, WasBefore
from .timeline_presenters import readable

LABELS = {"note": "Observação", **{name: label.rstrip("?") for name, label, _ in CONTACT_CELLS}}
UNTOLD = ("next_contact_on",)
"""Fields that change as time goes by: that they did is no correction."""


def with_corrections(
    blocks: Sequence[ContactBlock], rows: Sequence[TimelineRow], may_see_personal_data: bool
) -> list[ContactBlock]:
    """`rows` are the newest first, as the timeline has them."""
    by_contact: dict[int, list[TimelineRow]] = {}
    for row in rows:
        if row.kind == CORRECTION and row.data["field"] not in UNTOLD:
            by_contact.setdefault(row.data["record_id"], []).append(row)
    return [
        replace(block, corrected=_corrected(by_contact[block.contact.pk], may_see_personal_data))
        if block.contact.pk in by_contact and not block.is_voided
        else block
        for block in blocks
    ]


def _corrected(rows: Sequence[TimelineRow], may_see_personal_data: bool) -> Corrected:
    told = [
        WasBefore(
            LABELS.get(row.data["field"], row.data["field"]),
            readable(row.data["field"], _in_words(row.data["field"], row.data["was"]), may_see_personal_data),
        )
        for row in rows
    ]
    return Corrected(rows[0].at, rows[0].who, told)


def _in_words(field: str, raw: str) -> str:
    kind = CONTACT_FIELDS[field].kind if field in CONTACT_FIELDS else FieldKind.TEXT
    if kind in (FieldKind.CODE, FieldKind.YES_NO):
        return dict(CHOICES.get(field, ())).get(raw, raw)
    return raw
