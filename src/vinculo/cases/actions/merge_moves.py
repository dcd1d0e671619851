"""What goes from one case to another when they become one, and back again.

Everything moved is noted by its id, so that a merge can be undone; what was written since stays where it is.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.db.models.query import QuerySet

from ..models import Attachment, Case, CaseDentist, Contact, Offer, OpenedProtocol
from ..typed_fields import CASE_FIELDS
from .case_write import CaseWrite
from .create_case import append_dentists
from .save_field import derive_from_head, derive_last_contact
from .tick_option import TICKED_COLUMNS, settle_primary_reason
from .typed_write import VersionFacts, keep_versions, put_raw

NOT_TAKEN = frozenset({"staff_name", "filled_on", "ended_on", "outcome", "protocol_required", "scope"})
"""Fields of the decision, and what is never blank: they stay as the kept case says."""

Moved = dict[str, Any]


def take_in(kept: CaseWrite, merged: Case) -> Moved:
    """Moves everything to the kept case and says what."""
    moved: Moved = {
        "contacts": _move_contacts(kept.case, merged),
        "dentists": _move_dentists(kept, merged),
        "protocols": _move_protocols(kept.case, merged),
        "offers": _move_offers(kept.case, merged),
        "fields": _fill_blanks(kept, merged),
        "ticked": _tick(kept, merged),
        "provider": kept.case.provider_id is None and merged.provider_id is not None,
    }
    moved["attachments"] = _move_attachments(kept.case, merged, moved["contacts"])
    if moved["provider"]:
        kept.case.provider_id = merged.provider_id
        kept.changed.add("provider")
    _settle(kept)
    return moved


def give_back(kept: CaseWrite, merged: CaseWrite, moved: Moved) -> None:
    """Everything that was moved and is still there goes back; fields typed over since stay."""
    for pk, position in moved["contacts"]:
        Contact.objects.filter(pk=pk, case=kept.case).update(case=merged.case, position=position)
    for pk, position in moved["dentists"]["moved"]:
        CaseDentist.objects.filter(pk=pk, case=kept.case).update(case=merged.case, position=position)
    CaseDentist.objects.filter(pk__in=moved["dentists"]["made"], case=kept.case).update(removed_at=kept.now)
    OpenedProtocol.objects.filter(pk__in=moved["protocols"], case=kept.case).update(case=merged.case)
    Offer.objects.filter(pk__in=moved["offers"], case=kept.case).update(case=merged.case)
    Attachment.objects.filter(pk__in=moved["attachments"], case=kept.case).update(case=merged.case)
    _clear_filled(kept, moved["fields"])
    for column, codes in moved["ticked"].items():
        left = [code for code in getattr(kept.case, column) if code not in codes]
        setattr(kept.case, column, left)
        kept.changed.add(column)
    if moved["provider"] and kept.case.provider_id == merged.case.provider_id:
        kept.case.provider_id = None
        kept.changed.add("provider")
    _settle(kept)
    derive_last_contact(merged)
    merged.stale_search = True


def _settle(write: CaseWrite) -> None:
    """What follows from what was moved."""
    derive_from_head(write.case)
    settle_primary_reason(write.case)
    derive_last_contact(write)
    write.changed |= {"municipality", "requested_by_code", "primary_reason"}
    write.stale_search = True


def _next_position(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _move_contacts(kept: Case, merged: Case) -> list[tuple[int, int]]:
    """The id and former position of each; voided ones stay with the case in which they were voided."""
    position, moved = _next_position(kept.contacts.all()), []
    for contact in merged.contacts.filter(voided_at=None).order_by("position"):
        moved.append((contact.pk, contact.position))
        Contact.objects.filter(pk=contact.pk).update(case=kept, position=position)
        position += 1
    return moved


def _registrations(case: Case) -> set[tuple[str | None, str | None]]:
    further = case.dentists.filter(removed_at=None).values_list("cro", "cro_state")
    return {(case.cro, case.cro_state), *further}


def _move_dentists(kept: CaseWrite, merged: Case) -> Moved:
    """Further dentists, and the other head's one where it is somebody else; nobody twice."""
    there = _registrations(kept.case)
    position = _next_position(CaseDentist.objects.filter(case=kept.case))
    moved: list[tuple[int, int]] = []
    for row in merged.dentists.filter(removed_at=None).order_by("position"):
        if row.cro and (row.cro, row.cro_state) in there:
            continue
        moved.append((row.pk, row.position))
        CaseDentist.objects.filter(pk=row.pk).update(case=kept.case, position=position)
        position += 1
    made: list[int] = []
    if merged.cro and kept.case.cro and (merged.cro, merged.cro_state) not in there:
        texts = {
            "name": merged.raw("dentist_name"),
            "cro": merged.raw("cro"),
            "cro_state": merged.raw("cro_state"),
        }
        append_dentists(kept, [texts], first_position=position)
        made = [CaseDentist.objects.get(case=kept.case, position=position).pk]
    return {"moved": moved, "made": made}


