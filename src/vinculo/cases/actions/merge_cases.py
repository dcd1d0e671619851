"""Two cases of one request become one, and can be parted again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted

from ..models import Case, CaseEvent, CaseMerge
from ..refusals import UnableToMergeCases
from ..states import OPEN_STATES, CaseAction, State
from .case_write import CaseWrite, writing
from .change_state import move_case
from .merge_moves import give_back, take_in


@transaction.atomic
def merge_cases(*, kept: Case, merged: Case, actor: Actor, now: dt.datetime) -> CaseMerge:
    """Contacts, attachments, dentists, protocols, offers and ticks go to the case that is kept; what its head
    leaves blank is taken from the other one, which is cancelled and leads there.

    Raises:
        NotPermitted: the actor sees not both, or may not distribute cases there.
        UnableToMergeCases: they are one, of two operators, or one is no longer open.
    """
    if actor.user is None:
        raise NotPermitted("Unir processos é decisão de uma pessoa. Nada foi alterado.")
    if kept.pk == merged.pk or kept.operator_id != merged.operator_id:
        raise UnableToMergeCases("Escolha dois processos diferentes da mesma operadora. Nada foi alterado.")
    with _both(kept, merged, actor, now) as (into, out):
        for write in (into, out):
            if write.case.state not in OPEN_STATES:
                raise UnableToMergeCases(
                    f"{write.case} está {write.case.get_state_display().lower()}, e só se unem processos em"
                    " aberto. Nada foi alterado."
                )
        state = out.case.state
        moved = take_in(into, out.case)
        move_case(out, CaseAction.MERGE, reason=f"Unido a {into.case}")
        out.case.merged_into = into.case
        out.changed.add("merged_into")
        out.stale_search = True
        merge = CaseMerge.objects.create(
            kept=into.case, merged=out.case, moved={**moved, "state": state}, by=actor.user, at=now
        )
        told = into.case.consultant_id
        into.tell(CaseEvent.Kind.MERGED, tells=told, merged=out.case.pk, label=str(out.case), merge=merge.pk)
        into.audit("case.merged", {"merged": out.case.pk, "merge": merge.pk})
    return merge


@transaction.atomic
def part_cases(*, merge: CaseMerge, actor: Actor, now: dt.datetime) -> CaseMerge:
    """Undoes a merge: the other case is open again, with what it gave away; one that waited is in progress.

    Raises:
        NotPermitted: the actor may not distribute cases there.
        UnableToMergeCases: it has been undone, or the kept case is no longer open.
    """
    with _both(merge.kept, merge.merged, actor, now) as (kept, merged):
        merge = CaseMerge.objects.select_for_update().get(pk=merge.pk)
        if merge.undone_at is not None or merged.case.merged_into_id != kept.case.pk:
            raise UnableToMergeCases("Esta união já foi desfeita. Nada foi alterado.")
        if kept.case.merged_into_id is not None:
            raise UnableToMergeCases(
                f"{kept.case} foi unido a outro processo depois. Desfaça primeiro aquela união."
            )
        if kept.case.state not in OPEN_STATES:
            raise UnableToMergeCases(
                f"{kept.case} está {kept.case.get_state_display().lower()}, e só se desfaz a união de um"
                " processo em aberto. Nada foi alterado."
            )
        give_back(kept, merged, merge.moved)
        merged.case.merged_into = None
        merged.changed.add("merged_into")
        was_draft = merge.moved["state"] == State.DRAFT
        action = CaseAction.UNMERGE_DRAFT if was_draft else CaseAction.UNMERGE
        move_case(merged, action, reason=f"União a {kept.case} desfeita")
        told = kept.case.consultant_id
        kept.tell(CaseEvent.Kind.UNMERGED, tells=told, merged=merged.case.pk, label=str(merged.case))
        kept.audit("case.parted", {"merged": merged.case.pk, "merge": merge.pk})
        merge.undone_at, merge.undone_by = now, actor.user
        merge.save(update_fields=["undone_at", "undone_by"])
    return merge


@contextmanager
def _both(kept: Case, merged: Case, actor: Actor, now: dt.datetime) -> Iterator[tuple[CaseWrite, CaseWrite]]:
    """Both cases locked, in the order of their ids, so that two merges at once cannot wait for each other."""
    with ExitStack() as stack:
        writes = {
            case.pk: stack.enter_context(
                writing(case=case, actor=actor, now=now, permission=Permission.CASES_REASSIGN)
            )
            for case in sorted((kept, merged), key=lambda case: case.pk)
        }
        yield writes[kept.pk], writes[merged.pk]
