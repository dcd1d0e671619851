"""What every write to a case has in common: the lock, the permission, the timeline, the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import AuditEntry
from vinculo.accounts.permissions import Permission
from vinculo.accounts.prepared import rows_of
from vinculo.accounts.prepared_for import prepared_for
from vinculo.kernel.refusal import NotPermitted

from ..models import Case, CaseEvent
from ..refusals import UnableToWriteCase
from ..search_index import refresh_search_index
from ..states import OPEN_STATES, State
from .case_clock import clock_inputs, settle_clock

Told = TypeVar("Told")


@dataclass
class CaseWrite:
    """A locked case, for the length of one action."""

    case: Case
    actor: Actor
    now: dt.datetime
    stale_search: bool = False
    changed: set[str] = field(default_factory=set)
    _gathered: tuple[list[CaseEvent], list[AuditEntry]] | None = None
    _asked: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, ask: Callable[..., Told], *about: Hashable) -> Told:
        """What `ask` says, asked once for the whole action: of nothing that the action itself writes."""
        key = (ask, about)
        if key not in self._asked:
            self._asked[key] = ask(*about)
        told: Told = self._asked[key]
        return told

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """What is told and audited within is written together at its end; events have no id before."""
        events: list[CaseEvent] = []
        lines: list[AuditEntry] = []
        self._gathered = events, lines
        yield
        self._gathered = None
        CaseEvent.objects.bulk_create(events)
        AuditEntry.objects.bulk_create(lines)

    def tell(self, kind: CaseEvent.Kind, *, tells: int | None = None, **data: Any) -> CaseEvent:
        """Appends to the timeline. `tells` is the id of who must learn of it; who did it knows already."""
        acting = self.actor.user.pk if self.actor.user else None
        event = CaseEvent(
            case=self.case,
            at=self.now,
            actor=self.actor.user,
            actor_name=self.actor.name,
            kind=kind,
            data=data,
            tells_id=None if tells == acting else tells,
        )
        if self._gathered is None:
            event.save(force_insert=True)
        else:
            self._gathered[0].append(event)
        return event

    def audit(self, action: str, detail: Mapping[str, Any] | None = None) -> None:
        gathered = self._gathered[1] if self._gathered else None
        audit_case(
            case=self.case, actor=self.actor, now=self.now, action=action, detail=detail, gathered=gathered
        )

    def require_open(self) -> None:
        """
        Raises:
            UnableToWriteCase: the case is decided, closed or cancelled.
        """
        if self.case.state not in OPEN_STATES:
            raise UnableToWriteCase(
                f"O processo está {self.case.get_state_display().lower()} e não aceita alterações. "
                "Nada foi alterado; peça a devolução ou a reabertura a um supervisor."
            )

    def require_not_cancelled(self) -> None:
        """
        Raises:
            UnableToWriteCase: the case is cancelled.
        """
        if self.case.state == State.CANCELLED:
            raise UnableToWriteCase("O processo foi cancelado e não recebe mais nada. Nada foi incluído.")


def audit_case(
    *,
    case: Case,
    actor: Actor,
    now: dt.datetime,
    action: str,
    detail: Mapping[str, Any] | None = None,
    gathered: list[AuditEntry] | None = None,
) -> None:
    record_audit(
        actor=actor,
        operator_id=case.operator_id,
        action=action,
        subject_kind="case",
        subject_id=case.pk,
        now=now,
        detail=detail,
        gathered=gathered,
    )


@prepared_for
def _locked(actor: Actor, case_id: int) -> QuerySet[Case]:
    rows = Case.objects.visible_to(actor).select_for_update(of=("self",))
    return rows.select_related("operator", "edition").filter(pk=case_id).order_by()


@prepared_for
def _locked_for_a_task(actor: Actor, case_id: int) -> QuerySet[Case]:
    """A member of a sector does not see the case: whoever asks has found a task of the member's in it."""
    rows = Case.objects.filter(operator_id__in=actor.operators_with(Permission.TASKS_ANSWER))
    rows = rows.select_for_update(of=("self",)).select_related("operator", "edition")
    return rows.filter(pk=case_id).order_by()


_TOUCH = "UPDATE cases_case SET changed_at = %(now)s WHERE id = %(case)s"


@contextmanager
def writing(
    *, case: Case, actor: Actor, now: dt.datetime, permission: Permission = Permission.CASES_WORK
) -> Iterator[CaseWrite]:
    """Locks a case for one action and keeps its clock and its search index current.

    With `TASKS_ANSWER` the case need not be visible: the caller answers for the task that leads to it.

    Raises:
        NotPermitted: the case is another operator's, or the actor lacks the permission.
    """
    with transaction.atomic():
        find = _locked_for_a_task if permission == Permission.TASKS_ANSWER else _locked
        locked = next(iter(find(actor, case.pk)), None)
        if locked is None:
            raise NotPermitted
        actor.require(permission, locked.operator_id)
        write = CaseWrite(case=locked, actor=actor, now=now)
        before = clock_inputs(locked)
        yield write
        write.changed |= settle_clock(locked, before, now)
        locked.changed_at = now
        if write.changed:
            locked.save(update_fields=[*sorted(write.changed), "changed_at"])
        else:
            rows_of(_TOUCH, {"case": locked.pk, "now": now})
        if write.stale_search or "state" in write.changed:
            refresh_search_index(locked)