def _move_protocols(kept: Case, merged: Case) -> list[int]:
    rows = merged.opened_protocols.exclude(number__in=kept.opened_protocols.values("number"))
    ids = list(rows.values_list("pk", flat=True))
    OpenedProtocol.objects.filter(pk__in=ids).update(case=kept)
    return ids


def _move_offers(kept: Case, merged: Case) -> list[int]:
    """An action offered in both stays as each case has it."""
    rows = merged.offers.filter(is_ticked=True).exclude(code__in=kept.offers.values("code"))
    ids = list(rows.values_list("pk", flat=True))
    Offer.objects.filter(pk__in=ids).update(case=kept)
    return ids


def _move_attachments(kept: Case, merged: Case, contacts: list[tuple[int, int]]) -> list[int]:
    with_contact = merged.attachments.filter(contact_id__in=[pk for pk, _ in contacts])
    ids = list(with_contact.values_list("pk", flat=True))
    standing = kept.attachments.filter(contact=None, voided_at=None).values("sha256")
    loose = merged.attachments.filter(contact=None, voided_at=None).exclude(sha256__in=standing)
    ids += loose.values_list("pk", flat=True)
    Attachment.objects.filter(pk__in=ids).update(case=kept)
    return ids


def _fill_blanks(kept: CaseWrite, merged: Case) -> dict[str, int]:
    """What is blank in the kept case is taken over; the version of each, to know later who typed since."""
    filled: list[VersionFacts] = []
    for name, field in CASE_FIELDS.items():
        text = merged.raw(name)
        if name in NOT_TAKEN or not text.strip() or kept.case.raw(name).strip():
            continue
        filled.append(put_raw(kept.case, field, text))
        kept.changed |= {field.column_name, "raw_values", "field_versions"}
    keep_versions(case=kept.case, record=kept.case, versions=filled, actor=kept.actor, now=kept.now)
    return {item.field: item.version for item in filled}


def _clear_filled(kept: CaseWrite, fields: dict[str, int]) -> None:
    cleared: list[VersionFacts] = []
    for name, version in fields.items():
        if kept.case.version(name) == version:
            cleared.append(put_raw(kept.case, CASE_FIELDS[name], ""))
            kept.changed |= {CASE_FIELDS[name].column_name, "raw_values", "field_versions"}
    keep_versions(case=kept.case, record=kept.case, versions=cleared, actor=kept.actor, now=kept.now)


def _tick(kept: CaseWrite, merged: Case) -> dict[str, list[str]]:
    """Reasons and sectors of both, in the order of the kept case's edition."""
    added: dict[str, list[str]] = {}
    edition = kept.case.edition.edition
    for which, column in TICKED_COLUMNS.items():
        standing = set(getattr(kept.case, column))
        codes = edition.in_order(which, standing | set(getattr(merged, column)))
        added[column] = [code for code in codes if code not in standing]
        setattr(kept.case, column, list(codes))
        kept.changed.add(column)
    return added
