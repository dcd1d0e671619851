"""Who leaves, chosen from the registry: the whole provider or some of its dentists, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Max

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Provider
from vinculo.network.queries.head_facts import HeadDentist, assembled_head
from vinculo.network.queries.head_today import RegistryRow
from vinculo.network.queries.who_told import who_told

from ..models import Case, CaseDentist, CaseEvent, RegistrySnapshot
from ..queries.registry_today import find_case_with_registry
from ..refusals import UnableToWriteCase
from ..registry_values import registry_fact, registry_values
from ..typed_fields import CASE_FIELDS
from .case_write import CaseWrite, writing
from .create_case import append_dentists
from .typed_write import keep_versions, put_raw

CHOSEN_FIELDS = ("cro_count", "cro", "cro_state", "dentist_name")


def choose_leavers(
    *, case: Case, whole: bool, dentist_ids: Collection[int], actor: Actor, now: dt.datetime
) -> CaseEvent | None:
    """The scope, the count of CROs, the first dentist in the head, the further ones as rows.

    The event can be handed to `undo_leavers`; None where all of it stood so already. Dentists that somebody
    typed and the registry does not know stay.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToWriteCase: the case has no provider or takes no more writes, or nobody was chosen.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        today = now.astimezone(SAO_PAULO).date()
        provider, registry = _registry_of(write)
        standing = registry.standing_on(today)
        chosen = [one for one in standing if whole or one.dentist_id in dentist_ids]
        if not whole and not chosen:
            raise UnableToWriteCase("Marque ao menos um dentista. O processo continua como estava.")
        undo: dict[str, Any] = {"fields": {}, "versions": {}, "added": [], "removed": [], "restored": []}
        _settle_rows(write, chosen[1:], registry, undo)
        head = assembled_head(provider, chosen, registry.place)
        values = {**registry_values(head), "cro_count": _count(write, chosen)}
        texts = {name: CASE_FIELDS[name].format(values[name]) for name in CHOSEN_FIELDS if values.get(name)}
        if not chosen:
            texts = {}
        scope = Case.Scope.PROVIDER if whole else Case.Scope.DENTISTS
        _write(write, {"scope": str(scope), **texts}, undo)
        if not any(undo.values()):
            return None
        told = who_told(provider, head, today, whole=whole)
        facts = {name: registry_fact(name, values[name], told) for name in texts}
        undo["snapshot"] = _retell(write, facts, chosen[0].dentist_id if chosen else None)
        return _done(write, "case.leavers_chosen", chosen=len(chosen), whole=whole, undo=undo)


