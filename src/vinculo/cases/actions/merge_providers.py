"""Two records of one provider become one, their cases with them, and can be parted again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.network.actions.merge_records import merge_records, part_records
from vinculo.network.models import Provider, ProviderMerge

from ..models import Case, CaseEvent
from ..search_index import refresh_search_indexes
from .case_write import audit_case


@transaction.atomic
def merge_providers(
    *, kept: Provider, merged: Provider, take: Collection[str] = (), actor: Actor, now: dt.datetime
) -> ProviderMerge:
    """The cases of the merged record are linked to the kept one; what their heads say stays as typed.

    Raises:
        NotPermitted: the actor may not edit the registry of both.
        UnableToMergeProviders: they are one, of two operators, or one is already part of another.
    """
    _hold_cases_of(kept, merged)
    merge = merge_records(kept=kept, merged=merged, take=take, actor=actor, now=now)
    ids = list(Case.objects.filter(provider=merged).order_by("pk").values_list("pk", flat=True))
    _link(ids, merge.kept, actor, now)
    merge.moved = {**merge.moved, "cases": ids}
    merge.save(update_fields=["moved"])
    return merge


@transaction.atomic
def part_providers(*, merge: ProviderMerge, actor: Actor, now: dt.datetime) -> ProviderMerge:
    """Undoes it: cases that are still linked to the kept record go back to the other one.

    Raises:
        UnableToMergeProviders: it has been undone, or the kept record has itself become part of another.
    """
    _hold_cases_of(merge.kept, merge.merged)
    merge = part_records(merge=merge, actor=actor, now=now)
    still = Case.objects.filter(pk__in=merge.moved.get("cases", []), provider=merge.kept)
    _link(list(still.order_by("pk").values_list("pk", flat=True)), merge.merged, actor, now)
    return merge


def _hold_cases_of(*providers: Provider) -> None:
    """Before the records themselves, as whoever saves a case with a telephone does: the other way round, both
    would wait for each other."""
    held = Case.objects.select_for_update(of=("self",)).filter(provider__in=providers).order_by("pk")
    list(held.values_list("pk", flat=True))


def _link(case_ids: list[int], provider: Provider, actor: Actor, now: dt.datetime) -> None:
    """Closed cases too: the link says who it is today, the head what it was. Locked in the order of ids."""
    for case in Case.objects.select_for_update().filter(pk__in=case_ids).order_by("pk"):
        case.provider = provider
        case.changed_at = now
        case.save(update_fields=["provider", "changed_at"])
        CaseEvent.objects.create(
            case=case,
            at=now,
            actor=actor.user,
            actor_name=actor.name,
            kind=CaseEvent.Kind.PROVIDER_LINKED,
            data={"provider": provider.pk, "merge": True},
        )
        audit_case(
            case=case, actor=actor, now=now, action="case.provider_linked", detail={"provider": provider.pk}
        )
    refresh_search_indexes(case_ids)
