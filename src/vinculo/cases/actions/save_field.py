"""Saving one field, as it is typed. Never refused for what it says; kept apart where it comes too late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.kernel.folding import fold
from vinculo.kernel.places import find_municipality
from vinculo.paper.requesters import REQUESTERS

from ..models import Case, CaseDentist, CaseEvent, Contact, FieldVersion, Offer
from ..refusals import UnableToWriteCase
from ..states import OPEN_STATES
from ..typed_fields import CASE_FIELDS
from .case_write import CaseWrite, writing
from .heard_phones import telling_phones
from .typed_write import Record, VersionFacts, clean_raw, fields_of, keep_versions, put_raw, record_kind

Fate = FieldVersion.Fate

SEARCHED_FIELDS = frozenset(
    {"dentist_name", "name", "cro", "cro_state", "cnpj", "cpf", "protocol_number", "city"}
    | {"note", "actions_note", "general_note", "address", "spoken_to", "made_by"}
)


@dataclass(frozen=True, slots=True)
class SavedField:
    """What became of a save. `raw` and `version` are what stands in the field now.

    Of a conflict, `base_raw` is the text that both came from; None where it is not known any more.
    """

    fate: FieldVersion.Fate
    version: int
    raw: str
    by_name: str = ""
    base_raw: str | None = None


def save_field(
    *,
    case: Case,
    field: str,
    raw: str,
    base_version: int,
    actor: Actor,
    now: dt.datetime,
    contact_id: int | None = None,
    offer_code: str | None = None,
    dentist_id: int | None = None,
    sent_before: Collection[str] = (),
) -> SavedField:
    """Saves what was typed in one field of the case, or of one of its contacts, offers or dentists.

    `base_version` is the version that the person was looking at. Where another save came between, or
    the case has been decided meanwhile, what was typed is kept as a version of its own and not applied.
    A save whose answer was lost on the way may be sent again: it is applied once, whatever came after.
    `sent_before` are texts that were sent over the same version and never answered: those that arrived
    are the person's own, no conflict.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToWriteCase: there is no such field, and never was such a contact, offer or dentist.
    """
    with writing(case=case, actor=actor, now=now) as write:
        record = _record(write, contact_id, offer_code, dentist_id)
        typed_field = fields_of(record).get(field)
        if typed_field is None:
            raise UnableToWriteCase("Este campo não existe no processo. Nada foi alterado.")
        text = clean_raw(raw)
        if write.case.state not in OPEN_STATES or _is_out(record):
            return _kept_apart(write, record, VersionFacts(field, record.version(field), text, Fate.REJECTED))
        if text == record.raw(field):
            return SavedField(Fate.APPLIED, record.version(field), text)
        if base_version != record.version(field):
            base = VersionFacts(field, base_version, "")
            own = _own_saves(write, record, base, {*sent_before, text})
            if own.version > base_version and own.raw == text:
                return SavedField(Fate.APPLIED, record.version(field), record.raw(field))
            if own.version != record.version(field):
                return _in_conflict(write, record, text, own)
        before = record.raw(field)
        with telling_phones(write, record, field):
            version = put_raw(record, typed_field, text)
            _save_record(write, record, typed_field.column_name)
        keep_versions(case=write.case, record=record, versions=[version], actor=actor, now=now)
        _derive(write, record, field, before)
        write.audit("case.field_saved", {"record": record_kind(record), "field": field})
        return SavedField(Fate.APPLIED, version.version, text)


def _record(
    write: CaseWrite, contact_id: int | None, offer_code: str | None, dentist_id: int | None
) -> Record:
    case = write.case
    found: Record | None = case
    if contact_id is not None:
        found = Contact.objects.filter(case=case, pk=contact_id).first()
    elif offer_code is not None:
        found = Offer.objects.filter(case=case, code=offer_code).first()
    elif dentist_id is not None:
        found = CaseDentist.objects.filter(case=case, pk=dentist_id).first()
    if found is None:
        raise UnableToWriteCase(
            "O que você está alterando não faz mais parte do processo. Atualize a página e confira."
        )
    return found


def _is_out(record: Record) -> bool:
    """A voided contact or a removed dentist: what is typed there still comes too late, not for nothing."""
    match record:
        case Contact():
            return record.voided_at is not None
        case CaseDentist():
            return record.removed_at is not None
    return False


def _save_record(write: CaseWrite, record: Record, column: str) -> None:
    columns = {column, "raw_values", "field_versions"}
    if isinstance(record, Case):
        write.changed |= columns
    else:
        record.save(update_fields=sorted(columns))


def _kept_apart(write: CaseWrite, record: Record, late: VersionFacts) -> SavedField:
    """Keeps a save that came after the decision, and tells what stands instead."""
    if late.raw == record.raw(late.field):
        return SavedField(Fate.APPLIED, late.version, late.raw)
    keep_versions(case=write.case, record=record, versions=[late], actor=write.actor, now=write.now)
    write.tell(CaseEvent.Kind.SAVE_REJECTED, record=record_kind(record), field=late.field)
    write.audit("case.field_rejected", {"record": record_kind(record), "field": late.field})
    return _standing(write, record, late.field, late.fate)


def _standing(
    write: CaseWrite, record: Record, field: str, fate: FieldVersion.Fate, base_raw: str | None = None
) -> SavedField:
    """What stands in a field, and who wrote it."""
    versions = _versions_of(write, record, field).filter(fate=Fate.APPLIED)
    by_name = versions.values_list("by_name", flat=True).first()
    return SavedField(fate, record.version(field), record.raw(field), by_name or "", base_raw)


def _versions_of(write: CaseWrite, record: Record, field: str) -> QuerySet[FieldVersion]:
    return FieldVersion.objects.filter(
        case=write.case, record=record_kind(record), record_id=record.pk, field=field
    )


def _own_saves(write: CaseWrite, record: Record, base: VersionFacts, texts: Collection[str]) -> VersionFacts:
    """What the person stands on: the base, and on it those of `texts` that arrived, in order."""
    since = _versions_of(write, record, base.field).filter(fate=Fate.APPLIED, version__gt=base.version)
    for item in since.order_by("version"):
        if item.version != base.version + 1 or item.by != write.actor.user or item.raw not in texts:
            break
        base = VersionFacts(base.field, item.version, item.raw)
    return base


def _in_conflict(write: CaseWrite, record: Record, text: str, base: VersionFacts) -> SavedField:
    """Keeps a save over which somebody else's came, once, and tells what stands instead."""
    kept = _versions_of(write, record, base.field).filter(
        Q(fate=Fate.APPLIED, version=base.version)
        | Q(fate=Fate.CONFLICTING, version=record.version(base.field), raw=text)
    )
    raws = {item.fate: item.raw for item in kept}
    if Fate.CONFLICTING not in raws:
        late = VersionFacts(base.field, record.version(base.field), text, Fate.CONFLICTING)
        keep_versions(case=write.case, record=record, versions=[late], actor=write.actor, now=write.now)
        write.audit("case.field_conflicting", {"record": record_kind(record), "field": base.field})
    base_raw = raws.get(Fate.APPLIED, "" if base.version == 0 else None)
    return _standing(write, record, base.field, Fate.CONFLICTING, base_raw)


