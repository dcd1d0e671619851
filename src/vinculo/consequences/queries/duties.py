"""Duties, as somebody may see them: those of a case, those that are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Count, F, Prefetch, Q, Value, When, Window
from django.db.models.functions import RowNumber

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Attachment
from vinculo.cases.models import Case as RetentionCase
from vinculo.kernel.dates import format_date
from vinculo.kernel.text_gaps import filled

from ..duty_states import DutyState
from ..models import Duty, DutyFile, ProtocolRequest

SHOWN = 50


class DutyShelf(StrEnum):
    """The parts of the list."""

    MINE = "mine"
    LATE = "late"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True)
class DutyRow:
    """A duty in a list: `COLUMNS`, in that order."""

    pk: int
    kind: str
    label: str
    state: str
    due_on: dt.date
    owner_id: int | None
    owner: str | None
    ended_at: dt.datetime | None
    operator_id: int
    operator: str
    case_id: int
    number: str | None
    name: str | None
    city: str | None
    city_state: str | None


COLUMNS = (
    "pk",
    "kind",
    "label",
    "state",
    "due_on",
    "owner_id",
    "owner__name",
    "ended_at",
    "operator_id",
    "operator__name",
    "case_id",
    "case__number",
    "case__dentist_name",
    "case__city",
    "case__city_state",
)


@dataclass(frozen=True)
class DutyPage:
    rows: Sequence[DutyRow]
    has_more: bool = False


@dataclass(frozen=True)
class DutiesOwed:
    """What is due of a person's today; `count` may be more than the rows."""

    count: int = 0
    rows: Sequence[DutyRow] = ()


def duties_of_case(case: RetentionCase, actor: Actor) -> list[Duty]:
    """All of a case with owner, steps, files and what a connection does of it; what is open first, as it
    falls due.
    """
    rows = (
        Duty.objects.visible_to(actor)
        .filter(case_id=case.pk)
        .select_related("owner", "later_case", "follows", "filing", "filing__row")
    )
    files = Prefetch("files", DutyFile.objects.select_related("attachment").defer("attachment__text"))
    found = list(rows.prefetch_related("steps", files).order_by("due_on", "pk"))
    for duty in found:
        duty.case = case
    return sorted(found, key=lambda duty: not duty.is_open)


def text_now(duty: Duty, protocols: Mapping[int, str]) -> str:
    """The text with what may still change: its signature's protocol, the first day out of the network."""
    number = protocols.get(duty.follows_id) or "(ainda sem número)"
    return filled(duty.text, {"protocolo": number, "saida": format_date(duty.due_on)}).text


def protocols_of_case(case: RetentionCase) -> dict[int, str]:
    """By signature, the number of the protocol that was opened for it. One query."""
    rows = ProtocolRequest.objects.filter(case=case).exclude(number="")
    return dict(rows.values_list("follows_id", "number"))


def find_duty(actor: Actor, duty_id: int) -> Duty | None:
    return Duty.objects.visible_to(actor).select_related("case", "follows").filter(pk=duty_id).first()


def find_duty_file(duty: Duty, attachment_id: int) -> Attachment | None:
    found = duty.files.filter(attachment_id=attachment_id, attachment__voided_at=None)
    row = found.select_related("attachment").first()
    return row.attachment if row else None


def duty_page(actor: Actor, shelf: DutyShelf, today: dt.date, *, page: int = 1) -> DutyPage:
    """One page of a shelf, what is due first before all else."""
    order = ("-ended_at", "-pk") if shelf is DutyShelf.ENDED else ("due_on", "pk")
    rows = Duty.objects.visible_to(actor).filter(_on(shelf, actor, today)).order_by(*order)
    first = (page - 1) * SHOWN
    found = [DutyRow(*columns) for columns in rows.values_list(*COLUMNS)[first : first + SHOWN + 1]]
    return DutyPage(found[:SHOWN], has_more=len(found) > SHOWN)


def duty_counts(actor: Actor, today: dt.date) -> Mapping[DutyShelf, int]:
    """How many stand on each shelf of those that are open. One query."""
    counted = (DutyShelf.MINE, DutyShelf.LATE, DutyShelf.OPEN)
    rows = Duty.objects.visible_to(actor).filter(state=DutyState.OPEN)
    found = rows.aggregate(**{str(shelf): Count("pk", filter=_on(shelf, actor, today)) for shelf in counted})
    return {shelf: int(found[str(shelf)]) for shelf in counted}


def duties_owed(actor: Actor, today: dt.date, shown: int) -> tuple[DutiesOwed, DutiesOwed]:
    """What is due of the person's own; and, for who signs, what others let pass and what nobody has any more.

    One query, and none for who has neither.
    """
    works = actor.may_anywhere(Permission.CASES_WORK)
    signs_at = actor.operators_with(Permission.CASES_SIGN)
    if actor.user is None or not (works or signs_at):
        return DutiesOwed(), DutiesOwed()
    mine = Q(owner=actor.user) if works else Q(pk__in=[])
    nobody = Q(owner=None) | Q(owner__is_active=False)
    left = Q(operator_id__in=signs_at) & (nobody | Q(due_on__lt=today))
    due = Duty.objects.visible_to(actor).filter(mine | left, state=DutyState.OPEN, due_on__lte=today)
    placed = due.order_by().annotate(
        is_mine=Case(When(mine, then=Value(value=True)), default=Value(value=False)),
        total=Window(Count("pk"), partition_by=F("is_mine")),
        place=Window(RowNumber(), partition_by=F("is_mine"), order_by=("due_on", "pk")),
    )
    found: dict[bool, tuple[int, list[DutyRow]]] = {}
    rows = placed.filter(place__lte=shown).order_by("place")
    for is_mine, total, *columns in rows.values_list("is_mine", "total", *COLUMNS):
        found.setdefault(is_mine, (total, []))[1].append(DutyRow(*columns))
    none = (0, list[DutyRow]())
    return DutiesOwed(*found.get(True, none)), DutiesOwed(*found.get(False, none))


def _on(shelf: DutyShelf, actor: Actor, today: dt.date) -> Q:
    if shelf is DutyShelf.ENDED:
        return Q(ended_at__isnull=False)
    is_open = Q(state=DutyState.OPEN)
    if shelf is DutyShelf.MINE:
        return is_open & Q(owner=actor.user)
    return is_open & Q(due_on__lt=today) if shelf is DutyShelf.LATE else is_open
