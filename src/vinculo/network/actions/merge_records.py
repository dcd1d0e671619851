"""Two records of one provider become one, and can be parted again. Cases are moved by the room of cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Field

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted, Refusal

from ..days import day_of
from ..models import Affiliation, ContactPerson, Provider, ProviderMerge, ProviderPhone
from ..search_text import refresh_search_text
from ..typed_fields import note_typed
from .note_history import note_history
from .registry_write import audit_provider

COMPARED_FIELDS = (
    *("kind", "name", "trade_name", "cnpj", "cpf", "cnes", "joined_on", "municipality_id", "us_value"),
    *("last_production_on", "last_production_value", "other_plans"),
)
"""What two records are compared by, and what may be taken from either; the status stays the kept one's."""

_NUMBERS_OF_ONE = ("cnpj", "cpf")
"""No two records of an operator may say the same here. The merged one gives its own up, so that they are free
for whoever has them; the search finds the kept one by them all the same."""


class UnableToMergeProviders(Refusal):
    pass


@transaction.atomic
def merge_records(
    *,
    kept: Provider,
    merged: Provider,
    take: Collection[str] = (),
    actor: Actor,
    now: dt.datetime,
) -> ProviderMerge:
    """Moves people and phones to the record that is kept. `take` names the fields whose value comes from the
    other one; what is blank in the kept record is taken anyway.

    Raises:
        NotPermitted: the actor may not edit the registry of both.
        UnableToMergeProviders: they are one, of two operators, or one is already part of another.
    """
    kept, merged = _lock_both(kept, merged, actor)
    if kept.pk == merged.pk or kept.operator_id != merged.operator_id:
        raise UnableToMergeProviders(
            "Escolha dois cadastros diferentes da mesma operadora. Nada foi alterado."
        )
    if kept.merged_into_id or merged.merged_into_id:
        raise UnableToMergeProviders("Um destes cadastros já foi unido a outro. Atualize a página e confira.")
    before = {"kept": _values(kept), "merged": _values(merged)}
    typed = list(kept.typed_fields)
    taken = [name for name in COMPARED_FIELDS if _is_taken(kept, merged, name, take)]
    values = {name: getattr(merged, name) for name in taken}
    for name in _NUMBERS_OF_ONE:
        setattr(merged, name, "")
    merged.merged_into = kept
    _save(merged, now)
    for name, value in values.items():
        setattr(kept, name, value)
    # The core system does not tell them of this record.
    note_typed(kept, taken)
    _save(kept, now)
    moved = _move_people(kept, merged)
    merge = ProviderMerge.objects.create(
        kept=kept,
        merged=merged,
        moved={
            **moved,
            "before": before,
            "taken": {name: before["merged"][name] for name in taken},
            "typed": typed,
        },
        by=_person(actor),
        at=now,
    )
    for provider in (kept, merged):
        refresh_search_text(provider)
    audit_provider(
        "provider.merged", kept, actor=actor, now=now, detail={"merged": merged.pk, "merge": merge.pk}
    )
    return merge


@transaction.atomic
def part_records(*, merge: ProviderMerge, actor: Actor, now: dt.datetime) -> ProviderMerge:
    """Undoes a merge: what was moved and is still there goes back, and what was typed since stays.

    Raises:
        UnableToMergeProviders: it has been undone, or the kept record has itself become part of another.
    """
    kept, merged = _lock_both(merge.kept, merge.merged, actor)
    merge = ProviderMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None or merged.merged_into_id != kept.pk:
        raise UnableToMergeProviders("Esta união já foi desfeita. Nada foi alterado.")
    if kept.merged_into_id is not None:
        raise UnableToMergeProviders(
            "O cadastro que ficou foi unido a outro depois. Desfaça primeiro aquela união."
        )
    before = merge.moved["before"]
    for name, was_taken in merge.moved["taken"].items():
        if _values(kept)[name] == was_taken:
            setattr(kept, name, _python(name, before["kept"][name]))
            if name not in merge.moved.get("typed", (name,)):
                kept.typed_fields = [typed for typed in kept.typed_fields if typed != name]
    _save(kept, now)
    for name in _NUMBERS_OF_ONE:
        setattr(merged, name, before["merged"][name])
    merged.merged_into = None
    try:
        with transaction.atomic():
            _save(merged, now)
    except IntegrityError:
        raise UnableToMergeProviders(
            "O CNPJ ou CPF de um dos cadastros passou a ser de outro prestador. Corrija-o e tente de novo."
        ) from None
    _move_back(merge, kept, merged)
    merge.undone_at, merge.undone_by = now, actor.user
    merge.save(update_fields=["undone_at", "undone_by"])
    for provider in (kept, merged):
        refresh_search_text(provider)
    audit_provider(
        "provider.parted", kept, actor=actor, now=now, detail={"merged": merged.pk, "merge": merge.pk}
    )
    return merge