def undo_leavers(*, case: Case, event_id: int, actor: Actor, now: dt.datetime) -> Case:
    """Puts back what stood before that choice.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToWriteCase: the case takes no more writes, or somebody has written over the choice since.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        events = CaseEvent.objects.filter(case=write.case, kind=CaseEvent.Kind.DENTISTS_CHANGED, pk=event_id)
        undo = next((event.data["undo"] for event in events if "undo" in event.data), None)
        versions: Mapping[str, int] = undo["versions"] if undo else {}
        newer = CaseEvent.objects.filter(
            case=write.case, kind=CaseEvent.Kind.DENTISTS_CHANGED, pk__gt=event_id
        )
        moved = any(write.case.version(name) != version for name, version in versions.items())
        if undo is None or moved or newer.exists():
            raise UnableToWriteCase(
                "Quem sai foi alterado depois disso. Nada foi desfeito: confira como está agora."
            )
        rows = CaseDentist.objects.filter(case=write.case)
        rows.filter(pk__in=[*undo["added"], *undo["restored"]]).update(removed_at=now)
        rows.filter(pk__in=undo["removed"]).update(removed_at=None)
        _write(write, undo["fields"], {"fields": {}, "versions": {}})
        snapshot = undo["snapshot"]
        _retell(write, snapshot["facts"], snapshot["head"], leave_out=snapshot["absent"])
        _done(write, "case.leavers_undone", undone=event_id)
        return write.case


def _registry_of(write: CaseWrite) -> tuple[Provider, RegistryRow]:
    """
    Raises:
        UnableToWriteCase: there is no provider behind the case.
    """
    found = find_case_with_registry(write.actor, write.case.pk)
    if found is None:
        raise NotPermitted
    linked, registry = found
    if linked.provider is None or registry is None:
        raise UnableToWriteCase(
            "O processo não está vinculado a um prestador do cadastro. Vincule primeiro; nada foi alterado."
        )
    return linked.provider, registry


def _settle_rows(
    write: CaseWrite, further: Sequence[HeadDentist], registry: RegistryRow, undo: dict[str, Any]
) -> None:
    """Rows for the further dentists; those of the registry that are not among them go."""
    rows = {_who(row): row for row in CaseDentist.objects.filter(case=write.case).order_by("-position")}
    wanted = {(one.cro_number, one.cro_uf): one for one in further}
    known = {(tie.dentist.cro_number, tie.dentist.cro_uf) for tie in registry.ties}
    for who, row in rows.items():
        if row.removed_at is None and who in known and who not in wanted:
            row.removed_at = write.now
            undo["removed"].append(row.pk)
        elif row.removed_at is not None and who in wanted:
            row.removed_at = None
            undo["restored"].append(row.pk)
    CaseDentist.objects.bulk_update(rows.values(), ["removed_at"])
    new = [one for who, one in wanted.items() if who not in rows]
    last = CaseDentist.objects.filter(case=write.case).aggregate(last=Max("position"))["last"] or 0
    append_dentists(
        write,
        [{"name": one.name, "cro": one.cro_number, "cro_state": one.cro_uf} for one in new],
        first_position=last + 1,
        registry=[one.dentist_id for one in new],
    )
    added = CaseDentist.objects.filter(case=write.case, position__gt=last)
    undo["added"] = list(added.values_list("pk", flat=True))


def _who(row: CaseDentist) -> tuple[str | None, str | None]:
    return row.cro, row.cro_state


def _count(write: CaseWrite, chosen: Sequence[HeadDentist]) -> int:
    """The one in the head, and the rows that stand."""
    return CaseDentist.objects.filter(case=write.case, removed_at=None).count() + (1 if chosen else 0)


def _write(write: CaseWrite, texts: Mapping[str, str], undo: dict[str, Any]) -> None:
    """As if somebody had typed them; what they said before goes into `undo`."""
    case = write.case
    versions = []
    for name, text in texts.items():
        before = case.raw(name) or ("provider" if name == "scope" else "")
        if text == before:
            continue
        undo["fields"][name] = before
        versions.append(put_raw(case, CASE_FIELDS[name], text))
        undo["versions"][name] = versions[-1].version
        write.changed.add(CASE_FIELDS[name].column_name)
    if versions:
        keep_versions(case=case, record=case, versions=versions, actor=write.actor, now=write.now)
        write.changed |= {"raw_values", "field_versions"}


def _retell(
    write: CaseWrite,
    facts: Mapping[str, Mapping[str, Any]],
    head_dentist_id: int | None,
    leave_out: Collection[str] = (),
) -> dict[str, Any]:
    """The snapshot of the dentists anew. What it was, to be told again."""
    today = write.now.astimezone(SAO_PAULO).date()
    snapshot, _ = RegistrySnapshot.objects.get_or_create(case=write.case, defaults={"taken_on": today})
    before = {name: snapshot.facts[name] for name in CHOSEN_FIELDS if name in snapshot.facts}
    was = {"head": snapshot.head_dentist_id, "facts": before, "absent": sorted(facts.keys() - before.keys())}
    rest = {name: fact for name, fact in snapshot.facts.items() if name not in leave_out}
    snapshot.facts = {**rest, **{name: dict(fact) for name, fact in facts.items()}}
    snapshot.head_dentist_id = head_dentist_id
    snapshot.save(update_fields=["facts", "head_dentist_id"])
    return was


def _done(write: CaseWrite, action: str, **data: Any) -> CaseEvent:
    write.stale_search = True
    write.audit(action, {name: value for name, value in data.items() if name != "undo"})
    return write.tell(CaseEvent.Kind.DENTISTS_CHANGED, **data)
