"""The self-saving controls of a case's page by their keys, and what a key's record is."""

from __future__ import annotations

from collections.abc import Iterator

from .page_presenters import CasePage, StaticCell
from .typed_controls import TypedControl


def controls_by_key(page: CasePage) -> dict[str, TypedControl]:
    return {control.key: control for control in _controls(page)}


def _controls(page: CasePage) -> Iterator[TypedControl]:
    for row in page.head:
        yield from (cell for cell in row if not isinstance(cell, StaticCell))
    yield from (page.scope, page.outcome, page.protocol_required, page.next_contact)
    yield from (page.actions_note, page.general_note)
    for block in page.contacts:
        yield from block.cells
        yield block.note
    for row_of_dentist in page.dentists:
        yield from row_of_dentist.controls
    for offer in page.offers:
        yield from offer.controls


def key_of(page: CasePage, record: str, record_id: int, field: str) -> str:
    """The key of a field by what its versions say of it; empty for an offer that is not there."""
    if record == "case":
        return field
    if record == "offer":
        codes = (offer.code for offer in page.records.offers if offer.pk == record_id)
        code = next(codes, "")
        return f"offers-{code}-{field}" if code else ""
    return f"{record}s-{record_id}-{field}"