def _lock_both(kept: Provider, merged: Provider, actor: Actor) -> tuple[Provider, Provider]:
    """In the order of their ids, so that two merges at once cannot wait for each other."""
    for provider in (kept, merged):
        actor.require(Permission.REGISTRY_EDIT, provider.operator_id)
    rows = Provider.objects.select_for_update(of=("self",)).select_related("municipality", "operator")
    locked = {row.pk: row for row in rows.filter(pk__in=[kept.pk, merged.pk]).order_by("pk")}
    return locked[kept.pk], locked[merged.pk]


def _person(actor: Actor) -> Any:
    if actor.user is None:
        raise NotPermitted("Unir cadastros é decisão de uma pessoa. Nada foi alterado.")
    return actor.user


def _values(provider: Provider) -> dict[str, str]:
    encoder = DjangoJSONEncoder()
    return {
        name: value if isinstance(value, str) else ("" if value is None else encoder.encode(value).strip('"'))
        for name in COMPARED_FIELDS
        for value in [getattr(provider, name)]
    }


def _python(name: str, text: str) -> Any:
    field = Provider._meta.get_field(name)
    assert isinstance(field, Field)
    return None if field.null and not text else field.to_python(text)


def _is_taken(kept: Provider, merged: Provider, name: str, take: Collection[str]) -> bool:
    value = getattr(merged, name)
    return value not in (None, "") and (name in take or getattr(kept, name) in (None, ""))


def _save(provider: Provider, now: dt.datetime) -> None:
    provider.version += 1
    provider.updated_at = now
    provider.save()
    note_history(provider, on=day_of(now))


def _move_people(kept: Provider, merged: Provider) -> Mapping[str, list[int]]:
    """What would stand twice, or make two technical managers at once, stays with the other record."""
    moved: dict[str, list[int]] = {"affiliations": [], "contact_persons": [], "phones": []}
    there = {(tie.dentist_id, tie.is_technical_manager, tie.ends_on) for tie in kept.affiliations.all()}
    for tie in Affiliation.objects.filter(provider=merged).order_by("pk"):
        if (tie.dentist_id, tie.is_technical_manager, tie.ends_on) in there:
            continue
        try:
            with transaction.atomic():
                Affiliation.objects.filter(pk=tie.pk).update(provider=kept)
        except IntegrityError:
            continue
        moved["affiliations"].append(tie.pk)
    persons = ContactPerson.objects.filter(provider=merged)
    moved["contact_persons"] = list(persons.values_list("pk", flat=True))
    persons.update(provider=kept)
    phones = ProviderPhone.objects.filter(provider=merged).exclude(
        digits__in=ProviderPhone.objects.filter(provider=kept).values("digits")
    )
    moved["phones"] = list(phones.values_list("pk", flat=True))
    ProviderPhone.objects.filter(pk__in=moved["phones"]).update(provider=kept)
    return moved


def _move_back(merge: ProviderMerge, kept: Provider, merged: Provider) -> None:
    for rows, name in (
        (Affiliation.objects.all(), "affiliations"),
        (ContactPerson.objects.all(), "contact_persons"),
        (ProviderPhone.objects.all(), "phones"),
    ):
        rows.filter(pk__in=merge.moved[name], provider=kept).update(provider=merged)
