"""Where the registry says something else today: taken into the case field by field, or left aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.queries.head_today import RegistryRow
from vinculo.network.queries.who_told import who_told
from vinculo.network.sources import Told

from ..models import Case, CaseEvent, FieldVersion, RegistrySnapshot
from ..queries.registry_today import differences_of, find_case_with_registry, head_today
from ..refusals import UnableToWriteCase
from ..registry_values import registry_fact
from ..snapshot_difference import Difference, as_json
from ..typed_fields import CASE_FIELDS
from .case_write import CaseWrite, writing
from .save_field import SavedField, save_field


def take_from_registry(
    *, case: Case, field: str, seen: str, base_version: int, actor: Actor, now: dt.datetime
) -> SavedField:
    """Writes what the registry says today into a field, as if somebody had typed it there.

    `seen` is the text that the person was shown; asked for twice, it is taken once.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToWriteCase: the case takes no more writes, or the registry says something else by now.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        compared = _compare(write, field)
        if compared.difference is None and write.case.raw(field) == seen:
            return SavedField(FieldVersion.Fate.APPLIED, write.case.version(field), seen)
        value = _as_seen(compared, seen)
        before = write.case.raw(field)
        saved = save_field(case=case, field=field, raw=seen, base_version=base_version, actor=actor, now=now)
        if saved.fate is FieldVersion.Fate.APPLIED:
            fact = registry_fact(field, value, compared.told(field))
            _note(write, field, fact, was={"raw": before, "version": saved.version})
            _tell(write, field, "taken")
        return saved


def fill_from_registry(*, case: Case, actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """Takes over what the registry says today of the fields that are blank in the case; their names.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToWriteCase: the case takes no more writes.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        blank = {
            item.field: CASE_FIELDS[item.field].format(item.today)
            for item in _differences(write)[2]
            if item.fills_a_blank and not write.case.raw(item.field)
        }
        for field, seen in blank.items():
            take_from_registry(
                case=case,
                field=field,
                seen=seen,
                base_version=write.case.version(field),
                actor=actor,
                now=now,
            )
        return tuple(blank)


def keep_against_registry(*, case: Case, field: str, seen: str, actor: Actor, now: dt.datetime) -> None:
    """What the registry says today is left aside: it is no difference until the registry says another thing.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToWriteCase: the case takes no more writes, or the registry says something else by now.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        compared = _compare(write, field)
        if compared.difference is None:
            return
        value = _as_seen(compared, seen)
        entry = _without_was(_snapshot(write).entry(field))
        _note(write, field, {**entry, "left": as_json(value)}, was={})
        _tell(write, field, "left")


def undo_registry_choice(*, case: Case, field: str, actor: Actor, now: dt.datetime) -> SavedField:
    """Takes the last of both back, for that field; the difference is there again.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToWriteCase: the case takes no more writes, or the field has been written to since.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        snapshot = _snapshot(write)
        was = snapshot.entry(field).get("was")
        version = write.case.version(field)
        if was is None:
            return SavedField(FieldVersion.Fate.APPLIED, version, write.case.raw(field))
        saved = SavedField(FieldVersion.Fate.APPLIED, version, write.case.raw(field))
        if "raw" in was:
            if version != was["version"]:
                raise UnableToWriteCase(
                    "O campo foi alterado depois disso. Nada foi desfeito: o que está nele continua."
                )
            saved = save_field(
                case=case, field=field, raw=was["raw"], base_version=version, actor=actor, now=now
            )
        _put(snapshot, field, was["entry"])
        _tell(write, field, "undone")
        return saved


@dataclass(frozen=True)
class _Compared:
    """A field of a case held against the registry of today; no difference where they agree."""

    case: Case
    registry: RegistryRow | None
    difference: Difference | None
    today: dt.date

    def told(self, field: str) -> Mapping[str, Told]:
        head = head_today(self.case, self.registry, self.today) if self.registry else None
        if head is None or self.case.provider is None:
            return {}
        return who_told(self.case.provider, head, self.today)


def _compare(write: CaseWrite, field: str) -> _Compared:
    case, registry, differences = _differences(write)
    difference = next((item for item in differences if item.field == field), None)
    return _Compared(case, registry, difference, write.now.astimezone(SAO_PAULO).date())


def _differences(write: CaseWrite) -> tuple[Case, RegistryRow | None, Sequence[Difference]]:
    """The case as the lock has it, read with its provider."""
    found = find_case_with_registry(write.actor, write.case.pk)
    if found is None:
        raise NotPermitted
    today = write.now.astimezone(SAO_PAULO).date()
    return *found, differences_of(*found, write.actor, today)


def _as_seen(compared: _Compared, seen: str) -> Any:
    """
    Raises:
        UnableToWriteCase: the registry does not say that any more.
    """
    difference = compared.difference
    if difference is None or CASE_FIELDS[difference.field].format(difference.today) != seen:
        raise UnableToWriteCase(
            "O cadastro mudou outra vez enquanto você olhava. Nada foi alterado: atualize a página e confira."
        )
    return difference.today


def _snapshot(write: CaseWrite) -> RegistrySnapshot:
    """The one of the case, or a first one. The case's lock guards it."""
    today = write.now.astimezone(SAO_PAULO).date()
    snapshot, _ = RegistrySnapshot.objects.get_or_create(case=write.case, defaults={"taken_on": today})
    return snapshot


def _note(write: CaseWrite, field: str, entry: Mapping[str, Any], was: Mapping[str, Any]) -> None:
    snapshot = _snapshot(write)
    standing = _without_was(snapshot.entry(field))
    _put(snapshot, field, {**entry, "was": {**was, "entry": standing}})


def _put(snapshot: RegistrySnapshot, field: str, entry: Mapping[str, Any]) -> None:
    rest = {name: value for name, value in snapshot.facts.items() if name != field}
    snapshot.facts = {**rest, field: dict(entry)} if entry else rest
    snapshot.save(update_fields=["facts"])


def _without_was(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "was"}


def _tell(write: CaseWrite, field: str, became: str) -> None:
    write.tell(CaseEvent.Kind.REGISTRY_COMPARED, field=field, became=became)
    write.audit(f"case.registry_{became}", {"field": field})