def _derive(write: CaseWrite, record: Record, field: str, before: str) -> None:
    """Columns that follow from what was typed. `before` is what stood in the field."""
    if isinstance(record, Case):
        derive_from_head(record)
        write.changed |= {"municipality", "requested_by_code"}
    if isinstance(record, Contact):
        derive_last_contact(write)
        if field == "next_contact_on":
            derive_next_contact(write, record, before)
    write.stale_search = write.stale_search or field in SEARCHED_FIELDS


def derive_from_head(case: Case) -> None:
    """The municipality behind the city as typed, and the code behind who asked. Unsaved."""
    place = find_municipality(case.city, case.city_state) if case.city and case.city_state else None
    case.municipality_id = place.ibge_code if place else None
    case.requested_by_code = requester_code(case.requested_by)


def requester_code(text: str | None) -> str | None:
    """The code of *demandado por*; any other text counts as `other`."""
    if not text:
        return None
    codes = {fold(label): code for code, label in REQUESTERS.items()}
    return codes.get(fold(text), "other")


def derive_last_contact(write: CaseWrite) -> None:
    """The day of the last contact that stands."""
    days = write.case.contacts.filter(voided_at=None).exclude(on=None).order_by("-on")
    write.case.last_contact_on = days.values_list("on", flat=True).first()
    write.changed.add("last_contact_on")


def derive_next_contact(write: CaseWrite, changed: Contact, before: str = "") -> None:
    """The case's next contact is what its newest contact says.

    `changed` has just been saved or voided, and said `before` until then. An older contact that is
    mended does not move the date, unless the date was its own; a date typed in the case itself stands
    until a newer contact names one.
    """
    case = write.case
    standing = case.contacts.filter(voided_at=None).exclude(next_contact_on=None).order_by("-position")
    newest = standing.first()
    was_its_own = bool(before) and case.raw("next_contact_on") == before
    if newest != changed and not was_its_own:
        return
    text = newest.raw("next_contact_on") if newest is not None else ""
    if text == case.raw("next_contact_on"):
        return
    version = put_raw(case, CASE_FIELDS["next_contact_on"], text)
    keep_versions(case=case, record=case, versions=[version], actor=write.actor, now=write.now)
    write.changed |= {"next_contact_on", "raw_values", "field_versions"}
